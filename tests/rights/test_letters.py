"""The letter of a refusal: the ground, the appeal, the authority and the court."""

from __future__ import annotations

import pytest

from rights.law import Law, Right
from rights.letters import REMEDIES, refusal_letter, remedies
from rights.words import Ground
from tests.rights.desk import make_telephoned

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("country", "region", "relation", "right", "said"),
    [
        ("DE", "", "visitor", Right.ACCESS, ["GDPR, article 77", "article 79"]),
        ("GB", "", "visitor", Right.ACCESS, ["Information Commissioner", "court"]),
        ("CH", "", "visitor", Right.ACCESS, ["FADP, article 49", "civil court"]),
        ("US", "CA", "visitor", Right.ERASURE, ["California Privacy Protection"]),
        (
            *("US", "TX", "member", Right.ACCESS),
            ["45 CFR 160.306", "reviewed by a health care professional"],
        ),
        (
            *("US", "TX", "member", Right.RECTIFICATION),
            ["45 CFR 160.306", "statement of disagreement"],
        ),
        ("US", "TX", "visitor", Right.ERASURE, ["attorney general", "go to court"]),
        ("US", "CA", "member", Right.ACCESS, ["California Privacy", "45 CFR 160.306"]),
    ],
)
def test_it_names_what_the_law_offers(
    country: str, region: str, relation: str, right: Right, said: list[str]
) -> None:
    asked = make_telephoned(
        country=country, region=region, relation=relation, right=right
    )
    letter = refusal_letter(asked, Ground.OTHERS, "")
    for words in [*said, "You can appeal to us", asked.number]:
        assert words in letter


def test_it_gives_the_ground_and_then_what_staff_add() -> None:
    letter = refusal_letter(make_telephoned(), Ground.HEALTH, "  It is sealed.\n")
    ground, added = letter.index(str(Ground.HEALTH.label)), letter.index("It is sealed")
    assert ground < added < letter.index("What you can do")
    assert "\n\n\n" not in letter


def test_each_authority_is_named_once() -> None:
    """Two rules of HIPAA speak of access."""
    found = remedies(make_telephoned(relation="member", region="TX"))
    assert len(found) == len(set(found)) == 2


def test_every_law_has_its_remedy() -> None:
    assert set(REMEDIES) == set(Law)
