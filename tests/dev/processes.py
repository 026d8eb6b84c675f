"""Running dev.py the way a person does."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from devtools import ROOT

NOBODY = 65534


def variables_for(home: Path, **variables: str) -> dict[str, str]:
    """An environment of these variables and no other that dev.py or pip would read."""
    plain = {"PATH": os.environ["PATH"], "HOME": str(home)}
    return {**plain, "PIP_CONFIG_FILE": os.devnull, **variables}


def run_dev(
    *arguments: str, checkout: Path = ROOT, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run dev.py of the checkout to its end."""
    return subprocess.run(
        [sys.executable, checkout / "dev.py", *arguments],
        env=variables_for(checkout, **variables),
        capture_output=True,
        text=True,
        timeout=60,
    )


def run_dev_unprivileged(
    *arguments: str, checkout: Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    """The same as nobody when the tests run as root, whom no permission stops.

    It gives the rights up after loading, for the Python may be one that only root can
    read.
    """
    code = (
        "import os, sys\n"
        f"sys.path.insert(0, {str(checkout)!r})\n"
        "import dev, devtools.commands\n"
        f"os.geteuid() or os.seteuid({NOBODY})\n"
        f"sys.exit(dev.main({list(arguments)!r}))"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=checkout,
        env=variables_for(checkout, **variables),
        capture_output=True,
        text=True,
        timeout=60,
    )


def free_port() -> str:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return str(listener.getsockname()[1])
