"""The command bench."""

import os

from devtools import ROOT
from devtools.environment import become, ensure


def bench(arguments: list[str]) -> int:
    """Measure the site beside a bare view; arguments go to `python -m benchmarks`."""
    python = ensure("develop")
    os.chdir(ROOT)
    become(python, ["-m", "benchmarks", *arguments], dict(os.environ))
