"""The first hit is the same on both databases: the suite runs this on each."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from policy.models import Policy
from tests.factories import make_notice, make_policy, make_version
from tests.policy.search.finding import found

pytestmark = pytest.mark.django_db

CHINESE = (
    "## 1. 我们收集的信息\n\n我们只收集您提供的电子邮件。\n\n"
    "## 2. 您的权利\n\n您可以要求删除。\n"
)
ARABIC = "## 1. المعلومات\n\nنَجْمَعُ القليل.\n\n## 2. حقوقك\n\nيمكنك أن تطلب الحذف.\n"
GERMAN = "## 1. Straßen und Größen\n\nWir speichern Ihre Anschrift.\n"
RULES = """\
## Membership

Members lend tools. A tool is a tool.

## Lending tools

Return what you borrow. Membership ends when it is lost.

## Fees

Late fees are due at once, e-mail us about late return of a borrowed ladder.
"""

PRIVACY = "/privacy-policy/#"
CASES = [
    ("your rights", f"{PRIVACY}your-rights"),
    ("YOUR RIGHTS", f"{PRIVACY}your-rights"),
    ("right", f"{PRIVACY}your-rights"),
    ("ip address", f"{PRIVACY}ip-addresses"),
    ("cookies", f"{PRIVACY}use-of-cookies"),
    ('"government authorities"', f"{PRIVACY}government-authorities-and-litigation"),
    ("litigation", f"{PRIVACY}government-authorities-and-litigation"),
    ("links sites", f"{PRIVACY}link-to-other-sites"),
    ("portability", f"{PRIVACY}your-rights"),
    ("membership", "/rules/#membership"),
    ("tools", "/rules/#lending-tools"),
    ("lend", "/rules/#lending-tools"),
    ('"late fees"', "/rules/#fees"),
    ("email ladder", "/rules/#fees"),
    ("e-mail ladder", "/rules/#fees"),
    ("信息", "/zh-rules/#我们收集的信息"),
    ("收集的信息", "/zh-rules/#我们收集的信息"),
    ("权", "/zh-rules/#您的权利"),
    ("利", "/zh-rules/#您的权利"),
    ("电子邮件", "/zh-rules/#我们收集的信息"),
    ("نجمع", "/ar-rules/#المعلومات"),
    ("حُقوقك", "/ar-rules/#حقوقك"),
    ("strassen", "/de-rules/#strassen-und-grössen"),
    ("GROSSEN", "/de-rules/#strassen-und-grössen"),
    ("anschrift", "/de-rules/#strassen-und-grössen"),
    ("quokka", "/notices/1/"),
    ("quokkas january", "/notices/1/"),
]
NOTHING = ["zebra", '"rights your"', "ladder quokka", '"tool lending"', "息信", "ool"]


@pytest.fixture
def site() -> None:
    call_command("load_policies", verbosity=0)
    make_version(make_policy(slug="rules", title="Rules"), source=RULES)
    for slug, language, source in (
        ("zh-rules", "zh-Hans", CHINESE),
        ("ar-rules", "ar", ARABIC),
        ("de-rules", "de", GERMAN),
    ):
        make_version(make_policy(slug=slug), language=language, source=source)
    make_notice(summary="Quokkas are welcome from January on.")


@pytest.mark.usefixtures("site")
def test_the_first_hit_of_every_case() -> None:
    given = [(query, (found(query) or ["nothing"])[0]) for query, _ in CASES]
    assert given == CASES


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("query", NOTHING)
def test_what_is_nowhere_is_not_found(query: str) -> None:
    assert found(query) == []


@pytest.mark.usefixtures("site")
def test_all_hits_are_in_the_same_order_whenever_they_are_asked_for() -> None:
    first = found("information", with_earlier=True)
    assert len(first) > 10
    assert first == found("information", with_earlier=True)
    assert len(set(first)) == len(first)


def test_a_heading_weighs_more_than_a_text(terms: Policy) -> None:
    assert found("tools")[0].endswith("#lending-tools")


def test_a_word_itself_comes_before_one_that_begins_with_it() -> None:
    text = "## A\n\nA cookies cookies.\n\n## B\n\nA cookie.\n"
    make_version(make_policy(slug="terms"), source=text)
    assert found("cookie") == ["/terms/#b", "/terms/#a"]


def test_words_together_come_before_words_apart() -> None:
    apart = "## A\n\nData that we keep for a long time is personal.\n\n"
    text = f"{apart}## B\n\nPersonal data.\n"
    make_version(make_policy(slug="terms"), source=text)
    assert found("personal data")[0] == "/terms/#b"


@pytest.fixture
def terms() -> Policy:
    policy = make_policy(slug="terms")
    make_version(policy, source=RULES)
    return policy
