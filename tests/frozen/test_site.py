"""The site while PostgreSQL is frozen, stopped or gone, and afterwards.

Bounds on times are several times what is promised: machines that test are busy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from tests.frozen.asking import Answer, ask, choose
from tests.frozen.sites import running
from tests.live import LiveSite
from tests.postgres import Server
from tests.waiting import wait_until

# A stock Django waits until the server goes on, however long that takes.
LONGEST_SECONDS = 5
AT_ONCE = 8
TIMES = 10

# Of a form that a receipt could have; who carries no choice has an empty history.
RECEIPT = "/consent/receipts/ABCDEFGHJK2345678923/"
KNOWN_PAGES = ["/livez", "/cookies/", "/consent/state.css"]


@pytest.fixture(scope="module")
def shared_site(data_dir: Path, shared_server: Server) -> Iterator[LiveSite]:
    with running(data_dir, shared_server) as site:
        assert ask(site, "GET", "/cookies/").status == 200
        copies = [data_dir / "kept" / f"{name}.json" for name in ("catalogue", "frame")]
        wait_until(lambda: all(copy.exists() for copy in copies))
        yield site


@pytest.fixture
def site(shared_site: LiveSite, server: Server) -> LiveSite:
    """Its workers know all that they keep, and have connections."""
    for answer in at_once([lambda: choose(shared_site, "reject")] * 4 * AT_ONCE):
        assert answer.status == 303
    return shared_site


def at_once(requests: list[Callable[[], Answer]]) -> list[Answer]:
    """The answers to requests of which several wait at any time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda request: request(), requests))


def is_well(site: LiveSite) -> bool:
    """Whether every worker records acceptances again."""
    tried = [lambda: choose(site, "accept")] * AT_ONCE
    return all(answer.status == 303 for answer in at_once(tried))


def accepted(server: Server) -> int:
    """How many acceptances are in the database, once it has nothing more to do."""
    idle = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE backend_type = 'client backend' AND state <> 'idle' "
        "AND pid <> pg_backend_pid()"
    )
    with psycopg.connect(server.url, autocommit=True) as connection:
        wait_until(lambda: connection.execute(idle).fetchone() == (0,))
        row = connection.execute(
            "SELECT count(*) FROM consent_consentrecord WHERE action = 'accept'"
        ).fetchone()
    assert row is not None
    return int(row[0])


def check_honored(answer: Answer) -> None:
    """A rejection holds, whatever the database does."""
    assert answer.status == 303
    assert answer.cookies
    assert answer.seconds < LONGEST_SECONDS


def check_shown(answer: Answer) -> None:
    """The page itself, as always."""
    assert answer.status == 200
    assert answer.seconds < LONGEST_SECONDS


def check_refused(answer: Answer, sentence: str) -> None:
    """Nothing was saved, and the answer says so."""
    assert answer.status == 503
    assert answer.headers["Retry-After"]
    assert sentence in answer.text
    assert not answer.cookies
    assert answer.seconds < LONGEST_SECONDS


def check_nothing_accepted(answer: Answer) -> None:
    """The visitor reads that analytics stays off."""
    check_refused(answer, "Nothing was switched on")


def check_no_records(answer: Answer) -> None:
    """The page says that it cannot show them."""
    check_refused(answer, "cannot be shown just now")


def check_not_ready(answer: Answer) -> None:
    """A balancer sends nobody here."""
    assert (answer.status, answer.text) == (503, "the database does not answer\n")
    assert answer.seconds < LONGEST_SECONDS


def sign_in_form(site: LiveSite) -> Callable[[], Answer]:
    """What sends the form of the sign-in page, for somebody unknown."""
    page = ask(site, "GET", "/admin/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token is not None
    cookie = f"csrftoken={page.cookies['csrftoken']}"
    fields = {"username": "ann", "password": "x", "csrfmiddlewaretoken": token[1]}
    return lambda: ask(site, "POST", "/admin/login/", cookie=cookie, **fields)


def test_frozen_nobody_waits_and_nothing_is_acknowledged(
    site: LiveSite, server: Server
) -> None:
    sign_in = sign_in_form(site)
    before = accepted(server)
    server.freeze()
    kinds: list[tuple[Callable[[], Answer], Callable[[Answer], None]]] = [
        (lambda: choose(site, "accept"), check_nothing_accepted),
        (lambda: choose(site, "reject"), check_honored),
        (sign_in, lambda answer: check_refused(answer, "Nothing was saved")),
        (lambda: ask(site, "GET", "/readyz"), check_not_ready),
        (lambda: ask(site, "GET", RECEIPT), check_no_records),
        (lambda: ask(site, "GET", "/livez"), check_shown),
        (lambda: ask(site, "GET", "/cookies/"), check_shown),
        (lambda: ask(site, "GET", "/consent/state.css"), check_shown),
    ]
    kinds *= TIMES
    answers = at_once([request for request, _ in kinds])
    for answer, (_, check) in zip(answers, kinds, strict=True):
        check(answer)
    server.thaw()
    assert accepted(server) == before
    wait_until(lambda: is_well(site))
    assert sign_in().status == 200


def test_a_worker_that_starts_while_it_is_frozen_answers(
    site: LiveSite, data_dir: Path, server: Server
) -> None:
    before = accepted(server)
    server.freeze()
    with running(data_dir, server) as second:
        for path in KNOWN_PAGES:
            check_shown(ask(second, "GET", path))
        check_honored(choose(second, "reject"))
        check_nothing_accepted(choose(second, "accept"))
        server.thaw()
        assert accepted(server) == before
        wait_until(lambda: is_well(second))


def test_stopped_it_is_the_same(site: LiveSite, server: Server) -> None:
    before = accepted(server)
    server.stop()
    try:
        check_honored(choose(site, "reject"))
        check_nothing_accepted(choose(site, "accept"))
        check_shown(ask(site, "GET", "/cookies/"))
    finally:
        server.start()
    assert accepted(server) == before
    wait_until(lambda: is_well(site))


def test_a_connection_that_ended_while_it_was_idle_fails_no_request(
    site: LiveSite, server: Server
) -> None:
    with psycopg.connect(server.url, autocommit=True) as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchall()
    assert len(ended) >= AT_ONCE
    answers = at_once([lambda: choose(site, "accept")] * 2 * AT_ONCE)
    assert [answer.status for answer in answers] == [303] * 2 * AT_ONCE, site.log()
