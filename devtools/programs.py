"""Programs of the system that the tests drive: Chromium and nginx."""

import os
import shutil
import subprocess
from typing import NamedTuple

from devtools import Refusal


class Program(NamedTuple):
    """What it is called, on the PATH too, the variable that may name its path, and
    what apt-get installs it from."""

    title: str
    names: tuple[str, ...]
    variable: str
    package: str

    def find(self) -> str:
        """Its path: that of the variable, or of the first known name on the PATH.

        Raises Refusal, saying how to get it.
        """
        if named := os.environ.get(self.variable):
            if shutil.which(named) is None:
                raise Refusal(f"{self.variable} names {named}, which is not a program.")
            return named
        for name in self.names:
            if path := shutil.which(name):
                return path
        raise Refusal(
            f"{self.title} is needed, and there is none on this machine: install it "
            f"(on Debian and Ubuntu: apt-get install {self.package}) or set "
            f"{self.variable} to it."
        )

    def ensure(self) -> str:
        """Its path, after installing it where this process may do so."""
        try:
            return self.find()
        except Refusal:
            may_install = os.geteuid() == 0 and shutil.which("apt-get")
            if os.environ.get(self.variable) or not may_install:
                raise
        print(f"Installing {self.title} with apt-get …", flush=True)
        settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", self.package]):
            subprocess.run(
                ["apt-get", "-q", *command], env=settings, stdout=subprocess.DEVNULL
            )
        return self.find()


CHROMIUM = Program(
    "Chromium",
    ("chromium", "chromium-browser", "google-chrome"),
    "CHROMIUM_PATH",
    "chromium",
)
NGINX = Program("nginx", ("nginx",), "NGINX_PATH", "nginx")
