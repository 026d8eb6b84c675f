"""The address that a request came from, and what logs and limits may hold of it.

Only proxies that the operator declared (``FORWARDED_ALLOW_IPS``) are believed about who
stands behind them; whatever others write into ``X-Forwarded-For`` changes nothing.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

UNKNOWN = "-"
# What logs keep: enough to see a flood, too little for one household.
KEPT_BITS = {4: 24, 6: 48}
# Some proxies, such as Azure's, write a port behind the address.
WITH_PORT = re.compile(r"([0-9.]{7,15}):[0-9]{1,5}|\[([0-9a-fA-F:.%]+)\]:[0-9]{1,5}")
LONGEST_KEPT = 200


def address_of(request: HttpRequest) -> str:
    """The whole address of whoever sent the request; "-" where it is not known."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return str(client(request.META.get("REMOTE_ADDR", ""), forwarded) or UNKNOWN)


def client(peer: str, forwarded: str) -> Address | None:
    """The last address that no declared proxy has; ``peer`` is who connected.

    https://developer.mozilla.org/docs/Web/HTTP/Headers/X-Forwarded-For: read from the
    right, since everything left of the first stranger is that stranger's word.
    """
    found = _parse(peer)
    for written in _written_by_proxies(forwarded):
        if found is None or not is_declared_proxy(found):
            break
        if (behind := _parse(written)) is None:
            break
        found = behind
    return found


def _written_by_proxies(forwarded: str) -> Sequence[str]:
    return forwarded.split(",")[::-1] if forwarded else ()


def is_declared_proxy(address: Address) -> bool:
    """Whether the operator said that a proxy has this address."""
    return any(address in network for network in settings.TRUSTED_PROXIES)


def network_of(request: HttpRequest) -> str:
    """The network of whoever sent the request, such as ``192.0.2.0/24``."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return cut(request.META.get("REMOTE_ADDR", ""), forwarded)


def cut(peer: str, forwarded: str = "") -> str:
    """The network that the client's address is in: /24, or /48 of IPv6."""
    # Anybody can send a long header, and 1024 of them would be megabytes.
    is_short = len(forwarded) <= LONGEST_KEPT
    return _kept_cut(peer, forwarded) if is_short else _cut(peer, forwarded)


def _cut(peer: str, forwarded: str) -> str:
    address = client(peer, forwarded)
    if address is None:
        return UNKNOWN
    bits = KEPT_BITS[address.version]
    return str(ipaddress.ip_network(f"{address}/{bits}", strict=False))


_kept_cut = lru_cache(maxsize=1024)(_cut)


def _parse(text: str) -> Address | None:
    """An address, IPv4 also where IPv6 wraps it; None of anything else."""
    written = text.strip()
    if with_port := WITH_PORT.fullmatch(written):
        written = with_port[1] or with_port[2]
    try:
        address = ipaddress.ip_address(written.strip("[]").partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address
