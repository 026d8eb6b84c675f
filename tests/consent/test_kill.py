"""kill -9 of workers while people accept: what was acknowledged is in the database."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from pathlib import Path

import pytest

from consent.models import ConsentRecord
from tests.consent.posting import OURS, kept_in
from tests.databases import database_url
from tests.live import LiveSite

POSTS = 3000
VISITORS_AT_ONCE = 6
WORKERS = 2
SECONDS_BETWEEN_KILLS = 1.0

FORM = {"Content-Type": "application/x-www-form-urlencoded", **OURS}


@pytest.fixture
def site(own_database: str, tmp_path: Path) -> Iterator[LiveSite]:
    """Two workers on a copy of the test database, and no throttle in the way."""
    (tmp_path / "static").mkdir()
    variables = {
        "DATABASE_URL": database_url(),
        "CONSENT_RECORDS_PER_SECOND": "1000000",
        "WEB_CONCURRENCY": str(WORKERS),
    }
    with socket.create_server(("127.0.0.1", 0)) as listener:
        site = LiveSite(tmp_path, listener.getsockname()[1], variables)
        with site.running(listener):
            yield site


def accept(connection: http.client.HTTPConnection) -> str | None:
    """The receipt code of an acknowledged acceptance, or None where none came."""
    try:
        connection.request("POST", "/consent/choose/", "choice=accept", FORM)
        response = connection.getresponse()
        response.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        return None
    if response.status != 303:
        return None
    receipt = kept_in(SimpleCookie(response.headers["Set-Cookie"])).receipt
    assert receipt
    return receipt


def accept_many(site: LiveSite, times: int) -> list[str]:
    """The receipts of so many new visitors, one after the other."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    receipts = [accept(connection) for _ in range(times)]
    connection.close()
    return [receipt for receipt in receipts if receipt]


def is_ready(worker: int) -> bool:
    """Whether it has loaded the site: then its threads begin."""
    try:
        return len(os.listdir(f"/proc/{worker}/task")) > 1
    except FileNotFoundError:
        return False


def kill_workers(site: LiveSite, over: threading.Event) -> int:
    """Kill the oldest worker every second until it is over; return how many.

    On a machine that needs longer to start one, it waits for that one.
    """
    killed = 0
    while not over.wait(SECONDS_BETWEEN_KILLS):
        while not over.wait(0.02):
            ready = [worker for worker in site.workers() if is_ready(worker)]
            if len(ready) == WORKERS:
                os.kill(ready[0], signal.SIGKILL)
                killed += 1
                break
    return killed


def test_no_acknowledged_record_is_lost(site: LiveSite) -> None:
    over = threading.Event()
    with ThreadPoolExecutor(VISITORS_AT_ONCE + 1) as pool:
        killing = pool.submit(kill_workers, site, over)
        shares = [POSTS // VISITORS_AT_ONCE] * VISITORS_AT_ONCE
        found = list(pool.map(accept_many, [site] * VISITORS_AT_ONCE, shares))
        over.set()
    receipts = [receipt for share in found for receipt in share]
    assert killing.result() > 1
    # Most were acknowledged: what a killed worker had in hand was not.
    assert len(receipts) > POSTS / 2
    kept = set(ConsentRecord.objects.values_list("receipt_code", flat=True))
    assert set(receipts) <= kept
    assert len(set(receipts)) == len(receipts)
