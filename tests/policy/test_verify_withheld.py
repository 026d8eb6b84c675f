"""manage.py verify_policies beside withheld versions: said, and no failure."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from policy import verifying, verifying_derived
from policy.models import Policy, PolicyVersion, Redaction, Section, Withholding
from policy.redacting import redact
from policy.redlines import make
from policy.triggers import TRIGGERS
from policy.withholding_triggers import REDACTED, WORDS
from tests.factories import make_version, make_withheld
from tests.policy.test_verify_policies import (
    TAMPERINGS,
    delete,
    insert,
    published,
    replace,
    run,
    update,
)
from tests.tampering import alter, drop_triggers, pick, try_all

pytestmark = pytest.mark.django_db

__all__ = ["published"]


@pytest.fixture
def withheld(published: Policy) -> Policy:
    """The same, with two versions withheld, one of them redacted, before a third."""
    first, second = published.versions.filter(number__lte=2).order_by("number")
    make_withheld(second)
    make_withheld(first)
    make_withheld(first, covers_storage=True)
    redact(first, by="op")
    make_version(published, effective="2020-01-01", source="## One\n\nMore.\n")
    return published


def unwithhold(chance: random.Random) -> str:
    """Remove the trace of a withholding or of a redaction."""
    model = chance.choice([Withholding, Redaction])
    row = pick(model, chance)
    model._default_manager.filter(pk=row.pk)._raw_delete(connection.alias)
    return f"delete {model.__name__}"


def redact_quietly(chance: random.Random) -> str:
    """Claim that a version was redacted, which was not or could not be."""
    versions = PolicyVersion.objects.filter(redaction__isnull=True)
    version = chance.choice(list(versions.order_by("pk")))
    Redaction.objects.create(version=version, redacted_by="op", digest="0" * 64)
    if chance.random() < 0.5:
        Section.objects.filter(version=version).delete()
        words = dict.fromkeys(WORDS, REDACTED)
        PolicyVersion.objects.filter(pk=version.pk).update(**words, reason="")
    return "redact quietly"


def bring_words_back(chance: random.Random) -> str:
    """Write other words where words were destroyed."""
    version = Redaction.objects.get().version
    if chance.random() < 0.5:
        column = chance.choice([*WORDS, "reason"])
        return alter(version, column, "Other words.")
    Section.objects.create(
        version=version, position=0, level=2, anchor="forged", html="<p>No.</p>"
    )
    return "insert Section"


def test_a_thousand_tamperings_are_found_beside_what_is_withheld(
    withheld: Policy,
) -> None:
    heads = list(verifying.current_heads())
    drop_triggers(TRIGGERS)
    kinds = [
        *(update, update, update, delete, insert, replace),
        *(unwithhold, redact_quietly, bring_words_back),
    ]
    try_all(kinds, lambda: verifying.row_problems(heads), TAMPERINGS)


def test_what_is_withheld_is_said_and_is_no_failure(withheld: Policy) -> None:
    said = run(derived=True)
    today = timezone.now().date().isoformat()
    assert (
        f"terms, version 1: withheld on {today} (UTC); its text was destroyed on "
        f"{today} (UTC), its hash is kept.\n"
        f"terms, version 2: withheld on {today} (UTC); its text is kept, and matches "
        "its hash.\n"
    ) in said
    assert "Consistent." in said


def test_a_head_of_before_there_were_withholdings_still_holds(
    withheld: Policy, tmp_path: Path
) -> None:
    path = tmp_path / "head.json"
    run(write_head=path)
    assert "Proved: 2 heads hold." in run(head=path)
    rows = json.loads(path.read_text())
    assert [row.pop("withholdings") for row in rows] == [0, 3]
    assert all(
        row.pop("withholding_digest") or row["policy"] == "other" for row in rows
    )
    path.write_text(json.dumps(rows))
    assert "Proved: 2 heads hold." in run(head=path)


def test_a_withholding_that_is_gone_is_found_against_a_kept_head(
    withheld: Policy,
) -> None:
    heads = list(verifying.current_heads())
    drop_triggers(TRIGGERS)
    Withholding.objects.order_by("pk").last().delete()  # type: ignore[union-attr]
    assert "terms: the withholdings are not those of the head." in list(
        verifying.row_problems(heads)
    )


def test_a_redline_of_what_is_withheld_is_found(withheld: Policy) -> None:
    drop_triggers(TRIGGERS)
    old, new = withheld.versions.filter(number__in=[2, 3]).order_by("number")
    make(old, new).save()
    assert list(verifying_derived.differences()) == [
        "terms, version 3: a redline to nothing that can be read. `manage.py "
        "rebuild_derived` makes it anew."
    ]
