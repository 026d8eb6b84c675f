"""Catalogue versions at the desk: to be read, never written."""

from __future__ import annotations

import pytest
from django.test import Client

from consent.models import CatalogueVersion
from policy import sealing
from policy.roles import APPROVERS, AUDITORS, EDITORS, PRIVACY_OFFICE
from tests.consent.drafts import publish_changed_catalogue
from tests.desk import desk, superuser, text_of

pytestmark = pytest.mark.django_db

LIST = "/admin/consent/catalogueversion/"
PAGE = f"{LIST}1/change/"
JSON = f"{LIST}1/content.json"


@pytest.mark.parametrize("role", [PRIVACY_OFFICE, AUDITORS])
def test_two_roles_read_what_is_frozen(role: str) -> None:
    version = publish_changed_catalogue(material=False)
    client = desk(role)
    text = text_of(client.get(LIST))
    assert "Catalogue version 2EditorialIt changed." in text
    assert "Catalogue version 1MaterialThe first catalogue." in text
    text = text_of(client.get(f"{LIST}2/change/"))
    for part in (
        version.digest,
        version.previous_digest,
        "the site itself",
        "To count pages, as said 1 times before.",
        "sessionid Keeps staff signed in. 12 hours This site First party",
        "We use cookies to see which pages are read",
    ):
        assert part in text
    assert "{'" not in text


@pytest.mark.parametrize("role", [EDITORS, APPROVERS])
def test_the_other_roles_do_not(role: str) -> None:
    for address in (LIST, PAGE, JSON):
        assert desk(role).get(address).status_code == 403


def test_nobody_writes_it() -> None:
    client = superuser()
    assert client.post(f"{LIST}add/").status_code == 403
    assert client.post(PAGE, {"change_note": "x"}).status_code == 403
    assert client.post(f"{LIST}1/delete/", {"post": "yes"}).status_code == 403
    assert CatalogueVersion.objects.get().change_note == "The first catalogue."


def test_its_hash_can_be_computed_again_from_the_json() -> None:
    answer = desk(AUDITORS).get(JSON)
    assert answer.headers["Content-Type"] == "application/json"
    assert (
        'filename="catalogue-version-1.json"' in answer.headers["Content-Disposition"]
    )
    assert "private, no-store" in answer.headers["Cache-Control"]
    frozen = answer.json()
    digest = frozen.pop("digest")
    assert digest == sealing.hash_of(frozen) == CatalogueVersion.objects.get().digest
    assert "published_by" not in str(frozen)


def test_the_json_is_only_read(client: Client) -> None:
    auditor = desk(AUDITORS)
    assert auditor.head(JSON).status_code == 200
    assert auditor.post(JSON).status_code == 405
    assert client.get(JSON).status_code == 302


@pytest.mark.parametrize("number", ["2", "0", "9" * 30])
def test_a_version_that_there_is_not(number: str) -> None:
    auditor = desk(AUDITORS)
    assert auditor.get(f"{LIST}{number}/content.json").status_code == 404
    answer = auditor.get(f"{LIST}{number}/change/", follow=True)
    assert "doesn’t exist" in text_of(answer)
