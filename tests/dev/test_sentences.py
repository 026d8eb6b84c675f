"""What dev.py says where it cannot go on: one sentence each, and exit code 1."""

import ast
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from devtools import ROOT
from tests.dev.processes import free_port, run_dev, run_dev_unprivileged

INSTALLING = "Installing the packages of requirements/run.txt …\n"


def assert_refused(
    done: subprocess.CompletedProcess[str], *expected: str, printed: str = ""
) -> None:
    """It ended with code 1 and one line that holds every expected text."""
    assert done.returncode == 1, done.stderr
    assert done.stdout == printed
    (sentence,) = done.stderr.splitlines()
    for text in expected:
        assert text in sentence


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A fresh clone as far as dev.py is concerned, which every user can read."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        clone = Path(folder) / "clone"
        clone.mkdir()
        shutil.copy(ROOT / "dev.py", clone)
        for name in ("devtools", "requirements"):
            shutil.copytree(ROOT / name, clone / name)
        yield clone


def test_it_refuses_an_old_python() -> None:
    code = (
        "import sys; sys.version_info = (3, 6, 15, 'final', 0)\n"
        f"sys.path.insert(0, {str(ROOT)!r}); import dev\n"
        "sys.exit(dev.main(['serve']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60
    )
    assert_refused(done, "needs Python 3.11 or newer", "is Python 3.6")


def test_an_old_python_can_read_it() -> None:
    source = (ROOT / "dev.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))


def test_it_refuses_a_busy_port_before_anything_slow(checkout: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
        done = run_dev("serve", checkout=checkout, PORT=port)
    assert_refused(done, f"Port {port} is in use", "another port")
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize("port", ["http", "-1", "0", "65536", "８０００"])
def test_it_refuses_a_port_that_is_not_one(checkout: Path, port: str) -> None:
    done = run_dev("serve", checkout=checkout, PORT=port)
    assert_refused(done, "PORT must be a number from 1 to 65535", repr(port))


def test_it_refuses_an_address_of_another_machine(checkout: Path) -> None:
    port = free_port()
    done = run_dev("serve", checkout=checkout, PORT=port, BIND_HOST="192.0.2.1")
    assert_refused(done, f"cannot listen on 192.0.2.1 port {port}", "BIND_HOST")


def test_it_refuses_a_data_folder_that_cannot_be_made(checkout: Path) -> None:
    data_dir = str(checkout / "dev.py" / "data")
    done = run_dev("serve", checkout=checkout, PORT=free_port(), DATA_DIR=data_dir)
    assert_refused(done, f"The folder {data_dir} cannot be made", "Set DATA_DIR")


def test_it_refuses_a_data_folder_that_is_read_only(checkout: Path) -> None:
    data_dir = checkout / "data"
    data_dir.mkdir(mode=0o555)
    done = run_dev_unprivileged("serve", checkout=checkout, PORT=free_port())
    assert_refused(done, f"The folder {data_dir} cannot be written", "Set DATA_DIR")


def test_it_refuses_a_checkout_that_is_read_only(checkout: Path) -> None:
    data_dir = checkout / "data"
    data_dir.mkdir()
    data_dir.chmod(0o777)
    checkout.chmod(0o555)
    done = run_dev_unprivileged("serve", checkout=checkout, PORT=free_port())
    checkout.chmod(0o755)
    assert_refused(done, f"The folder {checkout} cannot be written", "Move the project")


def test_it_says_that_the_first_run_needs_the_network(checkout: Path) -> None:
    port = free_port()
    done = run_dev("serve", checkout=checkout, PORT=port, PIP_NO_INDEX="1")
    expected = ("could not be installed", "connect this machine to the network")
    assert_refused(done, *expected, printed=INSTALLING)
    assert (checkout / ".venv" / "install.log").stat().st_size


def test_an_interrupted_installation_begins_anew(checkout: Path) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").write_text("half a file")
    done = run_dev("manage", "check", checkout=checkout, PIP_NO_INDEX="1")
    assert_refused(done, "could not be installed", printed=INSTALLING)
    assert (checkout / ".venv" / "bin" / "python").is_symlink()


def test_it_refuses_an_unknown_command(checkout: Path) -> None:
    assert_refused(run_dev("deploy", checkout=checkout), "'deploy'", "dev.py help")


@pytest.mark.parametrize("command", ["serve", "check", "lock"])
def test_it_refuses_arguments_that_a_command_does_not_take(
    checkout: Path, command: str
) -> None:
    done = run_dev(command, "--quickly", checkout=checkout)
    assert_refused(done, f"{command} takes no")


def test_help_names_every_command(checkout: Path) -> None:
    done = run_dev("help", checkout=checkout)
    assert done.returncode == 0
    for command in ("serve", "staff", "manage", "test", "check", "lock", "help"):
        assert f"\n{command} " in done.stdout
