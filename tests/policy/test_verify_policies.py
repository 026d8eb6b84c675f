"""manage.py verify_policies: finds every tampering, and says what it can prove."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from policy import verifying
from policy.models import (
    Policy,
    PolicyVersion,
    Redaction,
    Section,
    StoredRedline,
    UnchangedSince,
    Withdrawal,
    Withholding,
    WithholdingRequest,
)
from policy.publishing import withdraw
from policy.triggers import TRIGGERS
from tests.factories import (
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
)
from tests.tampering import alter, altered, drop_triggers, pick, try_all, verdict

pytestmark = pytest.mark.django_db

TAMPERINGS = 1000
VERSION_COLUMNS = [
    *("number", "title", "company", "language", "direction", "origin", "source"),
    *("html", "change_note", "material", "reason", "effective_at", "published_at"),
    *("published_by_name", "publisher_salt", "publisher_seal"),
    *("previous_digest", "digest"),
]
SECTION_COLUMNS = ["position", "level", "anchor", "heading", "html"]
WITHDRAWAL_COLUMNS = [
    *("withdrawn_at", "withdrawn_by_name", "withdrawer_salt", "withdrawer_seal"),
    *("reason", "previous_digest", "digest"),
]
REQUEST_COLUMNS = [
    *("ground", "reason", "covers_storage", "asked_at", "asked_by_name"),
    *("asker_salt", "asker_seal"),
]
WITHHOLDING_COLUMNS = [
    *("withheld_at", "withheld_by_name", "withholder_salt", "withholder_seal"),
    *("previous_digest", "digest"),
]
REDACTION_COLUMNS = ["redacted_at", "redacted_by", "digest"]
COLUMNS = {
    PolicyVersion: VERSION_COLUMNS,
    Section: SECTION_COLUMNS,
    Withdrawal: WITHDRAWAL_COLUMNS,
    WithholdingRequest: REQUEST_COLUMNS,
    Withholding: WITHHOLDING_COLUMNS,
    Redaction: REDACTION_COLUMNS,
}


@pytest.fixture
def published() -> Policy:
    """Four versions of one policy, two withdrawals, and another policy."""
    policy = make_policy(slug="terms")
    for year in (2018, 2019):
        make_version(
            policy, effective=f"{year}-01-01", source=f"## One\n\nText of {year}.\n"
        )
    for _ in range(2):
        withdraw(
            make_upcoming(policy, material=False), by=make_staff(), reason="A mistake."
        )
    make_version(make_policy(slug="other"))
    return policy


@pytest.fixture
def without_triggers(published: Policy) -> Policy:
    """What somebody has who owns the database: nothing stands in the way."""
    drop_triggers(TRIGGERS)
    return published


def run(**options: object) -> str:
    return verdict("verify_policies", **options)


def test_without_a_head_it_says_consistent_and_not_proved(published: Policy) -> None:
    assert "Consistent." in run()
    assert "roved" not in run().replace("can prove", "")


def test_against_a_kept_head_it_says_proved(published: Policy, tmp_path: Path) -> None:
    head = tmp_path / "head.json"
    assert "2 heads written" in run(write_head=head)
    make_version(published, effective="2020-01-01")
    assert "Proved: 2 heads hold." in run(head=head)


def test_an_empty_site_is_consistent() -> None:
    assert "Consistent." in run()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "cannot be read"),
        ("nonsense", "is not a file of heads"),
        ("[1]", "is not a file of heads"),
        ('[{"policy": "terms"}]', "is not a file of heads"),
        (
            '[{"policy": "terms", "number": "x", "digest": "",'
            ' "withdrawals": 0, "withdrawal_digest": ""}]',
            "is not a file of heads",
        ),
    ],
)
def test_a_bad_head_is_refused(tmp_path: Path, text: str | None, sentence: str) -> None:
    head = tmp_path / "head.json"
    if text is not None:
        head.write_text(text)
    with pytest.raises(CommandError, match=sentence):
        run(head=head)


def test_a_head_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        run(write_head=tmp_path / "no" / "head.json")


def test_a_missing_trigger_is_named(without_triggers: Policy) -> None:
    with pytest.raises(CommandError, match="trigger version_is_permanent is missing"):
        run()


def test_it_names_the_first_row_that_does_not_hold(without_triggers: Policy) -> None:
    PolicyVersion.objects.filter(policy=without_triggers, number__gte=2).update(
        change_note="Rewritten."
    )
    assert list(verifying.row_problems()) == [
        "terms, version 2: its content does not match its hash."
    ]


def test_a_cut_tail_is_found_against_a_kept_head(
    without_triggers: Policy, tmp_path: Path
) -> None:
    heads = list(verifying.current_heads())
    Withdrawal.objects.order_by("pk").last().delete()  # type: ignore[union-attr]
    assert list(verifying.row_problems()) == []
    assert list(verifying.row_problems(heads)) == [
        "terms: the withdrawals are not those of the head."
    ]
    last = PolicyVersion.objects.filter(policy=without_triggers, number=4)
    Section.objects.filter(version__in=last).delete()
    last.delete()
    assert "terms, version 4: the head has it, it is missing." in list(
        verifying.row_problems(heads)
    )


def update(chance: random.Random) -> str:
    """Alter one column of one row."""
    model = chance.choice([model for model in COLUMNS if model.objects.exists()])  # type: ignore[attr-defined]
    row, column = pick(model, chance), chance.choice(COLUMNS[model])
    return alter(row, column, altered(getattr(row, column), chance))


def delete(chance: random.Random) -> str:
    """Delete one row that is not the end of a chain without a head."""
    model = chance.choice([PolicyVersion, Section, Withdrawal])
    row = pick(model, chance)
    if isinstance(row, PolicyVersion):
        Section.objects.filter(version=row).delete()
        Withdrawal.objects.filter(version=row).delete()
    model._default_manager.filter(pk=row.pk)._raw_delete(connection.alias)
    return f"delete {model.__name__}"


def insert(chance: random.Random) -> str:
    """Add a forged section, or a forged version after the last."""
    version = PolicyVersion.objects.order_by("pk").last()
    assert version is not None and version.number is not None
    if chance.random() < 0.5:
        Section.objects.create(
            version=version, position=99, level=2, anchor="forged", html="<p>No.</p>"
        )
        return "insert Section"
    version.pk, version.number = None, version.number + 1
    version.source += chance.choice("abc")
    version.save(force_insert=True)
    return "insert PolicyVersion"


def swap(chance: random.Random) -> str:
    """Exchange what two versions of a policy hold."""
    first, second = PolicyVersion.objects.filter(policy__slug="terms", number__lte=2)
    column = chance.choice(["source", "html", "digest"])
    for row, value in (
        (first, getattr(second, column)),
        (second, getattr(first, column)),
    ):
        PolicyVersion.objects.filter(pk=row.pk).update(**{column: value})
    return f"swap {column}"


def replace(chance: random.Random) -> str:
    """Put another row in the place of one, under the same key."""
    row = pick(Section, chance)
    assert isinstance(row, Section)
    Section.objects.filter(pk=row.pk)._raw_delete(connection.alias)
    row.html += f"<p>{chance.random()}</p>"
    row.save(force_insert=True)
    return "replace Section"


def test_a_thousand_random_tamperings_are_all_found(without_triggers: Policy) -> None:
    heads = list(verifying.current_heads())
    kinds = [update, update, update, delete, insert, swap, replace]
    try_all(kinds, lambda: verifying.row_problems(heads), TAMPERINGS)


def test_heads_are_plain_json(published: Policy, tmp_path: Path) -> None:
    run(write_head=tmp_path / "head.json")
    rows = json.loads((tmp_path / "head.json").read_text())
    assert [row["policy"] for row in rows] == ["other", "terms"]
    assert [row["number"] for row in rows] == [1, 4]
    assert [row["withdrawals"] for row in rows] == [0, 2]


def test_it_says_that_what_is_derived_is_no_part_of_the_proof(
    published: Policy,
) -> None:
    StoredRedline.objects.update(html="<p>Forged.</p>")
    assert "are derived and no part of this; --derived looks at them." in run()


def test_it_compares_what_is_derived_when_it_is_told_to(published: Policy) -> None:
    assert "What is derived is what comes out anew." in run(derived=True)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"html": "<p>Forged.</p>"}, "its “html” is not what comes out anew."),
        ({"changes": []}, "its “changes” is not what comes out anew."),
        ({"is_coarse": True}, "its “is_coarse” is not what comes out anew."),
        ({"engine": 0}, "another engine made it."),
        (None, "it is missing."),
    ],
)
def test_the_first_redline_that_does_not_hold_is_named(
    published: Policy, changed: dict[str, object] | None, sentence: str
) -> None:
    rows = StoredRedline.objects.filter(new__number__gte=2)
    if changed is None:
        rows.delete()
    else:
        rows.update(**changed)
    with pytest.raises(CommandError) as error:
        run(derived=True)
    (line,) = str(error.value).split("\n")
    assert line.startswith(f"terms, redline of versions 1 and 2: {sentence}")
    call_command("rebuild_derived", verbosity=0)
    run(derived=True)


@pytest.mark.parametrize("is_lost", [True, False])
def test_the_first_section_whose_age_does_not_hold_is_named(
    published: Policy, is_lost: bool
) -> None:
    rows = UnchangedSince.objects.filter(section__version__number=2)
    if is_lost:
        rows.delete()
    else:
        rows.update(version=published.versions.get(number=1))
    with pytest.raises(CommandError, match="terms, version 2, section “One”: since"):
        run(derived=True)
