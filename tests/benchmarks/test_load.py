"""The benchmarks' client: what it takes for a whole response."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from benchmarks.load import Load, LoadFailed, fetch, load, whole

KEPT = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
CLOSED = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"
UNTIL_THE_END = b"HTTP/1.1 200 OK\r\n\r\nok"


@pytest.mark.parametrize("missing", [1, 2, 5, 40])
def test_a_response_without_its_end_is_not_whole(missing: int) -> None:
    assert whole(KEPT[:-missing]) is None


def test_a_body_ends_by_its_length() -> None:
    response = whole(KEPT)
    assert response is not None
    assert (response.status, response.body, response.size) == (200, b"ok", len(KEPT))
    assert response.header("Content-Length") == "2"
    assert response.header("ETag") == ""


def test_a_body_ends_by_its_last_chunk() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert whole(head + b"2\r\nok\r\n") is None
    assert whole(head + b"2\r\nok\r\n0\r\n\r\n") is not None


def test_a_body_ends_with_its_connection() -> None:
    assert whole(UNTIL_THE_END) is None
    response = whole(UNTIL_THE_END, is_over=True)
    assert response is not None and response.body == b"ok"


def test_not_modified_has_no_body_whatever_its_length_says() -> None:
    response = whole(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n")
    assert response is not None and response.status == 304


def test_a_percentile_is_one_of_the_times() -> None:
    times = Load(seconds=[float(number) for number in range(100, 0, -1)])
    assert times.percentile(0.99) == 99
    assert times.percentile(1) == 100
    assert Load(seconds=[7.0]).percentile(0.99) == 7


class Echo:
    """A server that gives one answer to every request, and counts connections."""

    def __init__(self, answer: bytes) -> None:
        self.connections = 0
        self._answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                accepted, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=[accepted], daemon=True).start()

    def _serve(self, accepted: socket.socket) -> None:
        with accepted:
            while accepted.recv(1_000):
                accepted.sendall(self._answer)
                if self._answer != KEPT:
                    return


@pytest.fixture
def echo(request: pytest.FixtureRequest) -> Iterator[Echo]:
    server = Echo(request.param)
    yield server
    server.close()


@pytest.mark.parametrize(
    ("echo", "connections"), [(KEPT, 3), (CLOSED, 12)], indirect=["echo"]
)
def test_connections_are_kept_where_the_server_keeps_them(
    echo: Echo, connections: int
) -> None:
    result = load(echo.port, [b"GET / HTTP/1.1\r\n\r\n"] * 12, connections=3)
    assert result.statuses == {200: 12}
    assert len(result.seconds) == 12
    assert echo.connections == connections


@pytest.mark.parametrize(
    "echo", [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok"], indirect=True
)
def test_an_answer_that_breaks_off_is_no_answer(echo: Echo) -> None:
    with pytest.raises(LoadFailed, match="broke off"):
        fetch(echo.port, b"GET / HTTP/1.1\r\n\r\n")
