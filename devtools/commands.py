"""The commands of dev.py by name."""

from collections.abc import Callable

from devtools.check import check
from devtools.lock import lock
from devtools.site import manage, serve, staff
from devtools.suite import test

COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "serve": serve,
    "staff": staff,
    "manage": manage,
    "test": test,
    "check": check,
    "lock": lock,
}
