"""`dev.py serve` from its first start to its end, on data of its own."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from devtools import ROOT
from tests.dev.processes import free_port, run_dev, variables_for
from tests.waiting import wait_until

START_SECONDS = 60


@contextmanager
def serving(data_dir: Path, port: str) -> Iterator[subprocess.Popen[str]]:
    """dev.py serve, from the moment it says that it is running."""
    output = data_dir.with_suffix(".out")
    with output.open("w") as writing:
        server = subprocess.Popen(
            [sys.executable, ROOT / "dev.py", "serve"],
            env=variables_for(data_dir, DATA_DIR=str(data_dir), PORT=port),
            stdout=writing,
            stderr=subprocess.STDOUT,
            text=True,
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while "The site is running" not in output.read_text():
            assert server.poll() is None, output.read_text()
            assert time.monotonic() < deadline, output.read_text()
            time.sleep(0.02)
        yield server
    finally:
        server.kill()
        server.wait()


def status_of(path: str, port: str) -> int:
    """The status that the site answers with."""
    connection = http.client.HTTPConnection("localhost", int(port), timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def workers(output: Path) -> list[int]:
    """The processes that sent mails, in the order in which they began."""
    found = re.findall(r"Process (\d+) sends mails", output.read_text())
    return [int(number) for number in found]


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_stopped(
    template_data_dir: Path, tmp_path: Path, stop: signal.Signals
) -> None:
    data_dir, port = tmp_path / "data", free_port()
    shutil.copytree(template_data_dir, data_dir)
    with serving(data_dir, port) as server:
        assert status_of("/privacy-policy/", port) == 200
        server.send_signal(stop)
        assert server.wait(timeout=15) == 0
    with pytest.raises(ConnectionRefusedError):
        status_of("/livez", port)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_what_sends_mails_ends_with_the_site(
    template_data_dir: Path, tmp_path: Path, stop: signal.Signals
) -> None:
    data_dir, output = tmp_path / "data", tmp_path / "data.out"
    shutil.copytree(template_data_dir, data_dir)
    with serving(data_dir, free_port()) as server:
        wait_until(lambda: workers(output))
        (worker,) = workers(output)
        assert is_running(worker)
        server.send_signal(stop)
        server.wait(timeout=15)
        wait_until(lambda: not is_running(worker))


def test_what_sends_mails_is_started_again(
    template_data_dir: Path, tmp_path: Path
) -> None:
    data_dir, output = tmp_path / "data", tmp_path / "data.out"
    shutil.copytree(template_data_dir, data_dir)
    with serving(data_dir, free_port()):
        wait_until(lambda: workers(output))
        os.kill(workers(output)[0], signal.SIGKILL)
        wait_until(lambda: len(workers(output)) == 2)
        assert "ended with code -9; it is started again." in output.read_text()
        second = workers(output)[1]
    wait_until(lambda: not is_running(second))


def test_a_second_start_keeps_key_and_data(tmp_path: Path) -> None:
    data_dir, port = tmp_path / "data", free_port()
    with serving(data_dir, port):
        key = (data_dir / "secret_key").read_text()
    made = run_dev(
        "staff",
        "--noinput",
        DATA_DIR=str(data_dir),
        DJANGO_SUPERUSER_USERNAME="editor",
        DJANGO_SUPERUSER_EMAIL="editor@example.com",
        DJANGO_SUPERUSER_PASSWORD="correct horse battery staple",
    )
    assert made.returncode == 0, made.stderr
    with serving(data_dir, port):
        assert (data_dir / "secret_key").read_text() == key
        count = (
            "from django.contrib.auth.models import User; print(User.objects.count())"
        )
        shell = run_dev("manage", "shell", "-v0", "-c", count, DATA_DIR=str(data_dir))
        assert shell.stdout.strip() == "1", shell.stderr


def test_only_its_owner_can_read_the_key(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    run_dev("manage", "version", DATA_DIR=str(data_dir))
    assert (data_dir / "secret_key").stat().st_mode & 0o777 == 0o600
    assert len((data_dir / "secret_key").read_text()) > 64
    assert os.listdir(data_dir) == ["secret_key"]


def test_a_given_key_is_used_instead(tmp_path: Path) -> None:
    key = "k" * 64
    asked = "from django.conf import settings; print(settings.SECRET_KEY)"
    shell = run_dev(
        "manage",
        *("shell", "-v0", "-c", asked),
        DATA_DIR=str(tmp_path),
        SECRET_KEY=key,
    )
    assert shell.stdout.strip() == key, shell.stderr
    assert not (tmp_path / "secret_key").exists()
