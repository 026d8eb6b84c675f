"""Talking to ASGI applications as a server does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pages.front import Application


class Got(NamedTuple):
    """A whole response."""

    status: int
    headers: dict[str, str]
    body: bytes


def scope(path: str = "/words/", method: str = "GET", **headers: str) -> dict[str, Any]:
    """The scope of a request; a query stands behind a question mark."""
    path, _, query = path.partition("?")
    named = {"host": "localhost", **headers}
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [
            (name.lower().replace("_", "-").encode(), value.encode("latin-1"))
            for name, value in named.items()
        ],
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 1234),
    }


async def ask(
    application: Application, asked: Mapping[str, Any], body: Iterable[bytes] = (b"",)
) -> Got:
    """Send the request with its body in parts, and read the whole response."""
    parts = list(body)
    sent: list[Mapping[str, Any]] = []

    async def receive() -> Mapping[str, Any]:
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    async def send(message: Mapping[str, Any]) -> None:
        sent.append(message)

    await application(asked, receive, send)
    head, *rest = sent
    assert not rest[-1].get("more_body", False)
    headers = {name.decode(): value.decode() for name, value in head["headers"]}
    return Got(head["status"], headers, b"".join(part["body"] for part in rest))
