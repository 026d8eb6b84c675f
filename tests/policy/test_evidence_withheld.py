"""Evidence of what is withheld: who decided, and no word that was destroyed."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from policy import redacting
from policy.models import PolicyVersion
from policy.publishing import publish
from policy.roles import APPROVERS
from tests.desk import GROUPS, address, desk
from tests.factories import (
    make_policy,
    make_ready,
    make_staff,
    make_version,
    make_withheld,
)

pytestmark = pytest.mark.django_db
SECRET = "The patient is Jane Roe."


@pytest.fixture
def withheld() -> PolicyVersion:
    policy = make_policy(slug="terms")
    make_version(policy, effective="2020-01-01")
    version = make_version(
        policy, effective="2021-01-01", source=f"## One\n\n{SECRET}\n"
    )
    make_withheld(version, reason="It names a person.", covers_storage=True)
    return version


def evidence() -> str:
    out = StringIO()
    call_command("version_evidence", "terms", "2", stdout=out)
    return out.getvalue()


def test_it_says_who_asked_who_confirmed_and_why(withheld: PolicyVersion) -> None:
    text = evidence()
    assert "Withholding" in text
    assert "It names a person." in text
    withholding = withheld.withholdings.get()
    for words in (
        withholding.request.asked_by_name,
        withholding.withheld_by_name,
        withholding.digest,
    ):
        assert words in text


def test_until_it_is_destroyed_counsel_has_the_text(withheld: PolicyVersion) -> None:
    assert SECRET in evidence()


def test_what_was_destroyed_is_told_and_not_called_a_fault(
    withheld: PolicyVersion,
) -> None:
    redacting.redact(withheld, by="operator")
    text = evidence()
    assert SECRET not in text
    assert "not possible: the text was destroyed" in text
    assert "operator" in text
    assert "does not match" not in text
    assert withheld.digest in text


MAY = {"Policy approvers", "Privacy office"}


@pytest.mark.parametrize("group", GROUPS)
def test_only_who_may_withhold_downloads_it(
    withheld: PolicyVersion, group: str
) -> None:
    client = desk(group)
    answer = client.get(address(withheld, "evidence"))
    assert answer.status_code == (200 if group in MAY else 403)
    page = client.get(address(withheld))
    assert ("Evidence for counsel" in page.content.decode()) is (group in MAY)


def test_a_stranger_signs_in_first(client: Client, withheld: PolicyVersion) -> None:
    assert client.get(address(withheld, "evidence")).status_code == 302


def test_the_next_version_keeps_its_evidence(withheld: PolicyVersion) -> None:
    policy = withheld.policy
    make_version(policy, effective="2022-01-01")
    redacting.redact(withheld, by="operator")
    out = StringIO()
    call_command("version_evidence", "terms", "3", stdout=out)
    assert SECRET not in out.getvalue()


def test_the_next_version_is_told_of_past_what_is_withheld(
    withheld: PolicyVersion,
) -> None:
    ready = make_ready(withheld.policy, source="## One\n\nThe patient is well.\n")
    published = publish(ready, by=make_staff())
    text = desk(APPROVERS).get(address(published, "evidence")).content.decode()
    assert "Changed against the version before it" in text
    assert "Jane Roe" not in text
