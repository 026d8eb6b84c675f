"""The access log, which no visitor writes into."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.conf import settings

from centene_site.secret_paths import without_secrets
from pages.client_address import cut
from pages.front import Application, Receive, Scope, Send


class AccessLog:
    """An ASGI application that prints a line of each request to another.

    One request is one line, whatever its path holds. Of the visitor's address it has
    the network, cut to /24 or /48; it names neither the query string nor the page they
    came from. The server's own log would cost as much as a finished page.
    """

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        begun = time.monotonic()
        status, sent = 500, 0

        async def watched(message: Mapping[str, Any]) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._application(scope, receive, watched)
        finally:
            # Who cannot read the log must not keep visitors from reading.
            with suppress(OSError):
                print(line(scope, status, sent, time.monotonic() - begun), flush=True)


def line(scope: Scope, status: int, sent: int, seconds: float) -> str:
    """From which network, when, method and path, status, bytes of the body,
    milliseconds."""
    return (
        f"{_network(scope)} [{_moment(int(time.time()))}] "
        f'"{scope["method"]} {_path(scope["path"])}" '
        f"{status} {sent} {int(seconds * 1000)}ms"
    )


def _network(scope: Scope) -> str:
    """Of the client, as far as declared proxies tell who stands behind them."""
    peer = str((scope.get("client") or ("",))[0])
    if not settings.TRUSTED_PROXIES:
        return cut(peer)
    forwarded = [v for name, v in scope["headers"] if name == b"x-forwarded-for"]
    return cut(peer, b",".join(forwarded).decode("latin-1"))


@lru_cache(maxsize=1)
def _moment(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(seconds))


@lru_cache(maxsize=1024)
def _path(path: str) -> str:
    """Percent-encoded again, so that it cannot begin a line of its own."""
    return quote(without_secrets(path), safe="/:@!$&'()*+,;=~", errors="replace")
