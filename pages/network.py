"""Which network a request comes from, as far as it can be believed.

``X-Forwarded-For`` is read from its end, and only as far as declared proxies wrote it:
what a visitor puts there changes nothing.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# Behind one such network is one household or one office.
IPV4_PREFIX, IPV6_PREFIX = 24, 48
UNKNOWN = "unknown"

Address = IPv4Address | IPv6Address


def network_of(request: HttpRequest) -> str:
    """The visitor's network, such as ``192.0.2.0/24``; ``UNKNOWN`` where there is none.

    Never to be stored as it is, nor logged beside a person (decision 6).
    """
    address = address_of(request)
    if address is None:
        return UNKNOWN
    prefix = IPV4_PREFIX if address.version == 4 else IPV6_PREFIX
    return str(ip_network(f"{address}/{prefix}", strict=False))


def address_of(request: HttpRequest) -> Address | None:
    """The address behind the declared proxies; None where nothing says it."""
    address = _parsed(request.META.get("REMOTE_ADDR", ""))
    named = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while address is not None and _is_trusted(address) and named:
        before = _parsed(named.pop())
        if before is None:
            break
        address = before
    return address


def _is_trusted(address: Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)


def _parsed(text: str) -> Address | None:
    try:
        address = ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
