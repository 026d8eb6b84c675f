"""The example for nginx: what it keeps, and what it never does."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from benchmarks.load import Response, fetch
from benchmarks.nginx import EXAMPLE, adapted, before
from benchmarks.servers import Server
from benchmarks.sites import Site, request
from devtools import Refusal
from devtools.programs import NGINX

HOST = {"Host": "localhost"}


def test_the_example_is_adapted_to_this_machine_and_nothing_else() -> None:
    text = adapted(EXAMPLE.read_text(), 8123, 8124, Path("/somewhere"))
    for word in ("443", ":8000", "ssl_", "/var/", "server_name", "return 301"):
        assert word not in text
    assert "listen 127.0.0.1:8124;" in text
    assert "server 127.0.0.1:8123;" in text
    assert text.count("server {") == 1


class Upstream(ThreadingHTTPServer):
    """In the site's place: it calls everything public, and counts what it is asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: Counter[str] = Counter()
        self.codings: list[str | None] = []


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Upstream

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        self.server.codings.append(self.headers["Accept-Encoding"])
        self.send_response(200)
        self.send_header("Cache-Control", "public, max-age=60")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Upstream() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "access.log"


@pytest.fixture
def nginx(upstream: Upstream, tmp_path: Path, log: Path) -> Iterator[Server]:
    try:
        program = NGINX.find()
    except Refusal as refusal:
        pytest.fail(str(refusal), pytrace=False)
    site = Site(tmp_path, port=upstream.server_address[1])
    with before(program, site, log).running(tmp_path / "nginx.log") as server:
        upstream.asked.clear()
        upstream.codings.clear()
        yield server


def get(nginx: Server, path: str, **headers: str) -> Response:
    return fetch(nginx.port, request("GET", path, HOST | headers))


def test_a_public_page_is_asked_for_once(nginx: Server, upstream: Upstream) -> None:
    for _ in range(3):
        assert get(nginx, "/privacy-policy/").status == 200
    assert upstream.asked == {"/privacy-policy/": 1}


@pytest.mark.parametrize(
    "path",
    [
        "/consent/state.css",
        "/consent/receipts/ABCDE/",
        "/admin/",
        "/admin/login/",
        "/cookies/",
        "/subscribe/",
        "/notices/12/hide/",
        "/notices/hide/confirm/",
        "/livez",
        "/readyz",
    ],
)
def test_what_concerns_one_person_is_never_kept(
    nginx: Server, upstream: Upstream, path: str
) -> None:
    for _ in range(3):
        assert get(nginx, path).status == 200
    assert upstream.asked == {path: 3}


@pytest.mark.parametrize(
    "path",
    ["/terms/versions/1.txt", "/terms/versions/1.md", "/search/?q=words"],
)
def test_neither_frozen_texts_nor_searches_are_kept(
    nginx: Server, upstream: Upstream, path: str
) -> None:
    """Whatever the site says: a text may be withheld before its year is over."""
    for _ in range(2):
        assert get(nginx, path).status == 200
    assert upstream.asked == {path: 2}


def test_there_is_one_copy_for_each_coding(nginx: Server, upstream: Upstream) -> None:
    for asked in ("gzip, deflate, br, zstd", "br", "gzip;q=1, br;q=0", "gzip", "x"):
        get(nginx, "/terms/", **{"Accept-Encoding": asked})
    assert upstream.codings == ["br", None, "gzip"]


def test_the_log_has_no_query_no_address_and_no_secret(
    nginx: Server, log: Path
) -> None:
    secret = "aB3-_" * 8
    for path in (
        "/privacy-policy/?words=private",
        "/consent/receipts/ABCDE23456/?x=1",
        f"/subscribe/{secret}/",
    ):
        get(nginx, path)
    nginx.stop()
    written = log.read_text()
    assert '"GET /privacy-policy/" 200 ' in written
    assert '"GET /consent/receipts/-" 200 ' in written
    assert '"GET /subscribe/-" 200 ' in written
    for word in ("private", "ABCDE", "aB3", "127.0.0.1", "?"):
        assert word not in written
