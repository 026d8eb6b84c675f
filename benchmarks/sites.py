"""Sites to measure, in temporary folders and on ports of the loopback interface."""

from __future__ import annotations

import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

from benchmarks.load import LoadFailed, Response, fetch
from benchmarks.servers import WORKERS, Server, environment, free_port, gunicorn
from devtools import ROOT

Tell = Callable[[str], None]

MANAGE = str(ROOT / "manage.py")
FORM = "application/x-www-form-urlencoded"
# gunicorn's default worker, which writes a line of each request as well.
SYNC = ("-w", str(WORKERS), "--access-logfile", "-")
FINISH_SECONDS = 60
STILL_SECONDS = 0.5
# What a browser sends, in length and in what decides about the answer.
BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-US,en;q=0.5",
    "Accept-Encoding": "gzip, deflate, br",
    "Sec-Fetch-Site": "same-origin",
}
SHARED_SETTINGS = {
    "CONSENT_RECORDS_PER_SECOND": "1000000",
    # So that a page has its script, and every byte of a first view counts.
    "GOOGLE_ANALYTICS_GTAG_PROPERTY_ID": "G-BENCHMARK0",
    "LOG_LEVEL": "WARNING",
    "WEB_CONCURRENCY": str(WORKERS),
}


class SiteFailed(Exception):
    """A command of the site failed; the text is what it said."""


@dataclass
class Site:
    """Our site on data of its own, and the yardstick on the same database."""

    folder: Path
    database_url: str = ""
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(64))
    port: int = field(default_factory=free_port)
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> dict[str, str]:
        """The variables that its processes need."""
        return SHARED_SETTINGS | {
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database_url or f"sqlite:///{self.sqlite_file}",
            "DJANGO_SETTINGS_MODULE": "centene_site.settings",
            "SECRET_KEY": self.secret,
            "SITE_URL": f"http://localhost:{self.port}",
            **self.variables,
        }

    @property
    def sqlite_file(self) -> Path:
        """Where its database is, unless it has another."""
        return self.folder / "site.sqlite3"

    @cached_property
    def log(self) -> Path:
        """What its servers say."""
        return self.folder / "servers.log"

    def prepare(self, *options: str) -> None:
        """Make the database and the static files. Raises SiteFailed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.run(MANAGE, "prepare", *options)

    def copied(self) -> Site:
        """Another site with the same data, on SQLite."""
        folder = self.folder.with_name(f"{self.folder.name}-copy")
        shutil.copytree(self.folder, folder)
        return replace(self, folder=folder, port=free_port(), variables={})

    def finish_pages(self) -> None:
        """Let the pages that matter be finished, so that workers begin with them.

        Raises LoadFailed.
        """
        copies = self.folder / "kept" / "pages"
        with self.server.running(self.log):
            deadline = time.monotonic() + FINISH_SECONDS
            seen = 0
            while not seen or len(list(copies.glob("*"))) != seen:
                if time.monotonic() > deadline:
                    raise LoadFailed("The site’s pages were not finished.")
                seen = len(list(copies.glob("*")))
                time.sleep(STILL_SECONDS)

    def seed(self, *, versions: int = 0, records: int = 0) -> None:
        """Fill it; a progress bar shows on a terminal. Raises SiteFailed."""
        numbers = (f"--versions={versions}", f"--records={records}")
        self.run("-m", "benchmarks.seed", *numbers, shows_errors=True)

    def run(
        self,
        *arguments: str,
        settings: str = "centene_site.settings",
        shows_errors: bool = False,
    ) -> str:
        """What Python prints on its data. Raises SiteFailed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment(self.settings | {"DJANGO_SETTINGS_MODULE": settings}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=None if shows_errors else subprocess.PIPE,
            text=True,
        )
        if done.returncode:
            said = f"{done.stdout}{done.stderr or ''}"
            raise SiteFailed(f"{' '.join(arguments)}:\n{said}")
        return done.stdout

    @cached_property
    def server(self) -> Server:
        """The site as `dev.py serve` runs it."""
        config = ("-c", "python:centene_site.gunicorn")
        bind = ("-b", f"127.0.0.1:{self.port}")
        command = gunicorn(*config, *bind, "centene_site.asgi:application")
        probe = self.get("/privacy-policy/")
        return Server("the site", command, self.settings, self.port, probe)

    def bare(self, body_bytes: int = 1) -> Server:
        """The ready response under gunicorn's sync worker."""
        return self._yardstick("bare", SYNC, "benchmarks.bare.wsgi", body_bytes)

    def bare_insert(self) -> Server:
        """One INSERT under the same server as the site. Raises SiteFailed."""
        make_table = (MANAGE, "migrate", "--run-syncdb", "--verbosity=0")
        self.run(*make_table, settings="benchmarks.bare.settings")
        config = ("-c", "python:centene_site.gunicorn")
        return self._yardstick("bare INSERT", config, "benchmarks.bare.asgi", 1)

    def _yardstick(
        self, name: str, options: tuple[str, ...], module: str, body_bytes: int
    ) -> Server:
        port = free_port()
        bind = ("-b", f"127.0.0.1:{port}")
        settings = self.settings | {
            "BARE_BYTES": str(body_bytes),
            "DJANGO_SETTINGS_MODULE": "benchmarks.bare.settings",
        }
        command = gunicorn(*options, *bind, f"{module}:application")
        return Server(name, command, settings, port, self.get("/ready/"))

    def get(self, path: str, **headers: str) -> bytes:
        """A request of a browser; ``Host`` may be another of the same site."""
        return request("GET", path, {"Host": f"localhost:{self.port}"} | headers)

    def post(self, path: str, body: bytes) -> bytes:
        """A form that a new visitor sends."""
        headers = {
            "Host": f"localhost:{self.port}",
            "Content-Type": FORM,
            "Content-Length": str(len(body)),
        }
        return request("POST", path, headers) + body

    def fetch(self, path: str, **headers: str) -> Response:
        """What it answers to a browser. Raises LoadFailed."""
        return fetch(self.port, self.get(path, **headers))


def request(method: str, path: str, headers: dict[str, str]) -> bytes:
    """A request as it goes over the wire, without a body."""
    lines = [f"{method} {path} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in (BROWSER | headers).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def new_database(server_url: str) -> str:
    """Make an empty database on a PostgreSQL server; its DATABASE_URL."""
    name = f"bench_{secrets.token_hex(4)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return urlsplit(server_url)._replace(path=f"/{name}").geturl()
