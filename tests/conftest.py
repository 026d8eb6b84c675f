"""Fixtures for tests that commit to the database, and for tests in a browser."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker

from devtools import Refusal
from devtools.programs import CHROMIUM
from tests.browsing import Recording, chromium
from tests.databases import copied_database
from tests.environment import DATA_DIR
from tests.live import LiveSite, copied_site, run_manage

# The same examples in every run: a failure is somebody's change, never chance.
hypothesis.settings.register_profile("fixed", derandomize=True, deadline=None)
hypothesis.settings.load_profile("fixed")

BROWSER_FIXTURES = {"browser", "live_site"}
# Folders of tests that start sites or programs of their own.
OTHER_SITES = {"dev", "frozen"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that divide the suite, see tests/run.py, and ``--rewrite``."""
    parser.addoption(
        "--in-process", action="store_true", help="leave out tests with other sites"
    )
    parser.addoption(
        "--rewrite", action="store_true", help="write anew what is compared with files"
    )
    parser.addoption(
        "--with-sites", action="store_true", help="only tests with sites of their own"
    )
    parser.addoption(
        "--with-database", action="store_true", help="only tests that use the database"
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Iterator[None]:
    """Mark the browser tests, and move them behind all others.

    While Playwright runs, its event loop is the thread's: Django's ORM refuses to work
    beside it, so no test that uses the ORM may follow.
    """
    for item in items:
        if BROWSER_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
    yield
    config.hook.pytest_deselected(
        items=[item for item in items if not _is_wanted(config, item)]
    )
    wanted = [item for item in items if _is_wanted(config, item)]
    items[:] = sorted(wanted, key=lambda item: bool(item.get_closest_marker("browser")))


def _is_wanted(config: pytest.Config, item: pytest.Item) -> bool:
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    has_sites = folder in OTHER_SITES or bool(item.get_closest_marker("browser"))
    if config.getoption("--with-database") and not _uses_database(item):
        return False
    if config.getoption("--in-process"):
        return not has_sites
    return has_sites or not config.getoption("--with-sites")


def _uses_database(item: pytest.Item) -> bool:
    names = getattr(item, "fixturenames", ())
    return bool(item.get_closest_marker("django_db")) or "django_db_setup" in names


@pytest.fixture(scope="session", autouse=True)
def unhashed_static_files() -> Iterator[None]:
    """Name static files as they are: nothing is collected for Django's test client.

    The live site has them hashed and compressed, as in production.
    """
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Keep the SQLite test database in a file: one in memory cannot be copied."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(DATA_DIR / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """Make the test database even where every chosen test has its own copy of it.

    pytest-django makes none unless a test bears its marker; the copies would be made
    of the database that DATABASE_URL names.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases=["default"])  # type: ignore[arg-type]
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def own_database(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[str]:
    """A copy of the migrated test database where commits are real; yields its name.

    Instead of the marker django_db, whose transaction would never commit.
    """
    if request.node.get_closest_marker("django_db"):
        raise pytest.UsageError(f"{request.node.nodeid}: own_database or django_db?")
    with django_db_blocker.unblock(), copied_database() as name:
        yield name


@pytest.fixture(scope="session")
def template_data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a site that is migrated and filled; never written to again."""
    folder = tmp_path_factory.mktemp("template") / "data"
    folder.mkdir()
    run_manage(folder, "http://localhost", "prepare")
    return folder


@pytest.fixture
def live_site(template_data_dir: Path, tmp_path: Path) -> Iterator[LiveSite]:
    """A running site of this test alone, with the production configuration."""
    with copied_site(template_data_dir, tmp_path / "data") as site:
        yield site


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is; without one the tests fail and say how to get it."""
    try:
        return CHROMIUM.find()
    except Refusal as refusal:
        pytest.fail(str(refusal), pytrace=False)


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with chromium(chromium_path) as running:
        yield running


@pytest.fixture
def recording() -> Recording:
    """What this test's pages asked of other hosts, and their errors."""
    return Recording()


@pytest.fixture
def new_page(
    browser: Browser, live_site: LiveSite, recording: Recording
) -> Iterator[Callable[..., Page]]:
    """Open a page as a new visitor; takes the options of Playwright's new_context().

    For example ``new_page(java_script_enabled=False)``. Addresses are relative to the
    live site: ``page.goto("/cookies/")``.
    """
    contexts = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(base_url=live_site.url, **options)
        contexts.append(context)
        recording.watch(context, live_site)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page of one new visitor with Chromium's own settings."""
    return new_page()
