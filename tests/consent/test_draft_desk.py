"""The catalogue's draft at the desk: banner wording, categories and cookies."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from consent.models import BannerDraft, CatalogueVersion, DraftCookie
from policy.roles import APPROVERS, AUDITORS, EDITORS, PRIVACY_OFFICE
from tests.consent.drafts import (
    DRAFTS,
    category_address,
    category_form,
    draft_category,
)
from tests.desk import desk, superuser, text_of
from tests.html import elements

pytestmark = pytest.mark.django_db

BANNER = "/admin/consent/bannerdraft/"
BANNER_FORM = f"{BANNER}1/change/"
WORDS = {"heading": "Our cookies", "sentence": "We use cookies to count readers."}


@pytest.fixture
def office() -> Client:
    return desk(PRIVACY_OFFICE)


def names(slug: str) -> list[str]:
    cookies = DraftCookie.objects.filter(cookiegroup=draft_category(slug))
    return list(cookies.order_by("pk").values_list("name", flat=True))


# --- Who may ---


@pytest.mark.parametrize("role", [EDITORS, APPROVERS])
def test_other_roles_see_nothing_of_it(role: str) -> None:
    client = desk(role)
    for address in (BANNER, BANNER_FORM, DRAFTS, category_address()):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403


def test_auditors_read_and_do_not_write() -> None:
    client = desk(AUDITORS)
    assert client.get(BANNER).headers["Location"] == BANNER_FORM
    for address in (BANNER_FORM, DRAFTS, category_address()):
        answer = client.get(address)
        assert answer.status_code == 200
        html = answer.content.decode()
        assert 'name="_save"' not in html
        assert "Publish the catalogue" not in html
        assert "Preview the draft" in html
    assert client.post(BANNER_FORM, WORDS).status_code == 403
    assert client.post(category_address(), category_form()).status_code == 403
    assert BannerDraft.objects.get().heading == "Cookies"


def test_nobody_adds_or_deletes_banner_or_category() -> None:
    client = superuser()
    for address in (BANNER, DRAFTS):
        assert client.post(f"{address}add/").status_code == 403
    for address in (BANNER_FORM, category_address()):
        delete = address.replace("change", "delete")
        assert client.post(delete, {"post": "yes"}).status_code == 403


def test_what_is_not_there_is_said_to_be_missing(office: Client) -> None:
    for address in (f"{BANNER}2/change/", f"{DRAFTS}999/change/"):
        assert "doesn’t exist" in text_of(office.get(address, follow=True))


def test_the_packages_own_pages_are_gone() -> None:
    assert superuser().get("/admin/cookie_consent/").status_code == 404


# --- Banner wording ---


def test_the_banners_list_is_its_form(office: Client) -> None:
    assert office.get(BANNER).headers["Location"] == BANNER_FORM
    answer = office.post(BANNER_FORM, WORDS, follow=True)
    assert "was changed successfully" in text_of(answer)
    assert BannerDraft.objects.values("heading", "sentence").get() == WORDS


def test_the_banner_says_that_we_use_cookies(office: Client) -> None:
    said = {"heading": "Hello", "sentence": "Some pages are read."}
    answer = office.post(BANNER_FORM, said)
    assert "Say “We use cookies …” in this sentence." in text_of(answer)
    assert "Some pages are read." in answer.content.decode()
    assert BannerDraft.objects.get().heading == "Cookies"


@pytest.mark.parametrize("words", ["", "x" * 201, "We use cookies\0."])
def test_a_bad_sentence_is_refused(office: Client, words: str) -> None:
    answer = office.post(BANNER_FORM, WORDS | {"sentence": words})
    assert answer.status_code == 200
    assert "Please correct the error below." in text_of(answer)


# --- Categories ---


def test_the_four_categories_are_listed_with_their_cookies(office: Client) -> None:
    text = text_of(office.get(DRAFTS))
    assert "4 cookie categories" in text
    assert "sessionid, csrftoken" in text


def test_a_category_is_described_in_plain_fields(office: Client) -> None:
    html = office.get(category_address()).content.decode()
    labels = {e.text for e in elements(html, "label")}
    assert {"What it does:", "What rejecting means:", "Legal basis:"} <= labels
    assert "is_required" not in html
    assert "varname" not in html
    answer = office.post(category_address(), category_form(refusing="Nothing happens."))
    assert answer.status_code == 302
    assert draft_category().refusing == "Nothing happens."


def test_visitors_see_nothing_of_it_yet(office: Client) -> None:
    office.post(category_address(), category_form(refusing="Nothing happens."))
    assert CatalogueVersion.objects.count() == 1
    assert "Nothing happens." not in Client().get("/cookies/").content.decode()


def test_nobody_changes_which_category_it_is(office: Client) -> None:
    form = category_form() | {"varname": "advertising", "is_required": "on"}
    office.post(category_address(), form)
    category = draft_category()
    assert (category.varname, category.is_required) == ("analytics", False)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"description": " "},
        {"purpose": ""},
        {"legal_basis": ""},
        {"refusing": "x" * 301},
        {"description": "x" * 301},
        {"description": "It ends with a full stop."},
    ],
)
def test_no_sentence_may_be_missing_or_endless(
    office: Client, fields: dict[str, Any]
) -> None:
    answer = office.post(category_address(), category_form(**fields))
    assert answer.status_code == 200
    assert "Please correct the error below." in text_of(answer)


def test_what_is_typed_is_never_markup(office: Client) -> None:
    office.post(category_address(), category_form(name="<script>alert(1)</script>"))
    for address in (
        DRAFTS,
        category_address(),
        "/admin/consent/catalogueversion/publish/",
    ):
        assert "<script>alert" not in office.get(address).content.decode()


# --- Cookies ---


def test_cookies_are_added_changed_and_deleted(office: Client) -> None:
    cookies: dict[str, dict[str, Any]] = {
        "_ga": {"lifetime": "7 days"},
        "_ga_*": {"DELETE": "on"},
        "_gid": {"name": "_gid", "third_party": "on"},
    }
    answer = office.post(category_address(), category_form(cookies=cookies))
    assert answer.status_code == 302
    assert names("analytics") == ["_ga", "_gid"]
    assert DraftCookie.objects.get(name="_ga").lifetime == "7 days"
    assert DraftCookie.objects.get(name="_gid").third_party


def test_a_cookies_name_is_never_changed(office: Client) -> None:
    office.post(category_address(), category_form(cookies={"_ga": {"name": "_gb"}}))
    assert names("analytics") == ["_ga", "_ga_*"]


def test_our_own_cookies_stay_whatever_is_posted(office: Client) -> None:
    cookies = {"sessionid": {"DELETE": "on", "name": "other"}}
    form = category_form("authentication", cookies)
    assert office.post(category_address("authentication"), form).status_code == 302
    assert names("authentication") == ["sessionid", "csrftoken", "rights-request"]


def test_our_own_cookies_say_what_the_settings_say(office: Client) -> None:
    text = text_of(office.get(category_address("authentication")))
    assert "Leave empty for what the settings say: “12 hours”." in text
    assert "Cannot be deleted" in text


@pytest.mark.parametrize(
    ("name", "fields", "sentence"),
    [
        ("two words", {}, "but no spaces"),
        ("semi;colon", {}, "but no spaces"),
        ("x" * 251, {}, "at most 250"),
        ("new", {"description": ""}, "This field is required."),
        ("new", {"lifetime": ""}, "This field is required."),
        ("sessionid", {}, "This cookie is listed under “Authentication” already."),
    ],
)
def test_a_bad_cookie_is_refused_and_comes_back(
    office: Client, name: str, fields: dict[str, str], sentence: str
) -> None:
    cookies = {name: {"name": name} | fields}
    answer = office.post(category_address(), category_form(cookies=cookies))
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert name in answer.content.decode()
    assert names("analytics") == ["_ga", "_ga_*"]


def test_a_cookie_is_listed_once(office: Client) -> None:
    again = {"again": {"name": "_ga"}, "twice": {"name": "_new"}, "x": {"name": "_new"}}
    answer = office.post(category_address(), category_form(cookies=again))
    assert answer.status_code == 200
    assert text_of(answer).count("This cookie is listed twice.") == 2


def test_a_deleted_cookie_makes_room_for_another_of_its_name(office: Client) -> None:
    cookies = {"_ga": {"DELETE": "on"}, "new": {"name": "_ga"}}
    answer = office.post(category_address(), category_form(cookies=cookies))
    assert answer.status_code == 302
    assert names("analytics") == ["_ga_*", "_ga"]
    assert DraftCookie.objects.get(name="_ga").description == "What for."
