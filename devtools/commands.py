"""The commands of dev.py by name."""

from collections.abc import Callable

from devtools.bench import bench
from devtools.check import check
from devtools.lock import lock
from devtools.site import manage, serve, staff
from devtools.suite import test

COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "serve": serve,
    "staff": staff,
    "manage": manage,
    "test": test,
    "bench": bench,
    "check": check,
    "lock": lock,
}
