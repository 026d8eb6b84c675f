"""A client that asks as fast as it is answered, on some connections at once.

It keeps a connection where the server does. One thread waits for all of them, so that
the client costs little beside what it measures.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from typing import NamedTuple

CONNECTIONS = 16
PATIENCE_SECONDS = 60
HEAD_END = b"\r\n\r\n"
LAST_CHUNK = b"0\r\n\r\n"
WITHOUT_BODY = (204, 304)


class LoadFailed(Exception):
    """The server went silent or broke off; the text is a sentence."""


class Response(NamedTuple):
    """A whole response as it came over the wire."""

    status: int
    head: bytes
    body: bytes

    @property
    def size(self) -> int:
        """Bytes on the wire, headers included."""
        return len(self.head) + len(HEAD_END) + len(self.body)

    def header(self, name: str) -> str:
        """The value of a header; '' where it is missing."""
        return header(self.head, name.lower().encode()).decode("latin-1")


@dataclass
class Load:
    """What came of many requests: how many of each status, and seconds of each."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        """The seconds within which that share of the answers came."""
        ordered = sorted(self.seconds)
        return ordered[ceil(share * len(ordered)) - 1]


def load(port: int, requests: Iterable[bytes], connections: int = CONNECTIONS) -> Load:
    """Send every request, each connection its next when it was answered.

    Raises LoadFailed.
    """
    result = Load()
    waiting = iter(requests)
    with _open_connections() as selector:
        for _ in range(connections):
            _Connection(port, selector).begin(waiting)
        while selector.get_map():
            ready = selector.select(PATIENCE_SECONDS)
            if not ready:
                raise LoadFailed(f"Port {port} was silent for {PATIENCE_SECONDS} s.")
            for key, _ in ready:
                connection: _Connection = key.data
                if (response := connection.read()) is not None:
                    result.statuses[response.status] += 1
                    result.seconds.append(time.perf_counter() - connection.begun_at)
                    connection.begin(waiting)
    return result


def fetch(port: int, request: bytes) -> Response:
    """Send one request. Raises LoadFailed, and OSError where nobody listens."""
    with _open_connections() as selector:
        connection = _Connection(port, selector)
        connection.begin(iter([request]))
        while selector.select(PATIENCE_SECONDS):
            if (response := connection.read()) is not None:
                return response
    raise LoadFailed(f"Port {port} was silent for {PATIENCE_SECONDS} s.")


@contextmanager
def _open_connections() -> Iterator[selectors.BaseSelector]:
    """What waits for connections; none stays open, whatever happens."""
    with selectors.DefaultSelector() as selector:
        try:
            yield selector
        finally:
            for key in list(selector.get_map().values()):
                key.data.close()


class _Connection:
    """One connection, made anew where the server closes it."""

    def __init__(self, port: int, selector: selectors.BaseSelector) -> None:
        self._port = port
        self._selector = selector
        self._socket: socket.socket | None = None
        self._received = b""
        self.begun_at = 0.0

    def begin(self, requests: Iterator[bytes]) -> None:
        """Send the next request; without one, end."""
        request = next(requests, None)
        if request is None:
            self.close()
            return
        self.begun_at = time.perf_counter()
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port))
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._selector.register(self._socket, selectors.EVENT_READ, self)
        self._socket.sendall(request)

    def read(self) -> Response | None:
        """What is there to read; the response once it is whole. Raises LoadFailed."""
        assert self._socket is not None
        part = self._socket.recv(65_536)
        self._received += part
        response = whole(self._received, is_over=not part)
        if response is None:
            if not part:
                raise LoadFailed(f"Port {self._port} broke off in an answer.")
            return None
        self._received = b""
        if not part or header(response.head, b"connection").lower() == b"close":
            self.close()
        return response

    def close(self) -> None:
        """Hang up; nothing where no connection is open."""
        if self._socket is not None:
            self._selector.unregister(self._socket)
            self._socket.close()
            self._socket = None


def whole(received: bytes, *, is_over: bool = False) -> Response | None:
    """The response, or None while some of it is missing; ``is_over``: no more comes.

    A body ends by its length, by its last chunk, or with the connection (RFC 9112).
    """
    head, end, body = received.partition(HEAD_END)
    if not end:
        return None
    status = int(head[9:12])
    if status in WITHOUT_BODY:
        return Response(status, head, b"")
    if length := header(head, b"content-length"):
        is_whole = len(body) >= int(length)
    elif header(head, b"transfer-encoding"):
        is_whole = body.endswith(LAST_CHUNK)
    else:
        is_whole = is_over
    return Response(status, head, body) if is_whole else None


def header(head: bytes, name: bytes) -> bytes:
    """The value of a header by its name in small letters; b'' where it is missing."""
    start = head.lower().find(b"\r\n" + name + b":")
    if start < 0:
        return b""
    start += len(name) + 3
    end = head.find(b"\r\n", start)
    return head[start : end if end >= 0 else None].strip()
