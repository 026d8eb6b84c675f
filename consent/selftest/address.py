"""The address of the site that is tested. No browser in here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]+\]")
USUAL_PORTS = {"http": 80, "https": 443}
WEB_SCHEMES = {"http", "https", "ws", "wss"}


class BadAddress(Exception):
    """What was given is no site's address; the text says what would be."""


@dataclass(frozen=True)
class Address:
    """``url`` is scheme, host and unusual port, without a slash at the end."""

    scheme: str
    host: str
    url: str

    @property
    def is_https(self) -> bool:
        """Whether cookies must be Secure, and named ``__Host-…``."""
        return self.scheme == "https"

    @property
    def choice_cookie(self) -> str:
        """The name that the cookie of a choice must have here."""
        return "__Host-choice" if self.is_https else "choice"

    def is_foreign(self, url: str) -> bool:
        """Whether asking for it would tell another host of the visit.

        What has no host (``data:``, ``blob:``) is not foreign.
        """
        parts = urlsplit(url)
        own = self.url.partition("://")[2]
        return parts.scheme in WEB_SCHEMES and parts.netloc != own


def read_address(text: str) -> Address:
    """The address that somebody typed. Raises BadAddress."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port
        host = _ascii(parts.hostname or "")
    except ValueError:
        raise _bad(text) from None
    surplus = parts.path not in ("", "/") or parts.query or parts.fragment
    if surplus or "@" in parts.netloc or parts.scheme not in USUAL_PORTS:
        raise _bad(text)
    if not HOST.fullmatch(host):
        raise _bad(text)
    unusual = port is not None and port != USUAL_PORTS[parts.scheme]
    url = f"{parts.scheme}://{host}" + (f":{port}" if unusual else "")
    return Address(parts.scheme, host, url)


def _ascii(host: str) -> str:
    """The host as browsers name it. Raises ValueError."""
    return f"[{host}]" if ":" in host else host.encode("idna").decode()


def _bad(text: str) -> BadAddress:
    return BadAddress(
        f"{text!r} is not a site's address: give scheme and host and no path, for "
        "example https://privacy.example.com."
    )
