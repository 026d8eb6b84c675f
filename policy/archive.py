"""A policy's whole history as one file that proves itself.

The zip holds every published version, a manifest of hashes and a verifier that needs
only Python's standard library. Made again from the same versions it is the same to the
byte: fixed times, fixed order, nothing about when or where it was made, no staff names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, OuterRef, QuerySet, Subquery

from policy import archive_pages, bundles, plaintext, redline, sealing
from policy.bundles import Bundle, new_bundle, verifier
from policy.models import Policy, PolicyVersion, Withdrawal, Withholding
from policy.redlines import stored_or_made
from policy.turns import Busy, costly

VERSIONS_AT_A_TIME = 50
VERIFIER = Path(__file__).parent / "archive_verifier.py"
# What decides which files there are and what is in them.
WRITERS = [
    Path(__file__),
    Path(archive_pages.__file__),
    Path(bundles.__file__),
    Path(plaintext.__file__),
]


def archive_of(policy: Policy) -> Path:
    """The policy's archive in DATA_DIR, made if its last version is not in it yet.

    Raises OSError where DATA_DIR cannot be written, and Busy while others have the turn
    or where something is published meanwhile.
    """
    path = _place(policy)
    if not path.exists():
        with costly.take():
            path = _place(policy)
            if not path.exists():
                _build(policy, path)
    return path


def _place(policy: Policy) -> Path:
    return _folder() / f"{policy.slug}-{fingerprint(policy)}.zip"


def fingerprint(policy: Policy) -> str:
    """What the archive's bytes depend on, as 32 hexadecimal digits.

    The redlines in it are never missing and always of the present engine: one that is
    not stored is made for the archive. So the engine's number stands for all of them.
    """
    code = [verifier(VERIFIER), *(path.read_bytes() for path in WRITERS)]
    content = {
        **_heads(policy),
        "engine": redline.ENGINE,
        "code": [hashlib.sha256(text).hexdigest() for text in code],
    }
    return sealing.hash_of(content)[:32]


def _heads(policy: Policy) -> dict[str, object]:
    """The ends of the policy's chains; all before them is hashed into them."""
    versions = policy.versions.published()
    counts = versions.aggregate(
        versions=Max("number"),
        withdrawals=Count("withdrawal", distinct=True),
        withholdings=Count("withholdings", distinct=True),
    )
    ends = versions.order_by("-number").annotate(
        withdrawal_head=_end(Withdrawal.objects.all()),
        withholding_head=_end(Withholding.objects.all()),
    )
    columns = ("digest", "withdrawal_head", "withholding_head")
    heads: dict[str, Any] = ends.values(*columns).first() or {}
    return {
        "versions": counts["versions"] or 0,
        "head": heads.get("digest", ""),
        "withdrawals": counts["withdrawals"],
        "withdrawal_head": heads.get("withdrawal_head") or "",
        "withholdings": counts["withholdings"],
        "withholding_head": heads.get("withholding_head") or "",
    }


def _end(chain: QuerySet[Any]) -> Subquery:
    """The last hash of the chain of the outer version's policy."""
    rows = chain.filter(version__policy=OuterRef("policy")).order_by("-pk")
    return Subquery(rows.values("digest")[:1])


def _folder() -> Path:
    folder: Path = settings.DATA_DIR / "archives"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _build(policy: Policy, path: Path) -> None:
    with new_bundle(path) as bundle:
        _write(bundle, policy)
        if _place(policy) != path:
            raise Busy
    for older in _archives(policy):
        if older != path:
            older.unlink(missing_ok=True)


def remove_archives(policy: Policy) -> None:
    """Remove what was made of the policy, and what is half written of any: who waits
    for that is asked to come again. Raises OSError."""
    for path in [*_archives(policy), *_folder().glob("tmp*")]:
        path.unlink(missing_ok=True)


def _archives(policy: Policy) -> list[Path]:
    return list(_folder().glob(f"{policy.slug}-{'?' * 32}.zip"))


def _write(bundle: Bundle, policy: Policy) -> None:
    """Write every file in a fixed order, the manifest last."""
    heads = _heads(policy)
    bundle.add("verify.py", verifier(VERIFIER))
    previous: PolicyVersion | None = None
    for version in _versions(policy):
        folder = f"versions/{version.number:05}"
        is_readable = not version.is_withheld
        if is_readable:
            _write_texts(bundle, folder, version)
        bundle.add_json(f"{folder}/version.json", _record(version))
        if previous is not None and is_readable:
            _write_redline(bundle, previous, version)
        previous = version if is_readable else None
    bundle.finish({"policy": policy.slug, **heads})


def _write_texts(bundle: Bundle, folder: str, version: PolicyVersion) -> None:
    bundle.add(f"{folder}/text.md", version.source.encode())
    bundle.add(f"{folder}/text.html", version.html.encode())
    text = plaintext.plain_text(version.html)
    bundle.add(f"{folder}/text.txt", text.encode())
    page = archive_pages.text_page(version)
    bundle.add(f"{folder}/page.html", page.encode())


def _write_redline(bundle: Bundle, old: PolicyVersion, new: PolicyVersion) -> None:
    found = stored_or_made(old, new)
    name = f"redlines/{old.number:05}-{new.number:05}"
    bundle.add(f"{name}.html", archive_pages.redline_page(found).encode())
    bundle.add_json(f"{name}.json", {"engine": found.engine, "changes": found.changes})


def _versions(policy: Policy) -> Iterator[PolicyVersion]:
    """Every published version in order, some at a time."""
    first = 1
    while True:
        rows = list(
            policy.versions.published()
            .filter(number__gte=first, number__lt=first + VERSIONS_AT_A_TIME)
            .select_related("policy", "withdrawal")
            .with_withholdings()
            .prefetch_related("sections")
            .order_by("number")
        )
        if not rows:
            return
        yield from rows
        first += VERSIONS_AT_A_TIME


def _record(version: PolicyVersion) -> dict[str, object]:
    """What the hash covers, the hash, and the same of a withdrawal if there was one.

    Of a withheld version the hash, and what its withholdings say of it.
    """
    record: dict[str, object] = {"digest": version.digest}
    if version.is_withheld:
        record["withholdings"] = [
            {
                "frozen": sealing.canonical_withholding(withholding),
                "digest": withholding.digest,
            }
            for withholding in version.withholdings.all()
        ]
    else:
        record["frozen"] = sealing.canonical(version, version.sections.all())
    if hasattr(version, "withdrawal"):
        record["withdrawal"] = {
            "frozen": sealing.canonical_withdrawal(version.withdrawal),
            "digest": version.withdrawal.digest,
        }
    return record
