"""The system's Chromium, which the browser tests drive."""

import os
import shutil
import subprocess

from devtools import Refusal

NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW_TO_GET_IT = (
    "Chromium is needed, and there is none on this machine: install it (on Debian and "
    "Ubuntu: apt-get install chromium) or set CHROMIUM_PATH to it."
)


def find_chromium() -> str:
    """The path of Chromium: CHROMIUM_PATH, or the first known name on the PATH.

    Raises Refusal, saying how to get it.
    """
    named = os.environ.get("CHROMIUM_PATH")
    if named:
        if shutil.which(named) is None:
            raise Refusal(f"CHROMIUM_PATH names {named}, which is not a program.")
        return named
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    raise Refusal(HOW_TO_GET_IT)


def ensure_chromium() -> str:
    """The path of Chromium, after installing it where this process may do so."""
    try:
        return find_chromium()
    except Refusal:
        may_install = os.geteuid() == 0 and shutil.which("apt-get")
        if os.environ.get("CHROMIUM_PATH") or not may_install:
            raise
    print("Installing Chromium with apt-get …", flush=True)
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "chromium"]):
        subprocess.run(
            ["apt-get", "-q", *command], env=settings, stdout=subprocess.DEVNULL
        )
    return find_chromium()
