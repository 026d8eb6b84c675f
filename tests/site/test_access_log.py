"""No visitor writes into the log."""

from datetime import timedelta
from types import SimpleNamespace

from gunicorn.config import Config

from centene_site import gunicorn
from centene_site.access_log import AccessLogger


def line_for(path: str) -> str:
    """The access log's line for a request of the path."""
    environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET", "RAW_URI": path}
    environ["SERVER_PROTOCOL"] = "HTTP/1.1"
    answer = SimpleNamespace(status="404 Not Found", sent=1, headers=[])
    asked = SimpleNamespace(headers=[])
    logger = AccessLogger(Config())
    atoms = logger.atoms(answer, asked, environ, timedelta(milliseconds=5))
    return str(gunicorn.access_log_format % logger.atoms_wrapper_class(atoms))


def test_a_path_cannot_begin_a_line_or_color_a_terminal() -> None:
    line = line_for("/abc\n[now] FORGED\x1b[31m\x00")
    assert line.isprintable()
    assert "/abc%0A%5Bnow%5D%20FORGED%1B%5B31m%00" in line


def test_a_plain_path_stays_as_it_is() -> None:
    assert '"GET /privacy-policy/compare/1...2/" 404' in line_for(
        "/privacy-policy/compare/1...2/"
    )
