"""Mails for tests, and the processes that send them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from django.db import transaction

from devtools import ROOT
from outbox.models import Mail
from outbox.queueing import queue
from tests.databases import database_url
from tests.environment import KEPT_VARIABLES

_numbers = count(1)


def make_mail(
    purpose: str = "notice", reference: str = "notice 1", **fields: Any
) -> Mail:
    """A mail that is due; keywords are those of ``queue``."""
    number = next(_numbers)
    defaults = {
        "recipient": f"reader-{number}@example.com",
        "subject": "The Privacy Policy changes",
        "text": "On January 1 the Privacy Policy changes.\n",
    }
    with transaction.atomic():
        return queue(purpose, reference, **defaults | fields)


def make_mails(number: int) -> list[str]:
    """So many mails that are due; their Message-IDs."""
    with transaction.atomic():
        return [make_mail().message_id for _ in range(number)]


@contextmanager
def working(
    log: Path, *arguments: str, **variables: str
) -> Iterator[subprocess.Popen[bytes]]:
    """``manage.py work`` as a process on this test's database; it writes to ``log``."""
    kept = {
        name: text for name, text in os.environ.items() if name not in KEPT_VARIABLES
    }
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, ROOT / "manage.py", "work", *arguments],
            env={**kept, "DATABASE_URL": database_url(), **variables},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
