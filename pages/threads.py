"""The WSGI application behind the event loop, in a bounded pool of threads.

Threads keep their database connections. Who finds none free for a while is refused:
one that waits for a database would keep others waiting without end.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, NamedTuple, cast
from urllib.parse import unquote_to_bytes

from pages.answers import Answer
from pages.finished import raw
from pages.front import Receive, Scope, Send, respond

THREADS = 4
# Longer than a wait for a database that fell silent lasts (0.8 s): a rejection that
# waits behind such waits is still honored.
PATIENCE_SECONDS = 1.5
IN_MEMORY = 2**16

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Any]


class _Started(NamedTuple):
    """A response whose first part is there."""

    status: int
    headers: list[tuple[str, str]]
    first: bytes
    rest: Iterator[bytes] | None
    close: Callable[[], object] | None


class Threads:
    """An ASGI application that runs a WSGI application.

    ``busy`` makes the answer for who cannot wait; ``largest`` is how many bytes of a
    body are read: of a larger one none is passed on, so that the application refuses.
    """

    def __init__(
        self, application: Wsgi, busy: Callable[[], Answer], largest: int
    ) -> None:
        self._application = application
        self._busy = busy
        self._largest = largest
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="request")
        self._free = asyncio.Semaphore(THREADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = cast(BinaryIO, SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115
        length = await self._read(receive, body)
        if length is None:
            body.close()
            return
        environ = _environ(scope, length, body)
        try:
            await asyncio.wait_for(self._free.acquire(), PATIENCE_SECONDS)
        except TimeoutError:
            body.close()
            await respond(scope, send, self._busy())
            return
        # The thread goes on when the client does not: it is free only afterwards.
        run = asyncio.ensure_future(self._run(scope, environ, send))
        run.add_done_callback(lambda _: self._free.release())
        await asyncio.shield(run)

    async def _read(self, receive: Receive, body: BinaryIO) -> int | None:
        """Copy the body; returns its length, whether or not all of it was kept, and
        None where it breaks off."""
        length, is_more = 0, True
        while is_more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            part = message.get("body", b"")
            length += len(part)
            if length <= self._largest:
                body.write(part)
            elif length > 2 * self._largest:
                break
            is_more = message.get("more_body", False)
        body.seek(0)
        return length

    async def _run(self, scope: Scope, environ: dict[str, Any], send: Send) -> None:
        loop = asyncio.get_running_loop()
        try:
            started = await loop.run_in_executor(self._pool, self._start, environ)
        finally:
            environ["wsgi.input"].close()
        try:
            head = {
                "type": "http.response.start",
                "status": started.status,
                "headers": raw(started.headers),
            }
            await send(head)
            is_head = scope["method"] == "HEAD"
            part: bytes | None = b"" if is_head else started.first
            while started.rest is not None and part is not None and not is_head:
                message = {"body": part, "more_body": True}
                await send({"type": "http.response.body", **message})
                part = await loop.run_in_executor(self._pool, next, started.rest, None)
            await send({"type": "http.response.body", "body": part or b""})
        finally:
            if started.close is not None:
                await loop.run_in_executor(self._pool, started.close)

    def _start(self, environ: dict[str, Any]) -> _Started:
        """Run the application as far as its headers and the first part; in a thread."""
        given: list[Any] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], object]:
            given[:] = [int(status[:3]), headers]
            return _no_write

        parts = self._application(environ, start_response)
        close = getattr(parts, "close", None)
        if getattr(parts, "streaming", False):
            rest = iter(parts)
            return _Started(given[0], given[1], next(rest, b""), rest, close)
        body = b"".join(parts)
        # In the thread whose database connection it was.
        if close is not None:
            close()
        return _Started(given[0], given[1], body, None, None)


def _no_write(data: bytes) -> object:
    raise NotImplementedError("The write() of WSGI is of the past.")


def _environ(scope: Scope, length: int, body: BinaryIO) -> dict[str, Any]:
    """PEP 3333 of an ASGI scope. Names with an underscore cannot be told from others
    and are left out, as servers do."""
    path = unquote_to_bytes(scope.get("raw_path") or scope["path"].encode())
    server, client = scope.get("server"), scope.get("client")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": str(server[0]) if server else "localhost",
        "SERVER_PORT": str(server[1] or "") if server else "80",
        "REMOTE_ADDR": str(client[0]) if client else "",
        "CONTENT_LENGTH": str(length) if length else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    environ.update(_header_variables(scope))
    return environ


def _header_variables(scope: Mapping[str, Any]) -> dict[str, str]:
    variables: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if "_" in name or name == "content-length":
            continue
        key = name.upper().replace("-", "_")
        if key != "CONTENT_TYPE":
            key = f"HTTP_{key}"
        if key in variables:
            joint = "; " if key == "HTTP_COOKIE" else ","
            value = f"{variables[key]}{joint}{value}"
        variables[key] = value
    return variables
