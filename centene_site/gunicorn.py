"""How gunicorn serves the site: `gunicorn -c python:centene_site.gunicorn`.

Variables: PORT (8000), BIND_HOST (127.0.0.1), WEB_CONCURRENCY (2 worker processes) and
FORWARDED_ALLOW_IPS (the proxies that are believed; none unless named).
"""

import gc
import os
from pathlib import Path

from centene_site.env import env_int, env_str

wsgi_app = "centene_site.asgi:application"

_host = env_str("BIND_HOST", "127.0.0.1")
_port = env_int("PORT", 8000, minimum=1, maximum=65_535)
bind = f"[{_host}]:{_port}" if ":" in _host else f"{_host}:{_port}"
forwarded_allow_ips = env_str("FORWARDED_ALLOW_IPS")

workers = env_int("WEB_CONCURRENCY", 2, minimum=1, maximum=256)
worker_class = "asgi"
asgi_loop = "asyncio"
# Imported once and shared by the workers. So new code needs a restart, not a reload.
preload_app = True
timeout = 30
graceful_timeout = 10

# A worker shows that it lives by touching a file. On a disk that hangs, gunicorn would
# take a healthy worker for dead and kill it: hence memory, where the system offers it.
MEMORY = Path("/dev/shm")
worker_tmp_dir = str(MEMORY) if os.access(MEMORY, os.W_OK) else None

# A neighbor's cookies of 8 kB are read and ignored. By default they would shut a
# visitor out of the whole site.
limit_request_field_size = 32_768

# As nginx in front takes it: what somebody pasted into the search is answered with a
# page that says it is too long, and not with a line of plain text.
limit_request_line = 32_768

# The control socket would be one more writable place, outside DATA_DIR.
control_socket_disable = True

# The front door writes a line of each request: centene_site/access_log.py.
accesslog = None


def when_ready(server: object) -> None:
    """What was imported stays in memory that the workers share: nothing collects it."""
    gc.freeze()


def post_worker_init(worker: object) -> None:
    """Each worker begins with copies of pages, and does its chores from then on."""
    from pages import background

    background.start()


def worker_exit(server: object, worker: object) -> None:
    """What a worker counted is not lost with it."""
    from pages import background

    background.stop()
