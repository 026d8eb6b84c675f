"""gunicorn's log, which no visitor writes into."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from gunicorn.glogging import Logger

from centene_site.secret_paths import without_secrets


class AccessLogger(Logger):  # type: ignore[misc]
    """One request is one line, whatever its path holds."""

    def atoms(
        self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta
    ) -> dict[str, Any]:
        """The parts of a line; the path is percent-encoded again."""
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        path = without_secrets(atoms["U"] or "")
        atoms["U"] = quote(path, safe="/:@!$&'()*+,;=~", errors="replace")
        return atoms
