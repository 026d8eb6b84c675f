"""Finished pages while PostgreSQL is frozen: all there, and on the minute."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.frozen.asking import ask
from tests.frozen.sites import running
from tests.live import LiveSite
from tests.postgres import Server
from tests.waiting import wait_until

# What is promised is 250 ms for 99 of 100; machines that test are busy.
LONGEST_SECONDS = 5
PAGES = [
    *("/", "/privacy-policy/", "/privacy-policy/versions/"),
    *("/privacy-policy/versions/1/", "/privacy-policy/compare/1...2/", "/notices/"),
]
AHEAD = timedelta(seconds=12)
NEW_WORDS = "From this moment on it reads so."

SCHEDULE = """
from datetime import datetime
from policy.models import Origin, Policy, PolicyVersion
from policy.publishing import publish
from django.utils import timezone
draft = PolicyVersion.objects.create(
    policy=Policy.objects.get(slug="privacy-policy"),
    origin=Origin.IMPORT,
    source="## 1. Now\\n\\n{words}\\n",
    change_note="New words.",
    material=False,
    effective_at=datetime.fromisoformat("{moment}"),
)
publish(draft, by=None, at=timezone.now())
"""


@pytest.fixture(scope="module")
def site(data_dir: Path, shared_server: Server) -> Iterator[LiveSite]:
    with running(data_dir, shared_server) as site:
        wait_until(lambda: are_finished(site))
        yield site


def copies(site: LiveSite) -> list[Path]:
    return list((site.data_dir / "kept" / "pages").glob("*"))


def are_finished(site: LiveSite) -> bool:
    """Whether a worker of this very site has kept what it finished."""
    address = f"localhost:{site.port}"
    return any(address in copy.read_text() for copy in copies(site))


def check_all_there(site: LiveSite) -> None:
    """Every page, from whichever worker answers."""
    for path in PAGES * 6:
        answer = ask(site, "GET", path)
        assert answer.status == 200, path
        assert answer.seconds < LONGEST_SECONDS, path


def test_every_known_page_is_there(site: LiveSite, server: Server) -> None:
    server.freeze()
    check_all_there(site)


def test_a_worker_that_starts_meanwhile_has_them_too(
    site: LiveSite, server: Server
) -> None:
    server.freeze()
    for worker in site.workers():
        os.kill(worker, signal.SIGKILL)
        wait_until(lambda gone=worker: gone not in site.workers())  # type: ignore[misc]
    wait_until(lambda: len(site.workers()) == 2)
    check_all_there(site)


def test_a_scheduled_version_takes_force_on_the_minute(
    site: LiveSite, server: Server
) -> None:
    moment = datetime.now(UTC) + AHEAD
    code = SCHEDULE.format(words=NEW_WORDS, moment=moment.isoformat())
    site.manage("shell", "--no-imports", input=code)
    wait_until(lambda: any(moment.isoformat() in c.read_text() for c in copies(site)))
    server.freeze()
    seen: list[tuple[datetime, bool]] = []
    end = moment + timedelta(seconds=LONGEST_SECONDS)
    while datetime.now(UTC) < end and not (seen and seen[-1][1]):
        before = datetime.now(UTC)
        answer = ask(site, "GET", "/privacy-policy/")
        after = datetime.now(UTC)
        is_new = NEW_WORDS in answer.text
        assert answer.status == 200
        assert not (is_new and after < moment), "It took force too early."
        assert is_new or before < moment + timedelta(seconds=0.5), "It is late."
        seen.append((before, is_new))
        time.sleep(0.02)
    assert [is_new for _, is_new in seen[-1:]] == [True]
    assert not seen[0][1]
