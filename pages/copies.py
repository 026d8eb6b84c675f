"""Copies of finished pages in DATA_DIR: what a worker begins with."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer

from pages import files
from pages.finished import SMALLEST, Finished
from pages.stamp import Stamp
from pages.store import Address, Kept, Store

SALT = "pages.copies"

logger = logging.getLogger(__name__)


def write(store: Store) -> None:
    """Keep a copy of every page that was finished ahead, and of no other."""
    contents = [kept for kept in store.contents() if kept.page.quality == SMALLEST]
    wanted = {_name(kept): kept for kept in contents}
    folder = _folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        present = {path.name for path in folder.iterdir()}
        for name, kept in wanted.items():
            if name not in present:
                files.replace(folder / name, _signed(json.dumps(_as_json(kept))))
        for name in present - wanted.keys():
            (folder / name).unlink(missing_ok=True)
    except OSError:
        logger.exception("Copies of pages cannot be kept.")


def read(store: Store) -> None:
    """Put what was kept into the store; whatever is wrong with a copy, it is no more
    than a help."""
    try:
        paths = sorted(_folder().iterdir())
    except OSError:
        return
    for path in paths:
        try:
            kept = _of_json(json.loads(_verified(path.read_bytes())))
        except (OSError, ValueError, LookupError, TypeError, BadSignature):
            continue
        store.put(kept.address, "", kept.parameters, kept.page)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "kept" / "pages"


def _name(kept: Kept) -> str:
    """Another for every other content."""
    page = kept.page
    parts = [kept.address, page.stamp, page.until, sorted(page.etags.values())]
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()
    return f"{digest[:40]}.json"


def _signed(text: str) -> bytes:
    """The text, by which a reader knows that it is whole and ours."""
    return Signer(salt=SALT).sign(text).encode()


def _verified(content: bytes) -> str:
    return Signer(salt=SALT).unsign(content.decode())


def _as_json(kept: Kept) -> dict[str, Any]:
    page = kept.page
    return {
        "address": list(kept.address),
        "parameters": list(kept.parameters),
        "stamp": list(page.stamp),
        "since": page.since.isoformat(),
        "until": page.until.isoformat() if page.until else None,
        "headers": [list(pair) for pair in page.headers],
        "bodies": {
            coding: base64.b64encode(body).decode()
            for coding, body in page.bodies.items()
        },
    }


def _of_json(given: dict[str, Any]) -> Kept:
    until = given["until"]
    page = Finished(
        Stamp(*given["stamp"]),
        datetime.fromisoformat(given["since"]),
        datetime.fromisoformat(until) if until else None,
        tuple((name, value) for name, value in given["headers"]),
        {
            coding: base64.b64decode(body, validate=True)
            for coding, body in given["bodies"].items()
        },
        SMALLEST,
    )
    return Kept(Address(*given["address"]), (), tuple(given["parameters"]), page)
