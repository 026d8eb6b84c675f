"""A site whose every promise about cookies is broken, and sites that are none."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from tests.live import LiveSite

EARLY_TAG = "https://www.googletagmanager.com/gtag/js?id=G-EARLY"
# Buttons work, but only with the script; one of them is bigger than the other.
SPOILED_HEAD = f"""
<script src="{EARLY_TAG}" async></script>
<script>addEventListener('pointerdown', event => {{
  if (event.target.localName === 'button') event.target.type = 'submit';
}})</script>
<style>.banner button[value=accept] {{ transform: scale(1.2) }}</style>
</head>"""


class Handler(BaseHTTPRequestHandler):
    """A request is answered by ``answer``; nothing is logged."""

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        self.answer()

    def answer(self) -> None:
        """Answer this request."""
        raise NotImplementedError

    def send(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Send an answer of known length, unless nobody waits for it any more."""
        self.send_response_only(status)
        for name, value in [*headers, ("Content-Length", str(len(body)))]:
            self.send_header(name, value)
        with suppress(ConnectionError):
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(handler: type[Handler]) -> Iterator[str]:
    """The address, without a slash at the end, where it answers."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://localhost:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def spoiled(site: LiveSite) -> Iterator[str]:
    """The site as it would be with every fault that the self-test looks for.

    It sets a cookie and loads a tag before a choice, overlooks the signal, lets foreign
    forms pass, shows scripts the choice, and never deletes a cookie of the tag.
    """

    class Spoiling(Handler):
        def answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length)
            upstream = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
            with closing(upstream):
                upstream.request(self.command, self.path, body, self._told())
                answer = upstream.getresponse()
                content = answer.read()
            headers = [
                (name, value.replace(" HttpOnly;", ""))
                for name, value in answer.getheaders()
                if name.lower() not in ("content-security-policy", "content-length")
                and not (name.lower() == "set-cookie" and value.startswith("_g"))
            ]
            if answer.headers.get_content_type() == "text/html":
                headers.append(("Set-Cookie", "early=1; Path=/"))
                content = self._spoiled(content)
            self.send(answer.status, headers, content)

        def _told(self) -> dict[str, str]:
            untold = ("sec-gpc", "sec-fetch-site", "origin", "accept-encoding")
            headers = {
                name: value
                for name, value in self.headers.items()
                if name.lower() not in untold
            }
            return headers | {"Sec-Fetch-Site": "same-origin"}

        def _spoiled(self, content: bytes) -> bytes:
            page = content.decode().replace("</head>", SPOILED_HEAD)
            return page.replace("<button ", '<button type="button" ').encode()

    with serving(Spoiling) as url:
        yield url
