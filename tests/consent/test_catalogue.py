"""The catalogue: its draft, its versions, its checks."""

from __future__ import annotations

import copy
from importlib import import_module
from typing import Any

import pytest
from cookie_consent.models import Cookie, CookieGroup, LogItem
from django.apps import apps
from django.contrib import admin
from django.core.checks import CheckMessage
from django.db import DatabaseError, connection, transaction
from django.urls import get_resolver
from pytest_django import Settings

from consent import drafting
from consent.catalogue import differences, parse_content
from consent.checks import check_catalogue
from consent.choices import CATEGORIES
from consent.in_force import catalogue, is_listed
from consent.models import (
    BannerDraft,
    CatalogueVersion,
    DraftCategory,
    DraftCookie,
)
from consent.own_cookies import HIDDEN_NOTICES, RIGHTS_REQUEST
from consent.publishing import Refused, catalogue_digest, fingerprint, publish_catalogue
from tests.factories import make_staff

migration = import_module("consent.migrations.0002_load_catalogue")
upgrade = import_module("consent.migrations.0013_draft_hidden_notices")
next_upgrade = import_module("consent.migrations.0014_draft_request_cookie")

FACTS = ("refusing", "purpose", "legal_basis")


def errors() -> list[CheckMessage]:
    return check_catalogue(None, ["default"])


@pytest.mark.django_db
def test_the_four_categories_are_asked_about_in_their_order() -> None:
    categories = catalogue().in_force.content.categories
    assert tuple(category.slug for category in categories) == CATEGORIES
    cookies = {category.slug: category.cookies for category in categories}
    names = {slug: [cookie.name for cookie in found] for slug, found in cookies.items()}
    assert names == {
        "authentication": ["sessionid", "csrftoken", "rights-request"],
        "status": ["status", "hidden-notices"],
        "analytics": ["_ga", "_ga_*"],
        "consent": ["choice"],
    }
    for cookie in (cookie for found in cookies.values() for cookie in found):
        assert cookie.purpose
        assert cookie.lifetime
        assert cookie.provider
    for category in categories:
        assert category.lead
        assert category.refusing
        assert category.purpose
        assert category.legal_basis
    assert {cookie.provider for cookie in cookies["analytics"]} == {"Google"}


@pytest.mark.django_db
def test_the_draft_is_what_was_first_published() -> None:
    version = CatalogueVersion.objects.get()
    assert version.number == 1
    assert version.content == drafting.draft_content()
    assert version.digest == catalogue_digest(version)


@pytest.mark.django_db
def test_loading_twice_changes_nothing_and_keeps_what_staff_wrote() -> None:
    CookieGroup.objects.filter(varname="status").update(description="Edited")
    before = list(Cookie.objects.values()), list(CookieGroup.objects.values())
    migration.load(apps, connection.schema_editor())
    assert (list(Cookie.objects.values()), list(CookieGroup.objects.values())) == before


@pytest.mark.django_db
def test_unloading_removes_only_what_was_loaded() -> None:
    status = CookieGroup.objects.get(varname="status")
    own = Cookie.objects.create(cookiegroup=status, name="theirs")
    other = CookieGroup.objects.create(varname="other")
    migration.unload(apps, connection.schema_editor())
    assert list(Cookie.objects.all()) == [own]
    assert set(CookieGroup.objects.all()) == {status, other}


# --- An upgrade ---


def draft_of_before() -> None:
    """The draft as it came before notices could be hidden."""
    DraftCookie.objects.filter(name=HIDDEN_NOTICES).delete()
    words = dict(zip(FACTS, upgrade.OLD_FACTS, strict=True))
    DraftCategory.objects.filter(varname="status").update(
        description=upgrade.OLD_LEAD, **words
    )


@pytest.mark.django_db
def test_an_upgrade_drafts_the_new_cookie_and_publishes_nothing() -> None:
    expected = drafting.draft_content()
    draft_of_before()
    upgrade.amend(apps, connection.schema_editor())
    assert drafting.draft_content() == expected
    upgrade.amend(apps, connection.schema_editor())
    assert drafting.draft_content() == expected
    assert CatalogueVersion.objects.count() == 1


@pytest.mark.django_db
def test_an_upgrade_keeps_what_staff_wrote() -> None:
    draft_of_before()
    own = dict.fromkeys(["description", *FACTS], "Our own words")
    DraftCategory.objects.filter(varname="status").update(**own)
    upgrade.amend(apps, connection.schema_editor())
    assert DraftCookie.objects.filter(name=HIDDEN_NOTICES).exists()
    status = DraftCategory.objects.filter(varname="status")
    assert status.values(*own).get() == own


@pytest.mark.django_db
@pytest.mark.parametrize("is_own", [False, True])
def test_the_next_upgrade_drafts_the_cookie_of_privacy_requests(is_own: bool) -> None:
    expected = drafting.draft_content()
    DraftCookie.objects.filter(name=RIGHTS_REQUEST).delete()
    words = next_upgrade.OLD_FACTS | {"description": next_upgrade.OLD_LEAD}
    if is_own:
        words = dict.fromkeys(words, "Our own words")
    category = DraftCategory.objects.filter(varname="authentication")
    category.update(**words)
    for _ in range(2):
        next_upgrade.amend(apps, connection.schema_editor())
    assert DraftCookie.objects.filter(name=RIGHTS_REQUEST).count() == 1
    assert (drafting.draft_content() == expected) == (not is_own)
    assert not is_own or category.values(*words).get() == words
    assert CatalogueVersion.objects.count() == 1


# --- Publishing ---


def change_draft() -> None:
    DraftCookie.objects.filter(name="_ga").update(description="Counts visits.")


@pytest.mark.django_db
def test_publishing_freezes_the_draft_and_chains_it() -> None:
    first = CatalogueVersion.objects.get()
    change_draft()
    ann = make_staff(username="ann")
    version = publish_catalogue(by=ann, material=True, change_note="Why.")
    version.refresh_from_db()
    assert version.number == 2
    assert version.content == drafting.draft_content()
    assert version.previous_digest == first.digest
    assert version.digest == catalogue_digest(version)
    assert version.published_by_name == "ann"
    assert catalogue().in_force.number == 2
    assert catalogue().asking.material == 2


@pytest.mark.django_db
def test_an_editorial_version_asks_nobody_again() -> None:
    change_draft()
    publish_catalogue(by=None, material=False, change_note="A typing error.")
    assert catalogue().asking.version == 2
    assert catalogue().asking.material == 1


def drop_a_category() -> None:
    CookieGroup.objects.filter(varname="analytics").delete()


def list_a_cookie_twice() -> None:
    group = DraftCategory.objects.get(varname="authentication")
    DraftCookie.objects.create(
        cookiegroup=group, name="_ga", description="x", lifetime="x"
    )


def leave_out_an_own_cookie() -> None:
    Cookie.objects.filter(name="choice").delete()


def say_no_purpose() -> None:
    DraftCategory.objects.update(purpose=" ")


def say_no_lifetime() -> None:
    DraftCookie.objects.filter(name="_ga").update(lifetime="")


REFUSALS = {
    drop_a_category: "“analytics” is missing",
    list_a_cookie_twice: "_ga stands in several categories: authentication, analytics",
    leave_out_an_own_cookie: "This site sets the cookie choice",
    say_no_purpose: "“purpose” is empty",
    say_no_lifetime: "how long the cookie _ga stays",
}


@pytest.mark.django_db
@pytest.mark.parametrize("change", REFUSALS, ids=lambda change: change.__name__)
def test_it_refuses_what_cannot_be_asked_with(change: Any) -> None:
    change()
    with pytest.raises(Refused, match=REFUSALS[change]):
        publish_catalogue(by=None, material=True, change_note="Why.")
    assert CatalogueVersion.objects.count() == 1


@pytest.mark.django_db
def test_it_refuses_a_publication_that_changes_nothing_or_says_nothing() -> None:
    with pytest.raises(Refused, match="Nothing changed"):
        publish_catalogue(by=None, material=True, change_note="Why.")
    change_draft()
    with pytest.raises(Refused, match="Say what changed"):
        publish_catalogue(by=None, material=True, change_note=" ")


@pytest.mark.django_db
def test_it_refuses_a_draft_that_was_changed_since_it_was_seen() -> None:
    change_draft()
    seen = fingerprint(drafting.draft_content())
    BannerDraft.objects.update(sentence="We use cookies, somebody else wrote.")
    with pytest.raises(Refused, match="Somebody changed the draft"):
        publish_catalogue(by=None, material=True, change_note="Why.", seen=seen)


ATTACKS = {
    "update": "UPDATE consent_catalogueversion SET material = material",
    "delete": "DELETE FROM consent_catalogueversion",
    "gap": "INSERT INTO consent_catalogueversion SELECT 3, content, material, "
    "change_note, published_at, published_by_name, publisher_salt, publisher_seal, "
    "previous_digest, 'other', published_by_id FROM consent_catalogueversion",
}
if connection.vendor == "sqlite":
    ATTACKS["replace"] = (
        ATTACKS["gap"]
        .replace("INSERT", "INSERT OR REPLACE")
        .replace("SELECT 3", "SELECT 1")
    )
else:
    ATTACKS["truncate"] = "TRUNCATE consent_catalogueversion CASCADE"


@pytest.mark.django_db
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_changes_a_catalogue_version(attack: str) -> None:
    before = list(CatalogueVersion.objects.values())
    with (
        pytest.raises(DatabaseError, match="atalogue version|consent record"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(ATTACKS[attack])
    assert list(CatalogueVersion.objects.values()) == before


# --- What changed ---


@pytest.mark.django_db
def test_differences_are_told_in_sentences() -> None:
    content = drafting.draft_content()
    new = copy.deepcopy(content)
    analytics = new["categories"][2]
    analytics["purpose"] = "To sell."
    analytics["cookies"][0]["purpose"] = "Follows you."
    gone = analytics["cookies"].pop()
    analytics["cookies"].append(gone | {"name": "_gid", "purpose": "Follows you too."})
    told = list(differences(parse_content(content), parse_content(new)))
    assert told == [
        "Analytics: the purpose is now “To sell”.",
        "Analytics: cookie _ga is now: Follows you. Google, At most 180 days, "
        "first party.",
        "Analytics: new cookie _gid. Follows you too.",
        "Analytics: the cookie _ga_* is gone.",
    ]
    assert list(differences(parse_content(new), parse_content(new))) == []


# --- Checks ---


@pytest.mark.django_db
def test_the_catalogue_in_force_passes_the_check() -> None:
    assert errors() == []


@pytest.mark.django_db
def test_a_catalogue_that_no_longer_fits_the_settings_is_a_warning(
    settings: Settings,
) -> None:
    settings.CONSENT_ACCEPT_DAYS = 30
    (warning,) = errors()
    assert warning.id == "consent.W001"
    assert "30 days" in warning.msg


@pytest.mark.django_db
def test_an_own_cookie_that_is_not_listed_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(drafting, "OWN_COOKIES", ("choice", "surprise"))
    (error,) = errors()
    assert error.id == "consent.E002"
    assert "surprise" in error.msg


@pytest.mark.django_db
def test_a_cookie_that_is_not_listed_is_not_set_and_the_check_says_so() -> None:
    assert is_listed(HIDDEN_NOTICES)
    DraftCookie.objects.filter(name=HIDDEN_NOTICES).delete()
    publish_catalogue(by=None, material=False, change_note="Nothing is hidden.")
    (warning,) = errors()
    assert warning.id == "consent.W002"
    assert HIDDEN_NOTICES in warning.msg
    assert not is_listed(HIDDEN_NOTICES)


def test_without_a_database_nothing_is_checked() -> None:
    assert check_catalogue(None, None) == []


def test_nothing_else_of_the_package_is_mounted(settings: Settings) -> None:
    for model in (Cookie, CookieGroup, LogItem):
        assert not admin.site.is_registered(model)
    middleware: list[str] = settings.MIDDLEWARE
    assert not [name for name in middleware if name.startswith("cookie_consent")]
    assert "cookie_consent" not in str(get_resolver().namespace_dict)
