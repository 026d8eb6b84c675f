"""What the checks find in a draft, before a person reviews it."""

from __future__ import annotations

from typing import Any

import pytest

from policy import drafting, rightswords
from policy.draftchecks import findings
from policy.readability import reading_ease, syllables
from tests.factories import make_draft, make_policy, make_staff, make_version, moment

pytestmark = pytest.mark.django_db

GOOD = "## 1. Contact\n\nCall us at 1-800-345-1642.\n"


def sentences(source: str, **fields: Any) -> list[str]:
    draft = make_draft(source=source, **fields)
    return [f"{each.weight}: {each.sentence}" for each in findings(draft)]


def test_a_good_text_has_no_findings() -> None:
    assert sentences(GOOD) == []


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("Â© us", "error: Line 5: “Â©” looks like text that was read in the wrong"),
        ("[mail]()", "error: Line 5: the link “mail” leads nowhere."),
        (
            "See [it](#nowhere).",
            "error: A link leads to #nowhere, which is no section of this text.",
        ),
        (
            "Email us ator call us.",
            "error: “us ator call” reads as if a link",
        ),
        (
            "Keep ouror to.",
            "error: “Keep ouror to” reads as if a link",
        ),
        (
            "Please read our .",
            "error: “read our .” reads as if a link",
        ),
        ("#### Deep\n\nText.", "warning: “Deep” skips a heading level."),
        (
            "Effective April 18, 2030.",
            "error: The text says “Effective April 18, 2030”, but it takes effect on "
            "April 17, 2030.",
        ),
        ("Last updated: April 31, 2030.", "error: “Last updated: April 31, 2030” is"),
    ],
)
def test_it_finds(source: str, sentence: str) -> None:
    found = sentences(f"{GOOD}\n{source}\n", effective_at=moment("2030-04-17 12:00"))
    assert len(found) == 1
    assert found[0].startswith(sentence)


def test_words_that_only_look_alike_lost_no_link() -> None:
    text = "At or above the band, with or without our and your author, in the end."
    assert sentences(f"{GOOD}\n{text}\n") == []
    assert sentences(f"{GOOD}\nouror nuestro.\n", language="es") == []


def test_a_link_that_the_version_before_had_is_missed() -> None:
    policy = make_policy()
    before = f"{GOOD}\n[Write](mailto:a@example.org), [read](https://a.example/?a=1&b)."
    make_version(policy, source=f"{before} [Here](#contact).\n")
    assert sentences(before, policy=policy) == []
    draft = policy.versions.drafts().get()
    draft.source = GOOD
    assert [each.sentence for each in findings(draft)] == [
        "Version 1 linked “Write” to mailto:a@example.org; this text does not.",
        "Version 1 linked “read” to https://a.example/?a=1&b; this text does not.",
    ]


def test_a_right_date_and_a_known_anchor_are_fine() -> None:
    text = f"{GOOD}\nEffective April 17, 2030. See [it](#contact).\n"
    assert sentences(text, effective_at=moment("2030-04-17 12:00")) == []


def test_an_open_date_beside_a_named_one_is_a_warning() -> None:
    (found,) = sentences(f"{GOOD}\nEffective April 17, 2030.\n")
    assert found.endswith("and the effective date is left open.")


@pytest.mark.parametrize(
    "text", ["1 800 345 1642", "(800) 345-1642 or 1-800-345-1642", "18003451642"]
)
def test_the_telephone_is_found_however_it_is_written(text: str) -> None:
    assert sentences(f"## Contact\n\nCall {text}.\n") == []


def test_a_missing_telephone_is_a_warning() -> None:
    (found,) = sentences("## Contact\n\nCall 1-800-345-1643.\n")
    assert found == "warning: The telephone number 1-800-345-1642 is not in the text."


def test_lost_addresses_and_lost_rights_are_warnings() -> None:
    policy = make_policy()
    make_version(policy, source=f"{GOOD}\n## 2. Rights\n\nYou may object.\n")
    draft = make_draft(policy, source=GOOD)
    assert [each.sentence for each in findings(draft)] == [
        "The address #rights (“2. Rights”) is gone. If the section was only reworded, "
        "write {#rights} after its heading.",
        "Version 1 named a right that this text does not: objection",
    ]


def test_all_eight_rights_have_words() -> None:
    text = (
        "You may have copies of your data, have it corrected or deleted, restrict "
        "processing, object to it, ask for portability, withdraw consent, complain."
    )
    assert rightswords.named(text) == list(rightswords.RIGHTS)
    assert rightswords.named("We sell shoes.") == []


HARD = (
    "Notwithstanding contractual limitations, organizational authorization "
    "procedures necessitate comprehensive documentation regarding international "
    "transmission of identifiable information to administrative subsidiaries "
) * 10


def test_a_text_that_is_hard_to_read_is_a_warning() -> None:
    (found,) = sentences(f"{GOOD}\n{HARD}.\n")
    assert "Flesch reading ease is" in found
    assert sentences(f"{GOOD}\n{HARD}.\n", language="de") == []
    assert sentences(f"{GOOD}\n{'We use it to help you. ' * 40}\n") == []


def test_reading_ease_needs_a_hundred_words() -> None:
    assert reading_ease("Short.") is None
    easy, hard = reading_ease("The cat sat on the mat. " * 20), reading_ease(HARD)
    assert easy is not None
    assert hard is not None
    assert easy > 100 > 0 > hard


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *[("the", 1), ("cat", 1), ("make", 1), ("little", 2), ("data", 2)],
        *[("policy", 3), ("privacy", 3), ("information", 4), ("used", 1)],
        *[("shared", 1), ("collected", 3), ("don't", 1)],
    ],
)
def test_it_counts_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_reasons_for_an_editorial_change_are_a_warning() -> None:
    (found,) = sentences(GOOD, material=False, reasons=["new purpose"])
    assert found.startswith("warning: It is ticked why a reader has to know")
    assert sentences(GOOD, material=False, reasons=[]) == []


def test_what_was_found_is_kept_with_the_step() -> None:
    draft = make_draft(source=f"{GOOD}\nSee [it](#nowhere).\n")
    drafting.save_draft(draft, by=make_staff())
    step = drafting.submit(draft, by=make_staff())
    step.refresh_from_db()
    (row,) = step.findings
    assert row["weight"] == "error"
    assert "#nowhere" in row["sentence"]


def test_cookies_are_compared_with_the_catalogue() -> None:
    policy = make_policy(slug="privacy-policy")
    draft = make_draft(policy, source=f"{GOOD}\nWe set `choice` and `_fbp`.\n")
    found = [each.sentence for each in findings(draft)]
    assert "The text names _fbp, which is no cookie of the catalogue in force." in found
    assert "The catalogue in force has the cookie _ga; the text does not." in found
    assert sentences(f"{GOOD}\nWe set `choice`.\n") == []
