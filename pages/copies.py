"""Copies of finished pages in DATA_DIR: what a worker begins with.

One file for each address, signed: whatever is wrong with one, it is no more than a
help that is missing.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
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
    wanted: dict[Path, list[Kept]] = defaultdict(list)
    for kept in store.contents():
        if kept.page.quality == SMALLEST:
            wanted[_path(kept.address)].append(kept)
    try:
        for path, pages in wanted.items():
            content = _signed([_as_json(kept) for kept in pages])
            if not path.exists() or path.read_bytes() != content:
                files.replace(path, content)
        for path in set(_folder().glob("*")) - wanted.keys():
            path.unlink(missing_ok=True)
    except OSError:
        logger.exception("Copies of pages cannot be kept.")


def remove() -> None:
    """Keep none of what was finished until now."""
    for path in _folder().glob("*"):
        path.unlink(missing_ok=True)


def read(store: Store, address: Address | None = None) -> None:
    """Put what was kept into the store: of one address, or everything."""
    paths = _folder().glob("*") if address is None else [_path(address)]
    for path in sorted(paths):
        with suppress(OSError, ValueError, LookupError, TypeError, BadSignature):
            for kept in map(_of_json, _verified(path.read_bytes())):
                store.put(kept.address, "", kept.parameters, kept.page)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "kept" / "pages"


def _path(address: Address) -> Path:
    digest = hashlib.sha256("\n".join(address).encode()).hexdigest()
    return _folder() / f"{digest[:40]}.json"


def _signed(content: Iterable[dict[str, Any]]) -> bytes:
    """By which a reader knows that it is whole and ours."""
    return Signer(salt=SALT).sign(json.dumps(list(content))).encode()


def _verified(content: bytes) -> Any:
    return json.loads(Signer(salt=SALT).unsign(content.decode()))


def _as_json(kept: Kept) -> dict[str, Any]:
    page = kept.page
    return {
        "address": list(kept.address),
        "parameters": list(kept.parameters),
        "stamp": list(page.stamp),
        "since": page.since.isoformat(),
        "until": page.until.isoformat() if page.until else None,
        "headers": [list(pair) for pair in page.headers],
        "body": base64.b64encode(page.body).decode(),
        "immutable": page.is_immutable,
        "codings": {
            coding: base64.b64encode(form.body).decode()
            for coding, form in page.forms.items()
        },
    }


def _of_json(given: dict[str, Any]) -> Kept:
    until = given["until"]
    page = Finished(
        Stamp(*given["stamp"]),
        datetime.fromisoformat(given["since"]),
        datetime.fromisoformat(until) if until else None,
        tuple((name, value) for name, value in given["headers"]),
        base64.b64decode(given["body"]),
        SMALLEST,
        given["immutable"],
    )
    for coding, coded in given["codings"].items():
        page.keep(coding, base64.b64decode(coded))
    return Kept(Address(*given["address"]), (), tuple(given["parameters"]), page)
