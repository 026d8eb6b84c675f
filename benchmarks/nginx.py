"""nginx beside and before the site, where it is installed."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from benchmarks.servers import WORKERS, Server, free_port
from benchmarks.sites import Site, request
from devtools import ROOT, Refusal
from devtools.programs import NGINX

NOWHERE = Path(os.devnull)
EXAMPLE = ROOT / "deploy" / "nginx.conf"
MAIN = """\
daemon off;
user root;
pid {folder}/nginx.pid;
error_log stderr warn;
worker_processes {workers};
events {{}}
http {{
    access_log /dev/null;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{servers}
}}
"""
FILE = """\
    server {{
        listen 127.0.0.1:{port};
        root {folder}/files;
        default_type text/html;
        add_header Content-Encoding br;
    }}
"""


def find_nginx() -> str | None:
    """The program, or None where it is not installed."""
    with suppress(Refusal):
        return NGINX.find()
    return None


def serving_a_file(program: str, site: Site, body: bytes) -> Server:
    """nginx with the bytes of the page as a file, set up with as little as it needs."""
    folder = site.folder / "nginx-file"
    files = folder / "files"
    files.mkdir(parents=True)
    (files / "page.html").write_bytes(body)
    port = free_port()
    servers = FILE.format(port=port, folder=folder)
    return _server("nginx with a file", program, folder, servers, port, "/page.html")


def before(program: str, site: Site, log: Path = NOWHERE) -> Server:
    """nginx before the site as the example says, without its encryption."""
    folder = site.folder / "nginx-cache"
    folder.mkdir()
    port = free_port()
    servers = adapted(EXAMPLE.read_text(), site.port, port, folder, log)
    return _server("nginx before the site", program, folder, servers, port, "/livez")


def adapted(
    example: str, site_port: int, port: int, folder: Path, log: Path = NOWHERE
) -> str:
    """The example for this machine: ports, folders, any host, no certificate.

    The server that redirects to https is left out.
    """
    blocks = re.split(r"(?m)^(?=server \{)", example)
    text = "".join(block for block in blocks if "listen 80;" not in block)
    for pattern, replacement in (
        (r"(?m)^ *(ssl_\w+|server_name|listen \[).*\n", ""),
        (r"listen 443 [^;]*;", f"listen 127.0.0.1:{port};"),
        (r"127\.0\.0\.1:8000", f"127.0.0.1:{site_port}"),
        (r"/var/cache/nginx/privacy", f"{folder}/cache"),
        (r"/var/log/nginx/privacy\.log", str(log)),
    ):
        text = re.sub(pattern, replacement, text)
    return text


def _server(
    name: str, program: str, folder: Path, servers: str, port: int, path: str
) -> Server:
    config = folder / "nginx.conf"
    config.write_text(MAIN.format(folder=folder, workers=WORKERS, servers=servers))
    command = [program, "-p", str(folder), "-c", str(config)]
    probe = request("GET", path, {"Host": "localhost"})
    return Server(name, command, {}, port, probe)
