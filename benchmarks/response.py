"""How long the first response of a comparison takes that nothing is stored of.

The whole of it, through Django's handler with the production settings: reading two
versions from SQLite, comparing them, and writing the page.
"""

from __future__ import annotations

import os
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from statistics import median
from typing import Any
from wsgiref.util import setup_testing_defaults

import django
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command

from benchmarks.texts import SEED, SMALL, Author, markdown

# Of each version to the one after the next: those comparisons are never stored.
VERSIONS = 23
LIMIT = 10
FRONT_MATTER = """\
---
policy: {policy}
title: {policy}
effective: {year}-01-01
change_note: A twentieth of the sentences.
material: yes
---
"""


@contextmanager
def new_site() -> Iterator[Path]:
    """Django with the production settings on an empty site in a temporary folder.

    Once per process, before anything reads the settings.
    """
    with tempfile.TemporaryDirectory() as name:
        os.environ.pop("DATABASE_URL", None)
        os.environ |= {
            "DATA_DIR": name,
            "DJANGO_SETTINGS_MODULE": "centene_site.settings",
            "LOG_LEVEL": "WARNING",
            "SECRET_KEY": secrets.token_urlsafe(64),
            "SITE_URL": "http://localhost:8000",
        }
        django.setup()
        with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
            call_command("prepare", "--no-policies")
        yield Path(name)


def measure(folder: Path) -> str:
    """A line of a table. The process is warm, but every comparison is a new one."""
    for number, policy in enumerate(("warm-up", "measured"), start=1):
        _import(folder / policy, policy, SEED + number)
    handler = WSGIHandler()
    with chores():
        for address in _addresses("warm-up"):
            _spent(handler, address)
        times = [_spent(handler, address) for address in _addresses("measured")]
    return (
        "| first response for two 8 kB versions, a tenth of the sentences touched "
        f"| {median(times):.1f} ms | {LIMIT} ms | {len(times)} |"
    )


@contextmanager
def chores() -> Iterator[None]:
    """What a worker keeps fresh in its memory, as gunicorn has it do."""
    from pages import background

    background.start()
    try:
        yield
    finally:
        background.stop()


def _import(folder: Path, policy: str, seed: int) -> None:
    """Versions of 8 kB: each touches a twentieth of the sentences of the one before."""
    folder.mkdir()
    author = Author(seed)
    text = author.text(SMALL)
    for number in range(1, VERSIONS + 1):
        head = FRONT_MATTER.format(policy=policy, year=2000 + number)
        file = folder / f"{number:02}.md"
        file.write_text(head + markdown(text), encoding="utf-8")
        text = author.edited(text, 0.05)
    call_command("load_policies", str(folder), verbosity=0)


def _addresses(policy: str) -> list[str]:
    return [
        f"/{policy}/compare/{number}...{number + 2}/"
        for number in range(1, VERSIONS - 1)
    ]


def _spent(handler: WSGIHandler, address: str) -> float:
    """Milliseconds of processor time that the answer takes in this thread."""
    environ: dict[str, Any] = {"PATH_INFO": address, "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    statuses: list[str] = []

    def start_response(status: str, *_: object) -> Any:
        statuses.append(status)

    start = time.thread_time()
    response = handler(environ, start_response)
    body = b"".join(response)
    response.close()
    spent = (time.thread_time() - start) * 1_000
    if statuses != ["200 OK"] or b"redline-text" not in body:
        raise RuntimeError(f"{address}: {statuses}")
    return spent
