"""Two people at one draft at once: the second is told, and nothing typed is lost."""

from __future__ import annotations

import pytest
from django.test import Client

from policy.models import PolicyVersion
from policy.publishing import publish
from policy.roles import APPROVERS, EDITORS
from tests.desk import (
    VERSIONS,
    address,
    desk,
    draft_fields,
    form_of,
    text_of,
    value_of,
)
from tests.factories import make_draft, make_policy, make_ready, make_staff
from tests.html import elements, words

pytestmark = pytest.mark.django_db

ADD = f"{VERSIONS}add/"


@pytest.fixture
def editor() -> Client:
    return desk(EDITORS)


def notice_fields(summary: str) -> dict[str, str]:
    """A notice as an editor sends it who saw none yet."""
    return {
        "notice_draft-TOTAL_FORMS": "1",
        "notice_draft-INITIAL_FORMS": "0",
        "notice_draft-0-summary": summary,
        "notice_draft-0-for_whom": "All.",
        "notice_draft-0-what_to_do": "Ask us.",
    }


def test_the_second_of_two_editors_is_told_and_nothing_is_lost() -> None:
    ann, bob = desk(EDITORS, username="ann"), desk(EDITORS, username="bob")
    ann.post(ADD, draft_fields(make_policy()))
    draft = PolicyVersion.objects.get()
    opened = value_of(bob.get(address(draft)), "seen")
    hers = draft_fields(source="All of it is hers.", seen=opened)
    assert ann.post(address(draft), hers).status_code == 302
    his = draft_fields(source="All of it is his.", change_note="His note.", seen=opened)
    told = bob.post(address(draft), his)
    assert told.status_code == 200
    text = text_of(told)
    assert "ann changed this draft after you opened it." in text
    assert "“hers” became “his”" in text
    assert value_of(told, "source").strip() == "All of it is his."
    assert value_of(told, "change_note").strip() == "His note."
    draft.refresh_from_db()
    assert draft.source == "All of it is hers.\n"
    his["seen"] = value_of(told, "seen")
    assert bob.post(address(draft), his).status_code == 302
    draft.refresh_from_db()
    assert draft.source == "All of it is his.\n"
    writers = list(draft.contributions.values_list("by_name", flat=True))
    assert writers == ["ann", "ann", "bob"]


def test_a_draft_that_was_published_meanwhile_says_so_and_keeps_what_was_typed(
    editor: Client,
) -> None:
    draft = make_ready(make_policy(title="Terms"))
    fields = form_of(editor.get(address(draft))) | {"source": "It came <too> late."}
    publish(draft, by=make_staff())
    answer = editor.post(address(draft), fields)
    assert answer.status_code == 409
    assert "it is Terms, version 1 now" in text_of(answer)
    given_back = [each.text.strip() for each in elements(answer.content.decode())]
    assert "It came <too> late." in given_back
    assert "We keep your data for two years instead of one." in given_back
    assert not PolicyVersion.objects.drafts().exists()


def test_so_does_a_draft_that_was_discarded_meanwhile(editor: Client) -> None:
    draft = make_draft()
    fields = form_of(editor.get(address(draft))) | {"source": "It came too late."}
    editor.post(address(draft, "delete"), {"post": "yes"})
    answer = editor.post(address(draft), fields)
    assert answer.status_code == 409
    assert "This draft was discarded meanwhile." in text_of(answer)
    assert "It came too late." in answer.content.decode()


@pytest.mark.parametrize("key", ["abc", "0", "9" * 30, "²"])
def test_an_odd_key_is_no_draft_that_was_discarded(editor: Client, key: str) -> None:
    fields = draft_fields(source="Words of mine.")
    answer = editor.post(f"{VERSIONS}{key}/change/", fields)
    assert answer.status_code in (302, 404, 409)


def test_who_may_not_write_gets_nothing_back() -> None:
    draft = make_ready()
    publish(draft, by=make_staff())
    fields = draft_fields(source="Words of mine.")
    assert desk(APPROVERS).post(address(draft), fields).status_code == 403


def test_what_differs_beside_the_text_is_shown_too(editor: Client) -> None:
    editor.post(ADD, draft_fields(make_policy(), reasons=["new purpose"]))
    draft = PolicyVersion.objects.get()
    mine = form_of(editor.get(address(draft)))
    hers = mine | {"change_note": "Her note.", "material": "False", "reasons": []}
    hers |= {"effective_at_0": "2100-01-02", "effective_at_1": "09:30:00"}
    editor.post(address(draft), hers | notice_fields("Her summary."))
    his = mine | {"change_note": "My note."} | notice_fields("My summary.")
    told = desk(EDITORS).post(address(draft), his).content.decode()
    cells = [words(each.text) for each in elements(told) if each.tag in ("th", "td")]
    cells = cells[cells.index("You typed") + 1 :]
    rows = [tuple(cells[at : at + 3]) for at in range(0, len(cells), 3)]
    question = "Does a reader have to know of this change?"
    assert rows == [
        (question, "No: editorial", "Yes: material"),
        ("Why does a reader have to know?", "–", "a new purpose"),
        ("Change note", "Her note.", "My note."),
        ("Effective at", "January 2, 2100, 9:30 a.m. CST", "At publication"),
        ("What changes", "Her summary.", "My summary."),
    ]


def test_two_who_both_write_the_first_notice_lose_none_of_it(editor: Client) -> None:
    editor.post(ADD, draft_fields(make_policy()))
    draft = PolicyVersion.objects.get()
    mine = form_of(editor.get(address(draft)))
    editor.post(address(draft), mine | notice_fields("Her summary."))
    second = desk(EDITORS)
    told = second.post(address(draft), mine | notice_fields("My summary."))
    assert told.status_code == 200
    assert form_of(told)["notice_draft-0-summary"] == "My summary."
    assert second.post(address(draft), form_of(told)).status_code == 302
    assert PolicyVersion.objects.get().notice_draft.summary == "My summary."


def test_who_wrote_no_notice_erases_none(editor: Client) -> None:
    editor.post(ADD, draft_fields(make_policy()))
    draft = PolicyVersion.objects.get()
    mine = form_of(editor.get(address(draft)))
    editor.post(address(draft), mine | notice_fields("Her summary."))
    told = editor.post(address(draft), mine | {"source": "Mine, without a notice."})
    assert editor.post(address(draft), form_of(told)).status_code == 302
    draft = PolicyVersion.objects.get()
    assert draft.source == "Mine, without a notice.\n"
    assert draft.notice_draft.summary == "Her summary."
