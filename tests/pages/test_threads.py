"""The WSGI application behind the event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from pages.answers import Answer
from pages.threads import THREADS, Threads
from tests.pages.asgi import Got, ask, scope

LARGEST = 1_000


def busy() -> Answer:
    return Answer(503, [(b"retry-after", b"5")], b"busy")


class Stream:
    """What Django's streaming responses are to a server."""

    streaming = True

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        return self._parts

    def close(self) -> None:
        self.closed = True


def echo(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    body = environ["wsgi.input"].read()
    start_response("201 Created", [("X-Length", environ["CONTENT_LENGTH"])])
    return [environ["REQUEST_METHOD"].encode(), b" ", body]


def variables(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [
        repr(sorted((k, v) for k, v in environ.items() if isinstance(v, str))).encode()
    ]


def asked(application: Any, *args: str, body: Any = (b"",), **headers: str) -> Got:
    async def run() -> Got:
        threads = Threads(application, busy, LARGEST)
        return await ask(threads, scope(*args, **headers), body)

    return asyncio.run(run())


def test_a_body_in_parts_arrives_whole() -> None:
    answer = asked(echo, "/words/", "POST", body=[b"a" * 10, b"", b"b" * 5])
    assert answer.status == 201
    assert answer.body == b"POST " + b"a" * 10 + b"b" * 5
    assert answer.headers["x-length"] == "15"


def test_of_a_body_that_is_too_large_its_length_is_told_and_no_more() -> None:
    answer = asked(echo, "/words/", "POST", body=[b"a" * 900, b"b" * 200])
    assert answer.headers["x-length"] == "1100"
    assert len(answer.body) == len(b"POST ") + 900


def test_a_body_without_end_is_not_read_to_its_end() -> None:
    parts = iter([b"a" * 500] * 50)
    answer = asked(echo, "/words/", "POST", body=parts)
    assert int(answer.headers["x-length"]) <= 2 * LARGEST + 500


def test_a_body_that_breaks_off_reaches_nobody() -> None:
    reached: list[str] = []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        reached.append(environ["PATH_INFO"])
        return []

    messages = iter(
        [
            {"type": "http.request", "body": b"choice=acc", "more_body": True},
            {"type": "http.disconnect"},
        ]
    )

    async def receive() -> Any:
        return next(messages)

    async def send(message: Any) -> None:
        raise AssertionError

    async def run() -> None:
        threads = Threads(application, busy, LARGEST)
        await threads(scope("/words/", "POST"), receive, send)

    asyncio.run(run())
    assert not reached


def test_the_application_sees_the_request_as_wsgi_says() -> None:
    found = asked(
        variables,
        "/words/?a=1&b=%20",
        cookie="a=1",
        content_type="text/plain",
        x_one="two",
    ).body.decode()
    for pair in (
        ("PATH_INFO", "/words/"),
        ("QUERY_STRING", "a=1&b=%20"),
        ("HTTP_HOST", "localhost"),
        ("HTTP_COOKIE", "a=1"),
        ("CONTENT_TYPE", "text/plain"),
        ("HTTP_X_ONE", "two"),
        ("REMOTE_ADDR", "127.0.0.1"),
        ("wsgi.url_scheme", "http"),
    ):
        assert repr(pair) in found


def test_a_header_that_could_pass_for_another_is_left_out() -> None:
    async def run() -> Got:
        given = scope()
        given["headers"].append((b"x_forwarded_proto", b"https"))
        given["headers"].append((b"cookie", b"a=1"))
        given["headers"].append((b"cookie", b"b=2"))
        return await ask(Threads(variables, busy, LARGEST), given)

    found = asyncio.run(run()).body.decode()
    assert "FORWARDED" not in found
    assert "('HTTP_COOKIE', 'a=1; b=2')" in found


def test_a_path_of_any_bytes_reaches_the_application() -> None:
    async def run() -> Got:
        given = scope() | {"raw_path": b"/%ff%C3%A9/", "path": "/\ufffd\u00e9/"}
        return await ask(Threads(variables, busy, LARGEST), given)

    assert "('PATH_INFO', '/ÿÃ©/')" in asyncio.run(run()).body.decode()


def test_a_stream_is_sent_part_by_part_and_closed() -> None:
    stream = Stream(iter([b"one ", b"two ", b"three"]))

    def application(environ: dict[str, Any], start_response: Any) -> Stream:
        start_response("200 OK", [])
        return stream

    assert asked(application).body == b"one two three"
    assert stream.closed


def test_head_of_a_stream_reads_no_further() -> None:
    def parts() -> Iterator[bytes]:
        yield b"one"
        raise AssertionError

    stream = Stream(parts())

    def application(environ: dict[str, Any], start_response: Any) -> Stream:
        start_response("200 OK", [])
        return stream

    assert asked(application, "/words/", "HEAD").body == b""
    assert stream.closed


def test_a_stream_that_breaks_is_closed() -> None:
    def parts() -> Iterator[bytes]:
        yield b"one"
        raise RuntimeError

    stream = Stream(parts())

    def application(environ: dict[str, Any], start_response: Any) -> Stream:
        start_response("200 OK", [])
        return stream

    with pytest.raises(RuntimeError):
        asked(application)
    assert stream.closed


def test_who_finds_no_thread_is_refused_and_nothing_of_theirs_is_done() -> None:
    gate = threading.Event()
    done: list[str] = []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        gate.wait(10)
        done.append(environ["PATH_INFO"])
        start_response("200 OK", [])
        return [b"ok"]

    async def run() -> tuple[Got, list[Got]]:
        threads = Threads(application, busy, LARGEST)
        held = [
            asyncio.ensure_future(ask(threads, scope("/held/"))) for _ in range(THREADS)
        ]
        await asyncio.sleep(0)
        refused = await ask(threads, scope("/refused/"))
        gate.set()
        return refused, await asyncio.gather(*held)

    refused, held = asyncio.run(run())
    assert (refused.status, refused.body) == (503, b"busy")
    assert refused.headers["retry-after"] == "5"
    assert [answer.status for answer in held] == [200] * THREADS
    assert done == ["/held/"] * THREADS


def test_a_client_that_leaves_does_not_free_the_thread_that_works_for_it() -> None:
    gate = threading.Event()

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        gate.wait(10)
        start_response("200 OK", [])
        return [b"ok"]

    async def run() -> tuple[Got, Got]:
        threads = Threads(application, busy, LARGEST)
        for _ in range(THREADS):
            task = asyncio.ensure_future(ask(threads, scope()))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            task.cancel()
        refused = await ask(threads, scope())
        gate.set()
        return refused, await ask(threads, scope())

    refused, after = asyncio.run(run())
    assert refused.status == 503
    assert after.status == 200


def test_djangos_responses_are_understood() -> None:
    def whole(environ: dict[str, Any], start_response: Any) -> HttpResponse:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return HttpResponse("whole")

    def stream(environ: dict[str, Any], start_response: Any) -> StreamingHttpResponse:
        start_response("200 OK", [])
        return StreamingHttpResponse(["one ", "two"])

    assert asked(whole).body == b"whole"
    assert asked(stream).body == b"one two"
