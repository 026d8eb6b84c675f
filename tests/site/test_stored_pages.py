"""Finished pages on the running site: fresh in every worker, whoever publishes."""

from __future__ import annotations

import http.client
import os
import signal
import sqlite3
from pathlib import Path

from tests.live import LiveSite
from tests.waiting import wait_until

# So many new connections reach both workers.
VISITS = 24

# What stands on the home page is changed without a version: the policy's title.
RETITLE = """
from django.db import transaction
from pages import stamp
from policy.models import Policy
with transaction.atomic():
    Policy.objects.update(title={title!r})
    stamp.renew()
"""


def get(site: LiveSite, path: str = "/", **headers: str) -> tuple[int, str, str]:
    """Status, tag and words, over a connection of its own."""
    connection = http.client.HTTPConnection("localhost", site.port, timeout=10)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers=named)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("ETag", ""), answer.read().decode()
    finally:
        connection.close()


def shows_everywhere(site: LiveSite, title: str) -> bool:
    return all(title in get(site)[2] for _ in range(VISITS))


def test_the_next_visitor_of_every_worker_sees_what_was_published(
    live_site: LiveSite,
) -> None:
    assert "Renamed" not in get(live_site)[2]
    for number in range(3):
        title = f"Renamed {number}"
        live_site.manage("shell", input=RETITLE.format(title=title))
        assert shows_everywhere(live_site, title)


def test_a_publication_whose_file_nobody_replaced_shows_soon(
    live_site: LiveSite,
) -> None:
    """As after a machine died between commit and file, or on another machine."""
    before = get(live_site)[1]
    with sqlite3.connect(live_site.data_dir / "site.sqlite3", timeout=10) as database:
        database.execute("UPDATE policy_policy SET title = 'From elsewhere'")
        database.execute("UPDATE pages_stamprow SET number = number + 1, token = 'x'")
    database.close()
    wait_until(lambda: shows_everywhere(live_site, "From elsewhere"))
    assert get(live_site)[1] != before


def test_every_worker_gives_the_same_tag_and_a_known_one_is_a_304(
    live_site: LiveSite,
) -> None:
    wait_until(lambda: len({get(live_site)[1] for _ in range(VISITS)}) == 1)
    tag = get(live_site)[1]
    answers = [get(live_site, if_none_match=tag) for _ in range(VISITS)]
    assert {(status, words) for status, _, words in answers} == {(304, "")}


def test_a_worker_that_was_killed_is_replaced_by_one_that_has_the_pages(
    live_site: LiveSite,
) -> None:
    copies = live_site.data_dir / "kept" / "pages"
    wait_until(lambda: copies.exists() and any(copies.iterdir()))
    victim = live_site.workers()[0]
    os.kill(victim, signal.SIGKILL)
    wait_until(
        lambda: len(live_site.workers()) == 2 and victim not in live_site.workers()
    )
    wait_until(lambda: get(live_site, "/privacy-policy/")[0] == 200)
    assert {get(live_site, "/privacy-policy/")[0] for _ in range(VISITS)} == {200}


def test_pages_are_there_although_the_database_is_gone(live_site: LiveSite) -> None:
    copies = live_site.data_dir / "kept" / "pages"
    wait_until(lambda: copies.exists() and any(copies.iterdir()))
    for suffix in ("", "-wal", "-shm"):
        path = Path(f"{live_site.data_dir}/site.sqlite3{suffix}")
        if path.exists():
            path.rename(path.with_name(f"away{suffix}"))
    (live_site.data_dir / "site.sqlite3").mkdir()
    known = ("/", "/privacy-policy/", "/privacy-policy/versions/1/", "/notices/")
    for worker in live_site.workers():
        assert [get(live_site, path)[0] for path in known] == [200] * len(known)
        os.kill(worker, signal.SIGKILL)
        wait_until(lambda gone=worker: gone not in live_site.workers())  # type: ignore[misc]
    wait_until(lambda: len(live_site.workers()) == 2)
    for each in known:
        assert {get(live_site, each)[0] for _ in range(VISITS)} == {200}, each


def test_nothing_personal_is_kept(live_site: LiveSite) -> None:
    for path in ("/cookies/", "/admin/login/", "/consent/history/"):
        tags = {get(live_site, path)[1] for _ in range(3)}
        assert tags == {""}
