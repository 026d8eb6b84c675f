"""What the database allows where a redaction is on record: the mark, nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from notices.models import Notice
from policy.models import PolicyVersion, Redaction, Section
from policy.withholding_triggers import KEPT, KEPT_OR_EMPTY, REDACTED, WORDS
from tests.attacks import refused
from tests.factories import make_policy
from tests.policy.test_redact_version import covered, data_dir, marked

__all__ = ["data_dir", "marked"]

BLANK = {**dict.fromkeys(WORDS, REDACTED), "reason": ""}


def blank(version: PolicyVersion, **fields: Any) -> None:
    PolicyVersion.objects.filter(pk=version.pk).update(**BLANK | fields)


def test_nothing_is_blanked_without_a_redaction_on_record(
    marked: PolicyVersion,
) -> None:
    covered(marked)
    with refused("A published version never changes"):
        blank(marked)
    with refused("A section of a published version is never deleted."):
        Section.objects.filter(version=marked).delete()
    with refused("A contribution is never changed."):
        marked.contributions.update(content={})
    with refused("A step of a draft is never changed."):
        marked.steps.update(findings=[])
    with refused("A notice that was shown is not edited"):
        Notice.objects.update(sections=[])


@pytest.fixture
def on_record(marked: PolicyVersion) -> PolicyVersion:
    """The redaction is on record, and nothing is blanked yet."""
    covered(marked)
    Redaction.objects.create(version=marked, redacted_by="op")
    return marked


def test_the_record_allows_the_mark_and_nothing_else(on_record: PolicyVersion) -> None:
    for column in (*WORDS, "reason"):
        with refused("A published version never changes"):
            blank(on_record, **{column: "Other words."})
    with refused("A published version never changes"):
        PolicyVersion.objects.filter(pk=on_record.pk).update(source=REDACTED)
    with refused("A published version is never deleted."):
        PolicyVersion.objects.filter(pk=on_record.pk)._raw_delete("default")
    with refused("A contribution is never changed."):
        on_record.contributions.update(content={"source": "Other."})
    with refused("A contribution is never changed."):
        on_record.contributions.update(content={}, by_name="nobody")
    with refused("A contribution is never deleted."):
        on_record.contributions.all()._raw_delete("default")
    with refused("A step of a draft is never changed."):
        on_record.steps.update(findings=[], reason="Other.")
    with refused("A section of a published version never changes."):
        on_record.sections.update(html="Other.")
    with refused("A notice that was shown is not edited"):
        Notice.objects.update(sections=[{"heading": "Other"}])
    blank(on_record)


OTHERS = {
    "policy_id": lambda version: make_policy().pk,
    "number": lambda version: 9,
    "material": lambda version: not version.material,
    "reasons": lambda version: ["new purpose"],
    "published_by_id": lambda version: None,
    "updated_by_id": lambda version: None,
    "created_by_id": lambda version: version.published_by_id,
    "language": lambda version: "es",
    "direction": lambda version: "rtl",
    "origin": lambda version: "import",
    "published_by_name": lambda version: "nobody",
}


@pytest.mark.parametrize("column", [*KEPT, *KEPT_OR_EMPTY])
def test_no_other_column_changes_with_it(on_record: PolicyVersion, column: str) -> None:
    version = PolicyVersion.objects.get(pk=on_record.pk)
    if column in OTHERS:
        value = OTHERS[column](version)
    elif column.endswith("_at"):
        value = getattr(version, column).replace(year=2030)
    else:
        value = "0" * 64
    assert value != getattr(version, column)
    with refused():
        blank(version, **{column: value})


def test_the_columns_are_all_that_a_version_has() -> None:
    fields = {field.attname for field in PolicyVersion._meta.concrete_fields}
    assert fields == {"id", "reason", *WORDS, *KEPT, *KEPT_OR_EMPTY}


def test_another_version_stays_as_it_was(on_record: PolicyVersion) -> None:
    first = on_record.policy.versions.get(number=1)
    with refused("A published version never changes"):
        blank(first)
    with refused("A section of a published version is never deleted."):
        Section.objects.filter(version=first).delete()
