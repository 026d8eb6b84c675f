"""The consent records of sealed days as one file that proves itself.

A zip with each day's seal and records, the catalogue versions that were shown, the
hashes of the policy versions that were in force, and a verifier. It holds neither
subjects nor staff names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from consent.models import CatalogueVersion, DaySeal
from consent.publishing import canonical_catalogue
from consent.sealing import canonical_seal, line_of, records_of, rows_of
from policy.bundles import Bundle, new_bundle, verifier
from policy.models import PolicyVersion

VERIFIER = Path(__file__).parent / "bundle_verifier.py"


class NotExported(Exception):
    """There is nothing to export, or it does not hold; the text says why."""


@dataclass
class Texts:
    """What the records of a bundle refer to."""

    catalogue: int = 0
    policies: set[str] = field(default_factory=set)

    def note(self, rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Remember what passes by refers to."""
        for row in rows:
            self.catalogue = max(self.catalogue, row["catalogue_version"])
            self.policies.add(row["policy_digest"])
            yield row


def sealed_days(first: date | None, last: date | None) -> QuerySet[DaySeal]:
    """The seals from a day to a day, by default all. Raises NotExported."""
    seals = DaySeal.objects.order_by("day")
    ends = seals.first(), seals.last()
    if ends[0] is None or ends[1] is None:
        raise NotExported("No day is sealed yet: run seal_consent first.")
    first, last = first or ends[0].day, last or ends[1].day
    if first > last:
        raise NotExported(f"{first} is after {last}.")
    for day in (first, last):
        if not ends[0].day <= day <= ends[1].day:
            raise NotExported(
                f"{day} is not sealed: there are seals from {ends[0].day} to "
                f"{ends[1].day}."
            )
    return seals.filter(day__gte=first, day__lte=last)


def export(path: Path, seals: QuerySet[DaySeal]) -> int:
    """Write the bundle of these days; return how many records are in it.

    Raises OSError, and NotExported where records are not those that were sealed.
    """
    texts, records = Texts(), 0
    with new_bundle(path) as bundle:
        bundle.add("verify.py", verifier(VERIFIER))
        for seal in seals.iterator():
            records += _add_day(bundle, seal, texts)
        _add_catalogue(bundle, texts.catalogue)
        policies = PolicyVersion.objects.published().filter(digest__in=texts.policies)
        fields = ("policy__slug", "number", "digest")
        rows = policies.order_by(*fields).values_list(*fields)
        bundle.add_json("policies.json", {"versions": [list(row) for row in rows]})
        bundle.finish(_facts(seals, texts))
    return records


def _add_day(bundle: Bundle, seal: DaySeal, texts: Texts) -> int:
    """Add the seal, and the records unless they are gone after their time."""
    frozen = {"frozen": canonical_seal(seal), "digest": seal.digest}
    bundle.add_json(f"days/{seal.day}.json", frozen)
    if not records_of(seal.day).exists():
        return 0
    name = f"days/{seal.day}.jsonl"
    bundle.add_lines(name, map(line_of, texts.note(rows_of(seal.day))))
    if bundle.hashes[name] != seal.records_digest:
        raise NotExported(
            f"{seal.day}: the records are not those that were sealed; run "
            "verify_consent."
        )
    return seal.records


def _add_catalogue(bundle: Bundle, last: int) -> None:
    """Add the chain up to the last version that a record refers to."""
    versions = CatalogueVersion.objects.filter(number__lte=last).order_by("number")
    for version in versions:
        frozen = {"frozen": canonical_catalogue(version), "digest": version.digest}
        bundle.add_json(f"catalogue/{version.number:05}.json", frozen)


def _facts(seals: QuerySet[DaySeal], texts: Texts) -> dict[str, object]:
    first, last = seals[0], seals.reverse()[0]
    return {
        "first_day": first.day.isoformat(),
        "last_day": last.day.isoformat(),
        "head": last.digest,
        "catalogue_versions": texts.catalogue,
    }
