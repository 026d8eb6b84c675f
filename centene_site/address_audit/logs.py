"""What logs and settings would let through."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from centene_site.access_log import line
from centene_site.address_audit.findings import Finding

# Addresses that nobody has: RFC 5737 and RFC 3849.
SAMPLES = {"203.0.113.77": "203.0.113.0/24", "2001:db8:1:2::77": "2001:db8:1::/48"}
SECRET_PATHS = (
    "/consent/receipts/ABCDEFGHJK2345678923/",
    *(f"{path}{'aB3-_' * 8}xyz/" for path in ("/subscribe/", "/privacy-rights/held/")),
    *(f"/privacy-rights/{page}/R-7K3M-9Q2X/" for page in ("requests", "sent")),
)
SECRET_WORDS = ("somebody", "elsewhere.example")

ADDRESS_WORDS = re.compile(r"[{(](request|address|ip|client|peer|remote\w*)\b")
# What nginx may write of a request: each is no address, no query and no header of it.
NGINX_MAY_WRITE = {
    *("privacy_network", "privacy_path", "time_iso8601", "request_method", "status"),
    *("body_bytes_sent", "request_time", "upstream_cache_status"),
}
# Packages that are known to keep addresses in tables.
KEEP_ADDRESSES = (
    *("axes", "auditlog", "defender", "easyaudit", "request", "silk", "tracking"),
    "user_sessions",
)


def audit_access_log() -> Iterator[Finding]:
    """Lines of requests, from addresses that nobody has, that hold secrets."""
    for address, network in SAMPLES.items():
        lines = {path: _line(address, path) for path in SECRET_PATHS}
        bad = [
            written
            for path, written in lines.items()
            if network not in written
            or any(each in written for each in (address, path, *SECRET_WORDS))
        ]
        yield from (Finding(f"The access log would say: {each}", True) for each in bad)
        if not bad:
            yield Finding(f"The access log cuts {address} to {network}.")


def _line(address: str, path: str) -> str:
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"email=somebody",
        "headers": [(b"referer", b"https://elsewhere.example/")],
        "client": (address, 1),
    }
    return line(scope, 200, 0, 0.0)


def audit_formatters(config: Mapping[str, Any]) -> Iterator[Finding]:
    """The formats of Python's logs, by their names."""
    for name, formatter in config.get("formatters", {}).items():
        text = str(formatter.get("format", ""))
        if ADDRESS_WORDS.search(text):
            yield Finding(f"The log format “{name}” writes addresses: {text}", True)
    yield Finding(f"{len(config.get('formatters', {}))} log formats read.")


def audit_nginx(path: Path) -> Iterator[Finding]:
    """The example for nginx, where it is there."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        yield Finding(f"{path.name} is not here: look at what your proxy logs.")
        return
    formats = re.findall(r"log_format\s+\w+\s+(.*?);", text, re.DOTALL)
    written = set(re.findall(r"\$\{?(\w+)", " ".join(formats)))
    if more := sorted(written - NGINX_MAY_WRITE):
        yield Finding(f"{path.name} logs ${', $'.join(more)}.", True)
    for target in re.findall(r"error_log\s+([^\s;]+)", text):
        if target != "/dev/null":
            yield Finding(f"{path.name}: {target} names addresses and queries.", True)
    for log in re.findall(r"access_log\s+(.*?);", text):
        if log != "off" and len(log.split()) < 2:
            yield Finding(f"{path.name}: {log} has nginx’s own format.", True)
    yield Finding(f"{path.name} read: {len(formats)} log formats.")


def audit_security_log(folder: Path, days: int) -> Iterator[Finding]:
    """It holds addresses, for as long as was said, and its owner alone reads it."""
    oldest = datetime.now(UTC).date() - timedelta(days=days + 1)
    files = sorted(folder.glob("*.jsonl"))
    for path in files:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            yield Finding(f"{path.name} may be read by others (mode {mode:o}).", True)
        if (day := _day_of(path)) is None:
            yield Finding(f"{path.name} is of no day: nothing removes it.", True)
        elif day < oldest:
            yield Finding(f"{path.name} is older than {days} days.", True)
    yield Finding(
        f"The security log has {len(files)} files in DATA_DIR, kept {days} days. It "
        "holds addresses and keyed hashes of names, and no table holds any of it."
    )


def _day_of(path: Path) -> date | None:
    try:
        return date.fromisoformat(path.stem)
    except ValueError:
        return None


def audit_settings(installed: Iterable[str]) -> Iterator[Finding]:
    """Packages that keep addresses, and who is believed about them."""
    for app in (name.partition(".")[0] for name in installed):
        if app in KEEP_ADDRESSES:
            yield Finding(f"The package {app} keeps addresses in tables.", True)
    proxies = ", ".join(map(str, settings.TRUSTED_PROXIES)) or "nobody"
    yield Finding(f"X-Forwarded-For is believed from {proxies}.")
