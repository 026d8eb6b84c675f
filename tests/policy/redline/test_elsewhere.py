"""Words that went from one place and stand in another."""

from __future__ import annotations

import pytest

from policy.redline import Elsewhere, Kind
from tests.policy.redline.taking import kinds, only, redline, told

LOGS = "We keep the logs of our servers for thirty days and then we delete all of them."
MAIL = "You can write to us by mail or by phone on any working day of the year."
PAY = "Your card number goes to our bank alone, and we never see or store any of it."
SHIP = "Parcels leave our store within two days and reach you by post in another three."
NEWS = "A letter with our news comes once a month to those who have asked us for it."


def test_a_paragraph_put_between_two_halves_of_one_is_all_that_is_told() -> None:
    old = f"## A\n\n{MAIL}\n\n{LOGS} {PAY}\n\n{SHIP}"
    new = f"## A\n\n{MAIL}\n\n{LOGS}\n\n{NEWS}\n\n{PAY}\n\n{SHIP}"
    result = redline(old, new)
    assert told(result) == [f"Section “A”: new paragraph: “{NEWS}”"]
    assert only(result).kind is Kind.INSERTED


def test_a_paragraph_taken_from_between_two_that_were_joined_is_told_so() -> None:
    old = f"{LOGS}\n\n{NEWS}\n\n{PAY}"
    assert told(redline(old, f"{LOGS} {PAY}")) == [
        f"The text: paragraph removed: “{NEWS}”"
    ]


def test_an_item_can_be_split_around_a_new_paragraph() -> None:
    old = f"## A\n\n- {MAIL}\n- {LOGS} {PAY} {PAY}"
    new = f"## A\n\n{MAIL}\n\n{LOGS}\n\n{NEWS}\n\n- {PAY} {PAY}"
    result = redline(old, new)
    assert not any("removed" in text for text in told(result))
    assert sum(NEWS in text for text in told(result)) == 1


def test_a_sentence_that_went_to_another_section_moved() -> None:
    old = f"## A\n\n{MAIL} {LOGS}\n\n## B\n\n{PAY} {SHIP}"
    new = f"## A\n\n{MAIL}\n\n## B\n\n{PAY} {LOGS} {SHIP}"
    assert told(redline(old, new)) == [
        f"Section “A”: “{LOGS}” moved to Section “B”",
        f"Section “B”: “{LOGS}” moved here from Section “A”",
    ]


def test_a_sentence_that_went_within_its_section_moved_there() -> None:
    old = f"## A\n\n{MAIL} {LOGS}\n\n{PAY} {SHIP}"
    new = f"## A\n\n{MAIL}\n\n{PAY} {LOGS} {SHIP}"
    place = "another place in this section"
    assert told(redline(old, new)) == [
        f"Section “A”: “{LOGS}” moved to {place}",
        f"Section “A”: “{LOGS}” moved here from {place}",
    ]


def test_a_paragraph_that_became_part_of_another_moved() -> None:
    old = f"## A\n\n{MAIL}\n\n{LOGS}\n\n## B\n\n{PAY} {SHIP}"
    new = f"## A\n\n{MAIL}\n\n## B\n\n{PAY} {LOGS} {SHIP}"
    assert told(redline(old, new)) == [
        f"Section “A”: moved to Section “B”: “{LOGS}”",
        f"Section “B”: “{LOGS}” moved here from Section “A”",
    ]


def test_a_sentence_that_became_a_paragraph_elsewhere_moved() -> None:
    old = f"## A\n\n{MAIL} {LOGS}\n\n## B\n\n{PAY}"
    new = f"## A\n\n{MAIL}\n\n## B\n\n{PAY}\n\n{LOGS}"
    assert told(redline(old, new)) == [
        f"Section “A”: “{LOGS}” moved to Section “B”",
        f"Section “B”: moved here from Section “A”: “{LOGS}”",
    ]


def test_what_was_reworded_as_it_moved_is_similar_not_moved() -> None:
    reworded = LOGS.replace("for thirty days", "no longer than a week or so")
    reworded = reworded.replace("then we delete", "after that we erase")
    old = f"## A\n\n{MAIL} {LOGS}\n\n## B\n\n{PAY}"
    new = f"## A\n\n{MAIL}\n\n## B\n\n{PAY} {reworded}"
    result = redline(old, new)
    assert kinds(result) == [Kind.WORDS, Kind.WORDS]
    assert result.changes[0].old_elsewhere == Elsewhere(
        result.changes[1].section, is_all=False
    )
    gone, come = told(result)
    assert gone.endswith("; similar words are now in Section “B”")
    assert come.endswith("; similar words stood in Section “A” before")


def test_words_that_others_replaced_are_said_to_be_elsewhere() -> None:
    old = f"## A\n\n{MAIL} {LOGS} {SHIP}\n\n## B\n\n{PAY}"
    new = f"## A\n\n{MAIL} {NEWS} {SHIP}\n\n## B\n\n{PAY} {LOGS}"
    assert told(redline(old, new))[0] == (
        f"Section “A”: “{LOGS[:-1]}” became “{NEWS[:-1]}”; "
        "the former words are now in Section “B”"
    )


@pytest.mark.parametrize("words", ["by mail", "on any working day"])
def test_a_few_words_are_not_said_to_have_moved(words: str) -> None:
    old = f"## A\n\nCome {words} if you can, whoever you are.\n\n## B\n\n{PAY}"
    new = f"## A\n\nCome if you can, whoever you are.\n\n## B\n\n{PAY} Or {words}."
    assert " moved" not in " ".join(told(redline(old, new)))
