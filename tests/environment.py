"""The environment that the tests run in; pytest loads this before Django's settings.

Every variable that the settings read is taken away first, so that what a developer's
shell holds can neither change a result nor be written to. DATABASE_URL alone stays: the
tests create a test database of their own beside the one that it names.
"""

import os
import re
import secrets
import shutil
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = ROOT / "centene_site" / "settings"
KEPT_VARIABLES = {"DATABASE_URL"}


def settings_variables() -> set[str]:
    """The names of the variables that the settings read, each also as NAME_FILE."""
    source = "\n".join(file.read_text("utf-8") for file in SETTINGS.glob("*.py"))
    names = set(re.findall(r'\benv_\w+\(\s*"(\w+)"', source))
    return names | {f"{name}_FILE" for name in names}


for name in settings_variables() - KEPT_VARIABLES:
    os.environ.pop(name, None)

DATA_DIR = Path(tempfile.mkdtemp(prefix="privacy-tests."))
# Whitenoise warns where there are no collected static files.
(DATA_DIR / "static").mkdir()
os.environ["DATA_DIR"] = str(DATA_DIR)
os.environ["SECRET_KEY"] = secrets.token_urlsafe(64)
os.environ["SITE_URL"] = "http://localhost:8000"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    shutil.rmtree(DATA_DIR, ignore_errors=True)
