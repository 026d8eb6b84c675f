"""Strict readers of environment variables.

Each refuses at boot with a sentence that names the variable, so that a typo such as
``DEBUG=treu`` is never read as "no". An empty variable counts as absent.
"""

import ipaddress
import os
import re
import zoneinfo
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import holidays
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

BOOLEANS = {"true": True, "1": True, "yes": True}
BOOLEANS |= {"false": False, "0": False, "no": False}
MAILBOX = re.compile(r"[\w.' -]+ <(?P<in_brackets>\S+)>|(?P<alone>[^\s<>]+)")
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "::1")


def env_str(name: str, default: str = "") -> str:
    """The variable's text without surrounding space, or the default."""
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, default: bool) -> bool:
    """true, 1, yes, false, 0 or no; anything else raises ImproperlyConfigured."""
    text = env_str(name)
    if not text:
        return default
    try:
        return BOOLEANS[text.lower()]
    except KeyError:
        raise ImproperlyConfigured(
            f"{name} must be true or false, not {text!r}."
        ) from None


def env_int(name: str, default: int, *, minimum: int = 0, maximum: int) -> int:
    """A whole number from ``minimum`` to ``maximum``."""
    text = env_str(name, str(default))
    is_number = bool(re.fullmatch(r"[0-9]{1,12}", text))
    if not (is_number and minimum <= int(text) <= maximum):
        raise ImproperlyConfigured(
            f"{name} must be a whole number from {minimum} to {maximum}, "
            f"not {text[:20]!r}."
        )
    return int(text)


def env_networks(name: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Addresses or networks of machines of one's own, separated by commas.

    "*" would let anybody say where they come from.
    """
    networks = []
    for item in env_list(name, []):
        try:
            networks.append(ipaddress.ip_network(item))
        except ValueError:
            raise ImproperlyConfigured(
                f"{name} must name the addresses of your proxies, such as 127.0.0.1 "
                f"or 10.0.0.0/8, separated by commas, not {item[:50]!r}."
            ) from None
    return networks


def env_list(name: str, default: list[str], *, separator: str = ",") -> list[str]:
    """Separated items, without the space around each."""
    items = (item.strip() for item in env_str(name).split(separator))
    return [item for item in items if item] or default


def env_pair(name: str) -> tuple[str, str] | None:
    """Two comma-separated words, such as ``HTTP_X_FORWARDED_PROTO,https``."""
    items = env_list(name, [])
    if not items:
        return None
    if len(items) != 2 or not items[0].startswith("HTTP_"):
        raise ImproperlyConfigured(
            f"{name} must be the header's name in Django's spelling and its value, "
            f"such as HTTP_X_FORWARDED_PROTO,https, not {env_str(name)!r}."
        )
    return items[0], items[1]


def env_choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """One of the choices, in upper case."""
    text = env_str(name, default).upper()
    if text not in choices:
        raise ImproperlyConfigured(
            f"{name} must be one of {', '.join(choices)}, not {env_str(name)!r}."
        )
    return text


def env_pattern(name: str, pattern: str, *, example: str, default: str = "") -> str:
    """Text that matches the whole pattern, or the default."""
    text = env_str(name, default)
    if text and not re.fullmatch(pattern, text):
        raise ImproperlyConfigured(f"{name} must look like {example}, not {text!r}.")
    return text


def env_path(name: str, default: Path) -> Path:
    """An absolute path; a relative one counts from the working directory."""
    return Path(env_str(name, str(default))).expanduser().absolute()


def env_secret(name: str, *, minimum_length: int = 0) -> str:
    """A secret from ``NAME``, or from the file that ``NAME_FILE`` names; else ''."""
    value, file_name = env_str(name), env_str(f"{name}_FILE")
    if value and file_name:
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
    if file_name:
        try:
            value = Path(file_name).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(
                f"{name}_FILE names {file_name!r}, which cannot be read: {error}."
            ) from error
    if value and len(value) < minimum_length:
        raise ImproperlyConfigured(
            f"{name} is too short: it needs at least {minimum_length} characters."
        )
    return value


def env_required_secret(name: str, *, minimum_length: int) -> str:
    """A secret that the site cannot start without."""
    value = env_secret(name, minimum_length=minimum_length)
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it to {minimum_length} or more random "
            f"characters, or {name}_FILE to a file that holds them. "
            "(`python3 dev.py serve` makes one by itself.)"
        )
    return value


def env_secrets(name: str, *, minimum_length: int) -> list[str]:
    """Any number of secrets, separated by spaces or line ends."""
    secrets = env_secret(name).split()
    if any(len(secret) < minimum_length for secret in secrets):
        raise ImproperlyConfigured(
            f"{name} holds a key that is too short: each needs at least "
            f"{minimum_length} characters, with spaces or line ends between them."
        )
    return secrets


def env_mailbox(name: str, *, required_by: str = "") -> str:
    """An e-mail address, alone or as ``Name <address>``.

    ``required_by`` is the setting, if any, that cannot do without it; otherwise an
    address that no mail leaves from stands in.
    """
    text = env_str(name)
    if not text and required_by:
        raise ImproperlyConfigured(
            f"{name} is not set, and with {required_by} mails need an address that "
            "they come from, such as privacy@example.com."
        )
    mailbox = MAILBOX.fullmatch(text or "nobody@localhost")
    try:
        validate_email(mailbox and (mailbox["alone"] or mailbox["in_brackets"]))
    except ValidationError:
        raise ImproperlyConfigured(
            f"{name} must look like privacy@example.com or "
            f"Privacy office <privacy@example.com>, not {text!r}."
        ) from None
    return text or "nobody@localhost"


def env_site_url(name: str, default: str) -> str:
    """The site's address, scheme and host only; plain http for loopback hosts only."""
    url = env_str(name, default).rstrip("/")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.scheme not in ("http", "https"):
        raise ImproperlyConfigured(
            f"{name} must be an address such as https://privacy.example.com, "
            f"not {url!r}."
        )
    if parts.path or parts.query or parts.fragment or parts.username is not None:
        raise ImproperlyConfigured(
            f"{name} must be scheme and host only, without a path, not {url!r}."
        )
    if parts.scheme == "http" and host not in LOOPBACK_HOSTS:
        raise ImproperlyConfigured(
            f"{name} must begin with https:// (plain http is for localhost only), "
            f"not {url!r}."
        )
    is_default_port = port in (None, 443 if parts.scheme == "https" else 80)
    shown_host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown_host}" + ("" if is_default_port else f":{port}")


def env_time_zone(name: str, default: str) -> str:
    """The name of a time zone, such as America/Chicago."""
    text = env_str(name, default)
    if text not in zoneinfo.available_timezones():
        raise ImproperlyConfigured(
            f"{name} must be a time zone such as America/Chicago, not {text!r}."
        )
    return text


def env_day(name: str, default: str) -> date:
    """A day, such as 2027-10-01."""
    text = env_str(name, default)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} must be a day such as 2027-10-01, not {text!r}."
        ) from None


def env_country(name: str, default: str) -> str:
    """The ISO code of a country whose public holidays are known, such as US."""
    text = env_str(name, default).upper()
    if not _has_holidays(text, None):
        raise ImproperlyConfigured(
            f"{name} must be the two-letter code of a country such as US, not {text!r}."
        )
    return text


def env_subdivision(name: str, country: str) -> str:
    """The code of a part of the country, such as MO; '' for the country as a whole."""
    text = env_str(name).upper()
    if text and not _has_holidays(country, text):
        raise ImproperlyConfigured(
            f"{name} must be the code of a part of {country}, such as MO for "
            f"Missouri in US, not {text!r}."
        )
    return text


def _has_holidays(country: str, subdivision: str | None) -> bool:
    try:
        holidays.country_holidays(country, subdiv=subdivision)
    except NotImplementedError:
        return False
    return bool(re.fullmatch("[A-Z]{2}", country))


def env_database(name: str, default: str) -> dict[str, Any]:
    """One entry of ``DATABASES`` from a database address."""
    url = env_secret(name) or default
    if urlsplit(url).scheme not in ("sqlite", "postgres", "postgresql"):
        raise ImproperlyConfigured(
            f"{name} must begin with sqlite:/// or postgresql://."
        )
    try:
        config = dict(dj_database_url.parse(url))
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} is not a database address; for example "
            "postgresql://user:password@host:5432/name."
        ) from error
    if config.get("NAME") in (None, "", ":memory:"):
        raise ImproperlyConfigured(
            f"{name} must name a database that all workers share, in a file or on a "
            "server."
        )
    return config
