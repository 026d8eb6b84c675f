"""Withholding in admin: asked for by one person, decided by another."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from policy import drafting
from policy.models import PolicyVersion, Withholding, WithholdingRequest
from policy.publishing import publish
from policy.redacting import redact
from policy.roles import APPROVERS, AUDITORS, EDITORS, PRIVACY_OFFICE
from tests.desk import VERSIONS, address, desk, superuser, text_of, value_of
from tests.factories import (
    make_draft,
    make_policy,
    make_request,
    make_staff,
    make_version,
    make_withheld,
)

pytestmark = pytest.mark.django_db

MAY = [APPROVERS, PRIVACY_OFFICE]
MAY_NOT = [None, EDITORS, AUDITORS]
REQUESTS = "/admin/policy/withholdingrequest/"
FILLED = {"ground": "removal", "reason": " It named a person. "}
MARK = "Quillfeather"


@pytest.fixture
def approver() -> Client:
    return desk(APPROVERS, username="ann")


def marked(**fields: Any) -> PolicyVersion:
    return make_version(
        source=f"## One\n\nOf {MARK}.\n",
        change_note=f"About {MARK}.",
        reason=f"Of {MARK}.",
        **fields,
    )


def decide_page(asked: WithholdingRequest) -> str:
    return reverse("admin:policy_withholdingrequest_decide", args=[asked.pk])


@pytest.mark.parametrize("group", MAY)
def test_one_person_asks_and_is_told_that_it_cannot_be_undone(group: str) -> None:
    version = make_version(make_policy(slug="terms"))
    client = desk(group, username="pat")
    assert "Withhold …" in text_of(client.get(address(version)))
    page = text_of(client.get(address(version, "withhold")))
    assert "Withholding cannot be undone." in page
    assert "manage.py redact_version terms 1" in page
    answer = client.post(address(version, "withhold"), FILLED, follow=True)
    assert "It is still public: another person has to confirm." in text_of(answer)
    asked = WithholdingRequest.objects.get()
    assert (asked.version, asked.ground) == (version, "removal")
    assert (asked.reason, asked.asked_by_name) == ("It named a person.", "pat")
    assert not asked.covers_storage
    assert client.get("/terms/").status_code == 200
    messages = [entry.get_change_message() for entry in LogEntry.objects.all()]
    assert messages == ["Withholding asked for."]


@pytest.mark.parametrize(
    "fields",
    [{}, {"ground": "removal"}, {"reason": "x"}, {"ground": "whim", "reason": "x"}],
)
def test_bad_input_comes_back_as_it_was_filled_in(
    approver: Client, fields: dict[str, str]
) -> None:
    version = make_version()
    answer = approver.post(address(version, "withhold"), fields)
    assert answer.status_code == 400
    assert "Please correct the errors below." in text_of(answer)
    assert value_of(answer, "reason").strip() == fields.get("reason", "")
    assert not WithholdingRequest.objects.exists()


def test_a_second_request_is_refused_in_words(approver: Client) -> None:
    asked = make_request()
    answer = approver.post(address(asked.version, "withhold"), FILLED)
    assert answer.status_code == 400
    assert "Somebody has asked to withhold this version already" in text_of(answer)


def test_a_draft_or_nothing_is_not_withheld(approver: Client) -> None:
    assert approver.get(address(make_draft(), "withhold")).status_code == 404
    assert approver.get(f"{VERSIONS}999/withhold/").status_code == 404
    assert approver.get(f"{REQUESTS}999/decide/").status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(approver: Client, method: str) -> None:
    asked = make_request()
    for page in (address(asked.version, "withhold"), decide_page(asked)):
        assert getattr(approver, method)(page).status_code == 405


@pytest.mark.parametrize("group", MAY_NOT)
def test_nobody_else_asks_or_decides(group: str | None) -> None:
    asked = make_request()
    client = desk(*([group] if group else []))
    for page in (address(make_version(), "withhold"), decide_page(asked)):
        for send in (client.get, client.post):
            answer = send(page, FILLED | {"decision": "confirm"})
            assert answer.status_code == 403
    assert WithholdingRequest.objects.count() == 1
    assert not Withholding.objects.exists()


@pytest.mark.parametrize("group", MAY)
def test_another_person_confirms(group: str) -> None:
    asked = make_request(make_version(make_policy(slug="terms")))
    client = desk(group, username="bo")
    page = text_of(client.get(decide_page(asked)))
    assert "Withholding cannot be undone." in page and asked.reason in page
    answer = client.post(decide_page(asked), {"decision": "confirm"}, follow=True)
    assert "is withheld." in text_of(answer)
    assert Withholding.objects.get().withheld_by_name == "bo"
    assert client.get("/terms/").status_code == 410
    again = client.post(decide_page(asked), {"decision": "confirm"})
    assert again.status_code == 400
    assert "This request was confirmed or declined already." in text_of(again)
    assert "This request is decided: Confirmed." in text_of(again)


def test_who_asked_cannot_confirm_even_as_superuser() -> None:
    client = superuser()
    version = make_version()
    client.post(address(version, "withhold"), FILLED)
    asked = WithholdingRequest.objects.get()
    page = client.get(decide_page(asked))
    assert "another person has to confirm" in text_of(page)
    assert 'value="confirm"' not in page.content.decode()
    answer = client.post(decide_page(asked), {"decision": "confirm"})
    assert answer.status_code == 400
    assert "Who asked to withhold a version cannot confirm it" in text_of(answer)
    assert not Withholding.objects.exists()


def test_declining_needs_a_reason_that_staff_see(approver: Client) -> None:
    asked = make_request()
    answer = approver.post(decide_page(asked), {"decision": "decline"})
    assert answer.status_code == 400
    assert "Say why the request is declined." in text_of(answer)
    fields = {"decision": "decline", "reason": "A new version does."}
    answer = approver.post(decide_page(asked), fields, follow=True)
    assert "stays public" in text_of(answer)
    page = text_of(approver.get(f"{REQUESTS}{asked.pk}/change/"))
    assert "Declined" in page and "ann: A new version does." in page


@pytest.mark.parametrize("fields", [{}, {"decision": "maybe"}])
def test_an_unknown_decision_decides_nothing(
    approver: Client, fields: dict[str, str]
) -> None:
    asked = make_request()
    assert approver.post(decide_page(asked), fields).status_code == 400
    assert WithholdingRequest.objects.still_open().exists()


def test_the_list_shows_where_each_request_stands(approver: Client) -> None:
    make_withheld(make_version(make_policy(title="Gone terms")))
    make_request(make_version(make_policy(title="Asked terms")))
    page = text_of(approver.get(REQUESTS))
    assert "Gone terms, version 1Confirmed" in page.replace(" Confirmed", "Confirmed")
    assert "Asked terms, version 1Open" in page.replace(" Open", "Open")
    for state, shown, other in (
        ("open", "Asked terms", "Gone terms"),
        ("confirmed", "Gone terms", "Asked terms"),
    ):
        page = text_of(approver.get(f"{REQUESTS}?state={state}"))
        assert shown in page and other not in page
    assert "0 requests to withhold" in text_of(
        approver.get(f"{REQUESTS}?state=declined")
    )


@pytest.mark.parametrize("group", [EDITORS, AUDITORS])
def test_other_roles_read_the_requests_and_change_none(group: str) -> None:
    asked = make_request()
    client = desk(group)
    assert client.get(REQUESTS).status_code == 200
    page = client.get(f"{REQUESTS}{asked.pk}/change/")
    assert "It named a person." in text_of(page)
    assert "Confirm or decline" not in text_of(page)
    assert client.post(f"{REQUESTS}{asked.pk}/change/", {}).status_code == 403
    assert client.post(f"{REQUESTS}{asked.pk}/delete/", {}).status_code == 403
    assert client.get(f"{REQUESTS}add/").status_code == 403


def test_an_open_request_is_linked_from_the_version(approver: Client) -> None:
    asked = make_request()
    page = approver.get(address(asked.version)).content.decode()
    assert decide_page(asked) in page and "Withhold …" not in page


def test_a_withheld_version_may_be_asked_for_once_more_for_its_storage(
    approver: Client,
) -> None:
    version = make_withheld().version
    assert "Withhold …" in text_of(approver.get(address(version)))
    answer = approver.post(address(version, "withhold"), FILLED)
    assert answer.status_code == 400
    answer = approver.post(
        address(version, "withhold"), FILLED | {"covers_storage": "on"}
    )
    assert answer.status_code == 302
    asked = WithholdingRequest.objects.get(covers_storage=True)
    desk(PRIVACY_OFFICE).post(decide_page(asked), {"decision": "confirm"})
    assert "Withhold …" not in text_of(approver.get(address(version)))


# --- Withheld text at the desk ---


@pytest.mark.parametrize("group", [EDITORS, AUDITORS])
def test_who_may_not_withhold_reads_no_word_of_it(group: str) -> None:
    version = marked()
    client = desk(group)
    assert MARK in client.get(address(version)).content.decode()
    make_withheld(version)
    page = client.get(address(version))
    assert page.status_code == 200
    assert MARK not in page.content.decode()
    assert "It named a person." in text_of(page)
    assert version.digest in text_of(page)


def checked() -> PolicyVersion:
    """Withheld, after checks and a reviewer had quoted its words."""
    version = make_draft(source=f"## One\n\nOf [{MARK}](#{MARK}).\n")
    drafting.save_draft(version, by=make_staff())
    drafting.submit(version, by=make_staff())
    drafting.reject(version, by=make_staff(), reason=f"Not {MARK}.")
    drafting.approve(version, by=make_staff())
    version = publish(version, by=make_staff(username="eve"))
    make_withheld(version)
    return version


@pytest.mark.parametrize("group", [EDITORS, AUDITORS])
def test_nor_what_was_quoted_of_it_in_review(group: str) -> None:
    version = checked()
    page = desk(group).get(address(version))
    assert MARK not in page.content.decode()
    assert "eve, published it" in text_of(page)


@pytest.mark.parametrize("group", MAY)
def test_who_may_withhold_reads_what_was_quoted(group: str) -> None:
    page = text_of(desk(group).get(address(checked())))
    assert f"Not {MARK}." in page and f"#{MARK}" in page


@pytest.mark.parametrize("group", MAY)
def test_who_may_withhold_still_reads_it(group: str) -> None:
    version = marked()
    make_withheld(version)
    page = text_of(desk(group).get(address(version)))
    assert f"Of {MARK}." in page and f"About {MARK}." in page


def test_the_list_does_not_find_it_by_its_words() -> None:
    version = marked()
    client = desk(EDITORS)
    assert "1 version" in text_of(client.get(f"{VERSIONS}?q={MARK}"))
    make_withheld(version)
    assert "0 versions" in text_of(client.get(f"{VERSIONS}?q={MARK}"))
    assert "1 version" in text_of(client.get(VERSIONS))
    assert "1 version" in text_of(desk(APPROVERS).get(f"{VERSIONS}?q={MARK}"))


@pytest.mark.parametrize("column", ["source", "html", "change_note", "reason"])
def test_nor_by_an_address_that_asks_for_its_words(column: str) -> None:
    make_withheld(marked())
    client = desk(AUDITORS)
    assert client.get(f"{VERSIONS}?{column}__contains={MARK}").status_code == 400
    assert client.get(f"{VERSIONS}?{column}__startswith=A").status_code == 400


def test_the_filters_of_the_list_still_filter() -> None:
    version = marked()
    other = marked(origin="import")
    answer = desk(AUDITORS).get(f"{VERSIONS}?policy__id__exact={version.policy_id}")
    assert "1 version" in text_of(answer) and str(other) not in text_of(answer)
    assert "2 versions" in text_of(
        desk(AUDITORS).get(f"{VERSIONS}?origin__exact=import")
    )


@pytest.mark.parametrize("is_redacted", [False, True])
def test_the_next_draft_starts_from_what_can_be_read(is_redacted: bool) -> None:
    policy = make_policy()
    make_version(policy, effective="2018-01-01", source="## One\n\nPlain words.\n")
    version = make_version(policy, source=f"## One\n\nOf {MARK}.\n")
    make_withheld(version, covers_storage=is_redacted)
    if is_redacted:
        redact(version, by="op")
    for client in (desk(EDITORS), superuser()):
        answer = client.get(f"{VERSIONS}add/?policy={policy.pk}")
        assert "Plain words." in value_of(answer, "source")
        assert MARK not in answer.content.decode()


def test_a_draft_is_reviewed_against_what_can_be_read() -> None:
    policy = make_policy()
    make_version(policy, effective="2018-01-01")
    make_withheld(make_version(policy, source=f"## One\n\nOf {MARK}.\n"))
    draft = make_draft(policy)
    client = desk(EDITORS)
    for action in ("review", "changes"):
        page = client.get(address(draft, action))
        assert page.status_code == 200
        assert "version 1. Readers will get the same." in text_of(page)
        assert MARK not in page.content.decode()


def test_staff_who_asked_are_kept() -> None:
    asker = make_staff()
    make_request(by=asker)
    with pytest.raises(ProtectedError):
        asker.delete()
