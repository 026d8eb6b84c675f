"""Running the site of this checkout: serve, staff and manage."""

import errno
import http.client
import os
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from devtools import ROOT, Refusal
from devtools.beside import run_beside
from devtools.environment import become, ensure, refuse_unwritable

START_SECONDS = 60
MANAGE = str(ROOT / "manage.py")


def serve(arguments: list[str]) -> int:
    """Prepare whatever is missing, and become the server; mails are sent beside it."""
    if arguments:
        raise Refusal(
            "serve takes no arguments: set variables instead, for example "
            "PORT=8001 python3 dev.py serve"
        )
    host, port = _address(os.environ)
    _refuse_busy_port(host, port)
    settings = _site_settings()
    python = ensure("run")
    _prepare(python, settings)
    announcement = _announcement(settings)
    run_beside("The worker that sends mails", [python, MANAGE, "work"], settings)
    if os.fork() == 0:
        _announce(announcement, settings["SITE_URL"], host, port)
    importable = [str(ROOT), *filter(None, [settings.get("PYTHONPATH")])]
    settings["PYTHONPATH"] = os.pathsep.join(importable)
    config = ["-c", "python:centene_site.gunicorn"]
    gunicorn = ["-m", "gunicorn", *config, "centene_site.asgi:application"]
    become(python, gunicorn, settings)


def staff(arguments: list[str]) -> int:
    """Make a staff account; arguments go to `manage.py createsuperuser`."""
    settings = _site_settings()
    python = ensure("run")
    _prepare(python, settings)
    become(python, [MANAGE, "createsuperuser", *arguments], settings)


def manage(arguments: list[str]) -> int:
    """Run manage.py with the settings that serve uses."""
    settings = _site_settings()
    become(ensure("run"), [MANAGE, *arguments], settings)


def _address(variables: Mapping[str, str]) -> tuple[str, int]:
    text = variables.get("PORT", "").strip() or "8000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise Refusal(
            f"PORT must be a number from 1 to 65535, not {text!r}: "
            "for example PORT=8001 python3 dev.py serve"
        )
    return variables.get("BIND_HOST", "").strip() or "127.0.0.1", int(text)


def _refuse_busy_port(host: str, port: int) -> None:
    try:
        with socket.socket(_family(host)) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host.strip("[]"), port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Refusal(
                f"Port {port} is in use: stop the program that uses it, or choose "
                f"another port, for example PORT={port % 65535 + 1} python3 dev.py "
                "serve"
            ) from error
        raise Refusal(
            f"The site cannot listen on {host} port {port} ({error.strerror}): "
            "choose another PORT above 1023, or another BIND_HOST."
        ) from error


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _site_settings() -> dict[str, str]:
    """The environment of manage.py and the server, with what serve decides."""
    settings = dict(os.environ)
    _, port = _address(settings)
    data_dir = _data_dir(settings)
    settings["PORT"] = str(port)
    settings["DATA_DIR"] = str(data_dir)
    settings["SITE_URL"] = settings.get("SITE_URL") or f"http://localhost:{port}"
    if not (settings.get("SECRET_KEY") or settings.get("SECRET_KEY_FILE")):
        settings["SECRET_KEY_FILE"] = str(secret_key_file(data_dir))
    return settings


def _data_dir(settings: Mapping[str, str]) -> Path:
    folder = Path(settings.get("DATA_DIR", "").strip() or ROOT / "data")
    folder = folder.expanduser().absolute()
    advice = "Set DATA_DIR to a folder that you may write to"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(
            f"The folder {folder} cannot be made ({error.strerror}): {advice}."
        ) from error
    refuse_unwritable(folder, advice)
    return folder


def secret_key_file(data_dir: Path) -> Path:
    """This site's own random key, made on the first start and readable by its owner."""
    file = data_dir / "secret_key"
    if not file.exists():
        descriptor, unfinished = tempfile.mkstemp(prefix="secret_key.", dir=data_dir)
        with open(descriptor, "w") as key:
            key.write(secrets.token_urlsafe(64) + "\n")
            key.flush()
            os.fsync(key.fileno())
        os.replace(unfinished, file)
    return file


def _prepare(python: Path, settings: dict[str, str]) -> None:
    done = subprocess.run([python, MANAGE, "prepare"], env=settings)
    if done.returncode:
        raise Refusal(
            "The site could not be prepared: mend what is said above, and try again."
        )


def _announcement(settings: Mapping[str, str]) -> str:
    return (
        f"\nThe site is running at {settings['SITE_URL']}/ (Ctrl-C stops it).\n"
        f"Its data is in {settings['DATA_DIR']}\n"
        f"Make a staff account for {settings['SITE_URL']}/admin/ with:\n"
        f"    {_staff_command()}\n"
    )


def _staff_command() -> str:
    """What to paste into another shell to reach the same site and database."""
    given = [
        f"{name}={shlex.quote(os.environ[name])}"
        for name in ("DATA_DIR", "SECRET_KEY_FILE")
        if os.environ.get(name)
    ]
    same_python = os.path.realpath(shutil.which("python3") or "") == os.path.realpath(
        sys.executable
    )
    python = "python3" if same_python else sys.executable
    command = shlex.join([python, sys.argv[0], "staff"])
    hidden = [name for name in ("DATABASE_URL", "SECRET_KEY") if os.environ.get(name)]
    note = f"    (with the same {' and '.join(hidden)})" if hidden else ""
    return " ".join([*given, command]) + note


def _announce(text: str, site_url: str, host: str, port: int) -> NoReturn:
    """In a child of the server: print the text once the site answers, and end."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    server = os.getppid()
    deadline = time.monotonic() + START_SECONDS
    while os.getppid() == server and time.monotonic() < deadline:
        if _answers(site_url, host, port):
            print(text, flush=True)
            break
        time.sleep(0.05)
    os._exit(0)


def _answers(site_url: str, host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host.strip("[]"), port, timeout=5)
    try:
        connection.request("GET", "/livez", headers={"Host": urlsplit(site_url).netloc})
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()
