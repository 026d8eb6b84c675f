"""Browser tests share one site per file: starting one takes a second or more."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.histories import import_histories
from tests.live import LiveSite, copied_site


@pytest.fixture(scope="module")
def live_site(
    request: pytest.FixtureRequest,
    template_data_dir: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[LiveSite]:
    """A running site with the production configuration, for all tests of a file.

    A file's ``SITE_SETTINGS`` are variables of that configuration.
    """
    variables = getattr(request.module, "SITE_SETTINGS", {})
    data_dir = tmp_path_factory.mktemp("site") / "data"
    with copied_site(template_data_dir, data_dir, **variables) as site:
        yield site


@pytest.fixture(scope="module")
def histories(
    live_site: LiveSite, tmp_path_factory: pytest.TempPathFactory
) -> LiveSite:
    """The file's site with the policies of ``histories.py``."""
    import_histories(live_site, tmp_path_factory.mktemp("histories"))
    return live_site
