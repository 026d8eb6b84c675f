"""The command test."""

import os

from devtools import ROOT
from devtools.environment import become, ensure
from devtools.programs import CHROMIUM, NGINX


def test(arguments: list[str]) -> int:
    """Run the whole suite; arguments go to pytest."""
    python = ensure("develop")
    paths = {each.variable: each.ensure() for each in (CHROMIUM, NGINX)}
    os.chdir(ROOT)
    become(python, ["-m", "tests.run", *arguments], {**os.environ, **paths})
