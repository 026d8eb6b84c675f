"""Every route around the second person is tried: none works, whoever tries.

Here at the desk, where Ann may do everything that the site knows; by statements to the
database in ``test_no_statement_around_the_second_person``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from policy import drafting
from policy.models import (
    DraftStep,
    Policy,
    PolicyVersion,
    Status,
    StepKind,
)
from policy.roles import APPROVERS, EDITORS
from tests.desk import VERSIONS, address, draft_fields, form_of
from tests.factories import (
    make_draft,
    make_notice_draft,
    make_policy,
    make_staff,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> User:
    return make_staff(username="ann", is_superuser=True)


@pytest.fixture
def bob() -> User:
    return make_staff(username="bob", groups=[EDITORS, APPROVERS])


@pytest.fixture
def draft(ann: User) -> PolicyVersion:
    """What Ann wrote to follow version 1, notice and all, and sent to review."""
    policy = make_policy(title="Terms")
    make_version(policy, source="We may share it.")
    later = timezone.now() + timedelta(days=40)
    draft = make_draft(policy, source="We will share it.", effective_at=later)
    make_notice_draft(draft)
    drafting.save_draft(draft, by=ann)
    drafting.submit(draft, by=ann)
    return draft


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def status(draft: PolicyVersion) -> Status:
    return PolicyVersion.objects.dated().get(pk=draft.pk).status()


def nothing_is_published() -> bool:
    return not PolicyVersion.objects.published().filter(number=2).exists()


def seen(draft: PolicyVersion) -> dict[str, str]:
    return {"seen": PolicyVersion.objects.get(pk=draft.pk).fingerprint}


def decide(client: Client, draft: PolicyVersion, **fields: Any) -> Any:
    return client.post(address(draft, "review"), seen(draft) | fields)


def press_publish(client: Client, draft: PolicyVersion, **fields: Any) -> Any:
    """What the page would send now, of the draft or of one that took its place."""
    now = PolicyVersion.objects.drafts().get(policy=draft.policy_id)
    data = {"seen": drafting.fingerprint(now)}
    draft = draft if draft.pk == now.pk else now
    return client.post(address(draft, "publish"), data | fields)


def save(client: Client, draft: PolicyVersion, **fields: Any) -> Any:
    """Save the draft's form as it is shown, but for these fields."""
    answer = client.post(address(draft), form_of(client.get(address(draft))) | fields)
    assert answer.status_code == 302
    return answer


def in_list(client: Client, draft: PolicyVersion, **fields: Any) -> Any:
    chosen = {"_selected_action": [draft.pk], "index": "0", "post": "yes"}
    return client.post(VERSIONS, chosen | fields)


def policy_page(client: Client, draft: PolicyVersion, **fields: Any) -> Any:
    page = f"/admin/policy/policy/{draft.policy_id}/change/"
    answer = client.post(page, form_of(client.get(page)) | fields)
    assert answer.status_code == 302
    return answer


def test_the_route_through_two_people_is_open(
    draft: PolicyVersion, ann: User, bob: User
) -> None:
    assert decide(signed_in(bob), draft, step="approved").status_code == 302
    assert press_publish(signed_in(ann), draft).status_code == 302
    assert not nothing_is_published()


# --- Alone at the desk ---

PUBLISHED = {
    "number": "2",
    "published_at_0": "2026-01-01",
    "published_at_1": "00:00:00",
    "published_at": "2026-01-01 00:00",
    "published_by": "1",
    "published_by_name": "bob",
    "digest": "0" * 64,
    "html": "<p>Mine.</p>",
    "origin": "import",
    "status": "approved",
    "draft_step": "approved",
}


def discard_and_redraft(client: Client, draft: PolicyVersion) -> None:
    """The same words again, so that an approval might be found for them."""
    fields = form_of(client.get(address(draft)))
    client.post(address(draft, "delete"), {"post": "yes"})
    for name in ("seen", "notice_draft-0-id", "notice_draft-0-version"):
        del fields[name]
    answer = client.post(
        f"{VERSIONS}add/",
        fields | {"policy": draft.policy_id, "notice_draft-INITIAL_FORMS": "0"},
    )
    assert answer.status_code == 302
    again = PolicyVersion.objects.drafts().get()
    assert again.pk != draft.pk
    decide(client, again, step="submitted")
    decide(client, again, step="approved")
    press_publish(client, again)


ALONE: dict[str, Callable[[Client, PolicyVersion], object]] = {
    "approve one's own words": lambda ann, draft: decide(ann, draft, step="approved"),
    "approve in another's name": lambda ann, draft: decide(
        ann, draft, step="approved", by="2", by_id="2", by_name="bob", user="2"
    ),
    "approve as a superuser after another saved nothing": lambda ann, draft: (
        save(signed_in(make_staff(groups=[EDITORS])), draft),
        decide(ann, draft, step="approved"),
    ),
    "take two steps at once": lambda ann, draft: decide(
        ann, draft, step=["submitted", "approved"]
    ),
    "take a step that is no button": lambda ann, draft: [
        decide(ann, draft, step=step, reason="Mine.")
        for step in ("confirmed", "emergency", "published", "APPROVED", "")
    ],
    "say that something else was seen": lambda ann, draft: [
        decide(ann, draft, step="approved", seen=other)
        for other in ("", "0" * 64, draft.policy.versions.get(number=1).fingerprint)
    ],
    "put marks of publication into the draft's form": lambda ann, draft: save(
        ann, draft, source="Mine.", **PUBLISHED
    ),
    "put marks of publication into a new draft's form": lambda ann, draft: ann.post(
        f"{VERSIONS}add/", draft_fields(make_policy(), **PUBLISHED)
    ),
    "save the draft as a new version": lambda ann, draft: [
        ann.post(
            address(version),
            form_of(ann.get(address(draft)))
            | PUBLISHED
            | {"_saveasnew": "1", "policy": policy},
        )
        for version in draft.policy.versions.all()
        for policy in (draft.policy_id, make_policy().pk)
    ],
    "save it in a popup": lambda ann, draft: ann.post(
        f"{address(draft)}?_popup=1&_to_field=id",
        form_of(ann.get(f"{address(draft)}?_popup=1")) | PUBLISHED | {"_popup": "1"},
    ),
    "publish what nobody approved": press_publish,
    "publish and say who approved": lambda ann, draft: press_publish(
        ann, draft, approved="on", approved_by="2", step="approved", force="1"
    ),
    "publish by opening the page": lambda ann, draft: [
        ann.get(f"{address(draft, step)}?seen={draft.fingerprint}&step=approved")
        for step in ("publish", "emergency", "review", "confirm", "withdraw")
    ],
    "publish by another method": lambda ann, draft: [
        ann.generic(method, address(draft, "publish"), f"seen={draft.fingerprint}")
        for method in ("PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
    ],
    "publish in an emergency without a reason": lambda ann, draft: [
        ann.post(address(draft, "emergency"), seen(draft) | {"reason": reason})
        for reason in ("", "  ")
    ],
    "confirm an emergency that is none": lambda ann, draft: ann.post(
        address(draft, "confirm")
    ),
    "take an action in the list": lambda ann, draft: [
        in_list(ann, draft, action=action)
        for action in ("publish", "approve", "delete_selected", "make_published", "")
    ],
    "edit in the list": lambda ann, draft: ann.post(
        VERSIONS,
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "_save": "Save"}
        | {"form-0-id": str(draft.pk)}
        | {f"form-0-{name}": value for name, value in PUBLISHED.items()},
    ),
    "write versions on the policy's page": lambda ann, draft: policy_page(
        ann,
        draft,
        **{"versions-TOTAL_FORMS": "1", "versions-INITIAL_FORMS": "1"}
        | {"versions-0-id": str(draft.pk)}
        | {f"versions-0-{name}": value for name, value in PUBLISHED.items()},
    ),
    "write steps on the draft's page": lambda ann, draft: save(
        ann,
        draft,
        **{"steps-TOTAL_FORMS": "1", "steps-INITIAL_FORMS": "0"}
        | {"steps-0-kind": "approved", "steps-0-by": "2", "steps-0-by_name": "bob"}
        | {"steps-0-fingerprint": draft.fingerprint},
    ),
    "open the tables of steps and contributions": lambda ann, draft: [
        ann.post(f"/admin/policy/{model}/{page}", {"version": draft.pk})
        for model in ("draftstep", "contribution")
        for page in ("", "add/", "1/change/", "1/delete/")
    ],
    "review it, though it is a draft": lambda ann, draft: ann.post(
        "/admin/policy/review/add/", {"version": draft.pk, "note": "Fine."}
    ),
    "post its notice beforehand": lambda ann, draft: ann.post(
        "/admin/notices/notice/add/", {"version": draft.pk, "summary": "Mine."}
    ),
    "discard it and draft it again": discard_and_redraft,
}


@pytest.mark.parametrize("route", ALONE)
def test_one_person_alone_does_not_get_there_by_trying_to(
    draft: PolicyVersion, ann: User, route: str
) -> None:
    ALONE[route](signed_in(ann), draft)
    press_publish(signed_in(ann), draft)
    assert nothing_is_published()
    assert not DraftStep.objects.exclude(kind=StepKind.SUBMITTED).exists()


@pytest.mark.parametrize("group", [EDITORS, APPROVERS])
def test_an_approver_who_wrote_no_more_than_the_notice_is_a_contributor(
    draft: PolicyVersion, bob: User, group: str
) -> None:
    client = signed_in(bob)
    save(client, draft, **{"notice_draft-0-summary": "We share it, says Bob."})
    decide(client, draft, step="submitted")
    answer = decide(client, draft, step="approved")
    assert answer.status_code == 400
    assert "Who wrote a draft cannot approve it" in answer.content.decode()


def test_an_approver_without_the_editors_role_does_not_write() -> None:
    draft, eve = make_draft(), make_staff(groups=[APPROVERS])
    answer = signed_in(eve).post(address(draft), draft_fields(source="Mine."))
    assert answer.status_code == 403


# --- After Bob approved something else ---

AFTERWARDS: dict[str, Callable[[Client, PolicyVersion], object]] = {
    "change the text": lambda ann, draft: save(ann, draft, source="Mine."),
    "change the notice": lambda ann, draft: save(
        ann, draft, **{"notice_draft-0-what_to_do": "Nothing."}
    ),
    "change the reasons": lambda ann, draft: save(ann, draft, reasons=["weaker right"]),
    "make it editorial": lambda ann, draft: save(
        ann, draft, material="False", reasons=[]
    ),
    "change the change note": lambda ann, draft: save(ann, draft, change_note="Mine."),
    "change the date": lambda ann, draft: save(
        ann, draft, effective_at_0="2099-01-01", effective_at_1="00:00:00"
    ),
    "change the language": lambda ann, draft: save(ann, draft, language="es"),
    "change the policy's title": lambda ann, draft: policy_page(
        ann, draft, title="Other terms"
    ),
    "change the company": lambda ann, draft: policy_page(ann, draft, company="Mine"),
    "do without the notice period": lambda ann, draft: policy_page(
        ann, draft, notice_period_days="0", period_reason="Because."
    ),
    "discard it and draft it again": discard_and_redraft,
    "allow a shorter notice": lambda ann, draft: decide(
        ann, draft, step="shorter notice", reason="Because I say so."
    ),
    "record counsel's answer": lambda ann, draft: decide(
        ann, draft, step="counsel", reason="Counsel agrees with me."
    ),
}


@pytest.mark.parametrize("fresh", [True, False], ids=["looking again", "unseen"])
@pytest.mark.parametrize("route", AFTERWARDS)
def test_an_approval_does_not_cover_what_was_done_after_it_namely_to(
    draft: PolicyVersion, ann: User, bob: User, route: str, fresh: bool
) -> None:
    client, approved = signed_in(ann), drafting.fingerprint(draft)
    drafting.approve(draft, by=bob)
    AFTERWARDS[route](client, draft)
    assert not PolicyVersion.objects.drafts().filter(fingerprint="").exists()
    press_publish(client, draft, **({} if fresh else {"seen": approved}))
    assert nothing_is_published()


def test_a_rejection_ends_an_approval(
    draft: PolicyVersion, ann: User, bob: User
) -> None:
    drafting.approve(draft, by=bob)
    decide(signed_in(bob), draft, step="rejected", reason="On second thoughts.")
    assert press_publish(signed_in(ann), draft).status_code == 400
    assert nothing_is_published()


def test_two_who_both_wrote_it_do_not_confirm_each_others_emergency(
    draft: PolicyVersion, ann: User, bob: User
) -> None:
    save(signed_in(bob), draft, source="We will share it, says Bob.")
    emergency = seen(draft) | {"reason": "A leak."}
    assert (
        signed_in(ann).post(address(draft, "emergency"), emergency).status_code == 302
    )
    for person, sentence in (
        (ann, "confirmed by another person"),
        (bob, "a third person has to confirm it"),
    ):
        answer = signed_in(person).post(address(draft, "confirm"))
        assert answer.status_code == 400
        assert sentence in answer.content.decode()
    eve = make_staff(groups=[APPROVERS])
    assert signed_in(eve).post(address(draft, "confirm")).status_code == 302


def test_the_policys_page_is_not_for_editors_once_it_is_public(
    draft: PolicyVersion,
) -> None:
    editor = signed_in(make_staff(groups=[EDITORS]))
    policy_page(editor, draft, title="Mine", company="Mine", notice_period_days="0")
    policy = Policy.objects.get()
    assert (policy.title, policy.notice_period_days) == ("Terms", 30)
