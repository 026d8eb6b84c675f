"""The catalogue: its rows, its checks, and what is mounted of the package."""

from __future__ import annotations

from importlib import import_module

import pytest
from cookie_consent.models import Cookie, CookieGroup, LogItem
from django.apps import apps
from django.contrib import admin
from django.core.checks import CheckMessage
from django.db import connection
from django.urls import get_resolver
from pytest_django import Settings

from consent.catalogue import read_categories
from consent.checks import check_catalogue
from consent.choices import CATEGORIES

migration = import_module("consent.migrations.0002_load_catalogue")


def errors() -> list[CheckMessage]:
    return check_catalogue(None, ["default"])


@pytest.mark.django_db
def test_the_four_categories_are_loaded_in_their_order() -> None:
    categories = read_categories()
    assert tuple(category.slug for category in categories) == CATEGORIES
    cookies = {category.slug: category.cookies for category in categories}
    names = {slug: [cookie.name for cookie in found] for slug, found in cookies.items()}
    assert names == {
        "authentication": ["sessionid", "csrftoken"],
        "status": ["status"],
        "analytics": ["_ga", "_ga_*"],
        "consent": ["choice"],
    }
    for cookie in (cookie for found in cookies.values() for cookie in found):
        assert cookie.purpose
        assert cookie.lifetime
        assert cookie.provider
    assert {cookie.provider for cookie in cookies["analytics"]} == {"Google"}


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


@pytest.mark.django_db
def test_the_loaded_catalogue_passes_the_check() -> None:
    assert errors() == []


@pytest.mark.django_db
def test_a_cookie_in_two_categories_is_an_error() -> None:
    group = CookieGroup.objects.get(varname="authentication")
    Cookie.objects.create(cookiegroup=group, name="_ga")
    (error,) = errors()
    assert error.id == "consent.E002"
    assert "“_ga”" in error.msg
    assert "analytics, authentication" in error.msg


@pytest.mark.django_db
def test_a_missing_category_is_an_error() -> None:
    CookieGroup.objects.filter(varname="analytics").delete()
    (error,) = errors()
    assert error.id == "consent.E001"
    assert "“analytics”" in error.msg


def test_without_a_database_nothing_is_checked() -> None:
    assert check_catalogue(None, None) == []


def test_nothing_else_of_the_package_is_mounted(settings: Settings) -> None:
    for model in (Cookie, CookieGroup, LogItem):
        assert not admin.site.is_registered(model)
    middleware: list[str] = settings.MIDDLEWARE
    assert not [name for name in middleware if name.startswith("cookie_consent")]
    assert "cookie_consent" not in str(get_resolver().namespace_dict)
