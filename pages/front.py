"""The site's front door: finished pages answer right here, on the event loop.

What is not finished goes to the WSGI application in a bounded pool of threads; so a
database that hangs holds threads, and never a page. Many who ask for the same page at
once wait for one of them to have it made.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from django.conf import settings

from pages import background, clock
from pages.answers import Answer, Conditions, answer
from pages.finished import Finished
from pages.instant import Instant
from pages.public import parameters_of
from pages.stamp import current
from pages.store import Address, Query, Store, known_part

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class _Asked(NamedTuple):
    """What of a request decides about a finished page."""

    address: Address
    query: str
    conditions: Conditions


class Front:
    """An ASGI application before the one that makes pages."""

    def __init__(self, store: Store, instant: Instant, maker: Application) -> None:
        self._store = store
        self._instant = instant
        self._maker = maker
        self._in_the_making: dict[tuple[Address, Query], asyncio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close"})
            return
        if scope["method"] not in ("GET", "HEAD"):
            await self._maker(scope, receive, send)
            return
        if (given := self._instant.answer(scope)) is not None:
            await respond(scope, send, given)
            return
        asked = _asked(scope)
        if (page := self._find(asked)) is None:
            page = await self._made_for_another(asked)
        if page is not None:
            given = answer(page, asked.conditions, clock.now())
            await respond(scope, send, given)
            return
        await self._make(asked, scope, receive, send)

    def _find(self, asked: _Asked) -> Finished | None:
        return self._store.get(asked.address, asked.query, current(), clock.now())

    async def _made_for_another(self, asked: _Asked) -> Finished | None:
        """Wait while the same page is in the making, if it is."""
        if not self._in_the_making:
            return None
        key = _key(asked)
        event = self._in_the_making.get(key) if key else None
        if event is None:
            return None
        await event.wait()
        return self._find(asked)

    async def _make(
        self, asked: _Asked, scope: Scope, receive: Receive, send: Send
    ) -> None:
        key = _key(asked)
        if key is None or key in self._in_the_making:
            await self._maker(scope, receive, send)
            return
        event = self._in_the_making[key] = asyncio.Event()
        try:
            await self._maker(scope, receive, send)
        finally:
            del self._in_the_making[key]
            event.set()


def _key(asked: _Asked) -> tuple[Address, Query] | None:
    """What tells one public page from another; None where no route is public."""
    parameters = parameters_of(asked.address.path)
    if parameters is None:
        return None
    return asked.address, known_part(asked.query, parameters)


def _asked(scope: Scope) -> _Asked:
    host = accept_encoding = if_none_match = if_modified_since = ""
    scheme = scope["scheme"]
    trusted = _TRUSTED_SCHEME
    for name, value in scope["headers"]:
        if name == b"host":
            host = value.decode("latin-1")
        elif name == b"accept-encoding":
            accept_encoding = value.decode("latin-1")
        elif name == b"if-none-match":
            if_none_match = value.decode("latin-1")
        elif name == b"if-modified-since":
            if_modified_since = value.decode("latin-1")
        elif trusted and name == trusted[0]:
            scheme = "https" if value == trusted[1] else "http"
    return _Asked(
        Address(scheme, host, scope["path"]),
        scope["query_string"].decode("latin-1"),
        Conditions(accept_encoding, if_none_match, if_modified_since),
    )


def _trusted_scheme() -> tuple[bytes, bytes] | None:
    """The proxy's header that says whether a request came by https, and that value."""
    if settings.SECURE_PROXY_SSL_HEADER is None:
        return None
    name, value = settings.SECURE_PROXY_SSL_HEADER
    header = name.removeprefix("HTTP_").replace("_", "-").lower()
    return header.encode(), value.encode()


_TRUSTED_SCHEME = _trusted_scheme()


async def _live(receive: Receive, send: Send) -> None:
    """A worker does its chores from its start to its end (ASGI's lifespan)."""
    await receive()
    background.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await asyncio.to_thread(background.stop)
    await send({"type": "lifespan.shutdown.complete"})


async def respond(scope: Scope, send: Send, given: Answer) -> None:
    """Send a whole answer; one to HEAD without its body."""
    body = b"" if scope["method"] == "HEAD" else given.body
    await send(
        {
            "type": "http.response.start",
            "status": given.status,
            "headers": given.headers,
        }
    )
    await send({"type": "http.response.body", "body": body})
