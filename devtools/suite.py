"""The command test."""

import os

from devtools import ROOT
from devtools.chromium import ensure_chromium
from devtools.environment import become, ensure


def test(arguments: list[str]) -> int:
    """Run the whole suite; arguments go to pytest."""
    python = ensure("develop")
    settings = {**os.environ, "CHROMIUM_PATH": ensure_chromium()}
    os.chdir(ROOT)
    become(python, ["-m", "tests.run", *arguments], settings)
