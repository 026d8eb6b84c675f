"""Publishing the catalogue at the desk, after a look at it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from consent import publishing
from consent.desk import publication
from consent.models import BannerDraft, CatalogueVersion, DraftCookie
from policy.roles import AUDITORS, PRIVACY_OFFICE
from tests.consent.drafts import (
    PUBLISH,
    change_draft,
    draft_category,
    publish_changed_catalogue,
)
from tests.consent.posting import WITHOUT_ANALYTICS, choose, make_record
from tests.desk import GROUPS, desk, text_of, value_of
from tests.factories import make_staff
from tests.html import elements

pytestmark = pytest.mark.django_db

PREVIEW = "/admin/consent/catalogueversion/preview/"
NOTE = "Says more exactly what is counted."


@pytest.fixture
def office() -> Client:
    return desk(PRIVACY_OFFICE, username="pri")


def press(client: Client, **fields: str) -> Any:
    """Publish what the page shows; ``fields`` are filled in otherwise."""
    filled = {"kind": "editorial", "change_note": NOTE}
    if "seen" not in fields:
        filled["seen"] = value_of(client.get(PUBLISH), "seen")
    return client.post(PUBLISH, filled | fields)


def sentences(answer: Any, element_id: str) -> str:
    html = answer.content.decode()
    found = [e.text for e in elements(html) if e["id"] == element_id]
    return found[0] if found else ""


# --- Who may ---


@pytest.mark.parametrize("group", [None, *GROUPS])
def test_only_the_privacy_office_publishes(group: str | None) -> None:
    change_draft()
    client = desk(*([group] if group else []))
    status = 200 if group == PRIVACY_OFFICE else 403
    assert client.get(PUBLISH).status_code == status
    if status == 403:
        assert client.post(PUBLISH, {"kind": "editorial"}).status_code == 403
        assert CatalogueVersion.objects.count() == 1


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    for address in (PUBLISH, PREVIEW):
        assert client.get(address).headers["Location"].startswith("/admin/login/")


def test_it_knows_two_methods(office: Client) -> None:
    assert office.put(PUBLISH).status_code == 405
    assert office.delete(PUBLISH).status_code == 405
    assert office.head(PUBLISH).status_code == 200


def test_a_forged_form_publishes_nothing() -> None:
    change_draft()
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_staff(is_superuser=True))
    assert client.post(PUBLISH, {"kind": "editorial"}).status_code == 403
    assert CatalogueVersion.objects.count() == 1


# --- What it shows ---


def test_it_shows_what_changes_against_the_version_in_force(office: Client) -> None:
    change_draft(name="Figures", purpose="To <b>count</b>.")
    BannerDraft.objects.update(sentence="We use cookies to count.")
    DraftCookie.objects.filter(name="_ga").update(third_party=True)
    page = office.get(PUBLISH)
    told = sentences(page, "differences")
    for part in (
        "“Analytics” is now called “Figures”.",
        "the purpose is now “To <b>count</b>”.",
        "The banner now says “We use cookies to count”.",
        "At most 180 days, third party.",
    ):
        assert part in told
    assert "To <b>count</b>" not in page.content.decode()
    assert "The draft would be version 2." in text_of(page)
    assert "private, no-store" in page.headers["Cache-Control"]


def test_where_nothing_changed_there_is_nothing_to_publish(office: Client) -> None:
    page = office.get(PUBLISH)
    assert "Nothing changed since the version in force" in text_of(page)
    assert "Publish for good" not in page.content.decode()
    answer = press(office, seen="x")
    assert answer.status_code == 400
    assert "Nothing changed since the last catalogue version." in text_of(answer)


def test_what_stands_against_it_is_said(office: Client) -> None:
    change_draft(purpose="")
    DraftCookie.objects.get(name="_ga").delete()
    DraftCookie.objects.get(name="choice").delete()
    page = office.get(PUBLISH)
    told = sentences(page, "problems")
    assert "analytics: “purpose” is empty." in told
    assert "This site sets the cookie choice: list it." in told
    assert "Publish for good" not in page.content.decode()
    answer = press(office, seen="x" * 64, change_note="Typed for long.")
    assert answer.status_code == 400
    assert "Typed for long." in answer.content.decode()
    assert CatalogueVersion.objects.count() == 1


def test_it_counts_the_choices_that_would_end(
    office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_draft()
    assert "Nobody will be asked again" in text_of(office.get(PUBLISH))
    make_record()
    make_record(WITHOUT_ANALYTICS)
    make_record(age=timedelta(days=183))
    assert "At most 1 visitor will be asked again." in text_of(office.get(PUBLISH))
    make_record()
    text = text_of(office.get(PUBLISH))
    assert "At most 2 visitors will be asked again." in text
    assert "of one browser there may be several" in text
    monkeypatch.setattr(publishing, "MOST_COUNTED", 2)
    monkeypatch.setattr(publication, "MOST_COUNTED", 2)
    text = text_of(office.get(PUBLISH))
    assert "Visitors behind 2 or more choices will be asked again." in text


# --- Publishing ---


def test_it_publishes_what_was_looked_at(office: Client) -> None:
    change_draft()
    answer = press(office, kind="material")
    version = CatalogueVersion.objects.get(number=2)
    assert answer.headers["Location"] == ("/admin/consent/catalogueversion/2/change/")
    assert (version.material, version.change_note) == (True, NOTE)
    assert version.published_by_name == "pri"
    (entry,) = LogEntry.objects.all()
    assert (entry.object_id, entry.get_change_message()) == ("2", "Published.")
    text = text_of(office.get(answer.headers["Location"]))
    assert "Catalogue version 2 is published." in text


@pytest.mark.parametrize(
    ("kind", "is_asked"), [("material", True), ("editorial", False)]
)
def test_a_material_version_asks_again_who_accepted(
    office: Client, kind: str, is_asked: bool
) -> None:
    visitor = Client()
    choose(visitor, "accept")
    change_draft()
    press(office, kind=kind)
    hides_banner = b"#banner{display:none}" in visitor.get("/consent/state.css").content
    assert hides_banner is not is_asked


def test_a_draft_that_changed_since_is_not_published(office: Client) -> None:
    change_draft()
    seen = value_of(office.get(PUBLISH), "seen")
    change_draft(purpose="To sell.")
    answer = press(office, seen=seen, kind="material")
    assert answer.status_code == 400
    assert "Somebody changed the draft meanwhile." in text_of(answer)
    assert CatalogueVersion.objects.count() == 1
    # The form comes back as filled in, under the draft as it is now.
    assert value_of(answer, "change_note").strip() == NOTE
    html = answer.content.decode()
    (checked,) = [e for e in elements(html, "input") if "checked" in e.attributes]
    assert checked["value"] == "material"
    assert "To sell" in sentences(answer, "differences")
    assert press(office, seen=value_of(answer, "seen")).status_code == 302


def test_who_comes_second_learns_that_it_is_published(office: Client) -> None:
    change_draft()
    seen = value_of(office.get(PUBLISH), "seen")
    assert press(office, seen=seen).status_code == 302
    answer = press(office, seen=seen)
    assert answer.status_code == 400
    assert "Nothing changed since the last catalogue version." in text_of(answer)
    assert CatalogueVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": ""}, "Choose material or editorial."),
        ({"kind": "both"}, "is not one of the available choices"),
        ({"change_note": " "}, "Say what changed and why."),
        ({"change_note": "x" * 501}, "at most 500 characters"),
        ({"change_note": "x\0"}, "Null characters are not allowed."),
        ({"seen": ""}, "The form was incomplete."),
        ({"seen": "y" * 10_000}, "Somebody changed the draft meanwhile."),
    ],
)
def test_bad_input_publishes_nothing(
    office: Client, fields: dict[str, str], sentence: str
) -> None:
    change_draft()
    answer = press(office, **fields)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert "Error:" in text_of(answer)
    assert CatalogueVersion.objects.count() == 1


# --- Preview ---


@pytest.mark.parametrize("group", [PRIVACY_OFFICE, AUDITORS])
def test_the_preview_shows_the_draft_in_the_visitors_pages(group: str) -> None:
    change_draft(name="Figures")
    BannerDraft.objects.update(sentence="We use cookies to count.")
    answer = desk(group).get(PREVIEW)
    text = text_of(answer)
    assert answer.status_code == 200
    assert "Draft. Only staff can see this preview; its buttons do nothing." in text
    assert "We use cookies to count." in text
    html = answer.content.decode()
    assert "Figures" in {e.text for e in elements(html, "legend")}
    assert "noindex" in html
    # It would hide the banner, and count a view that nobody had.
    assert "state.css" not in html
    assert "form-action 'none'" in answer.headers["Content-Security-Policy"]
    assert "private, no-store" in answer.headers["Cache-Control"]


def test_others_do_not_preview_and_nobody_posts_there(office: Client) -> None:
    assert desk("Policy editors").get(PREVIEW).status_code == 403
    assert office.post(PREVIEW).status_code == 405


def test_a_draft_that_lacks_a_category_can_be_looked_at(office: Client) -> None:
    draft_category("status").delete()
    assert office.get(PREVIEW).status_code == 200
    assert "The category “status” is missing." in text_of(office.get(PUBLISH))


# --- The steps that are offered ---


def test_the_ways_to_it_are_offered_to_who_may(office: Client) -> None:
    publish_changed_catalogue()
    pages = ["/admin/", "/admin/consent/catalogueversion/"]
    for page in pages:
        assert PUBLISH in office.get(page).content.decode()
        assert PUBLISH not in desk(AUDITORS).get(page).content.decode()
