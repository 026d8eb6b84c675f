"""gunicorn's log, which no visitor writes into."""

from __future__ import annotations

import time
from datetime import timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from gunicorn.glogging import Logger

from centene_site.secret_paths import without_secrets


class AccessLogger(Logger):  # type: ignore[misc]
    """One request is one line, whatever its path holds.

    It names neither the visitor's address nor the query string nor the page they came
    from. gunicorn's own formatting would cost more than a finished page.
    """

    def access(
        self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta
    ) -> None:
        """Write the line of a request that was answered."""
        if self.access_log_enabled:
            self.access_log.info(line(resp, environ, request_time))


def line(resp: Any, environ: dict[str, Any], request_time: timedelta) -> str:
    """When, method and path, status, bytes of the body, milliseconds."""
    status = str(resp.status).partition(" ")[0]
    took = request_time.seconds * 1000 + request_time.microseconds // 1000
    return (
        f"[{_moment(int(time.time()))}] "
        f'"{environ["REQUEST_METHOD"]} {_path(environ["PATH_INFO"])}" '
        f"{status} {resp.sent or 0} {took}ms"
    )


@lru_cache(maxsize=1)
def _moment(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(seconds))


@lru_cache(maxsize=1024)
def _path(path: str) -> str:
    """Percent-encoded again, so that it cannot begin a line of its own."""
    shown = without_secrets(path or "")
    return quote(shown, safe="/:@!$&'()*+,;=~", errors="replace")
