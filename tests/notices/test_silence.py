"""What the software does not say, and whom it does not tell."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from notices.models import Notice
from outbox.models import Mail
from policy.models import PolicyVersion
from policy.publishing import publish
from tests.factories import (
    make_notice,
    make_policy,
    make_ready,
    make_staff,
    make_version,
)
from tests.html import elements, words
from tests.policy.files import write_file

pytestmark = pytest.mark.django_db

# However it is worded: that who goes on using the site has thereby agreed.
IMPLIED = ("continu", "by using", "deemed", "accept", "agree", "consent")
TEMPLATES = Path(settings.BASE_DIR) / "templates"


def told(address: str) -> str:
    """The words of notices on a page: those under the header, and the page's own."""
    answer: Any = Client().get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    places = elements(html, "section") + elements(html, "main")
    return " ".join(
        words(place.text)
        for place in places
        if place.tag == "main" or place["class"] == "notices"
    ).lower()


def test_importing_44_versions_makes_no_notice_and_no_mail(tmp_path: Path) -> None:
    for number in range(1, 45):
        write_file(
            tmp_path,
            f"{number:04}.md",
            effective=f"{1980 + number}-01-01",
            material="yes",
            body=f"## One\n\nText {number}.\n",
        )
    call_command("load_policies", tmp_path, verbosity=0)
    assert PolicyVersion.objects.published().count() == 44
    assert not Notice.objects.exists()
    assert not Mail.objects.exists()
    assert "No notice has been posted yet." in words(
        Client().get("/notices/").content.decode()
    )


@pytest.mark.parametrize("about_a_version", [True, False])
def test_no_page_says_that_going_on_means_acceptance(about_a_version: bool) -> None:
    if about_a_version:
        policy = make_policy(slug="terms", title="Terms")
        make_version(policy, source="## Keeping\n\nOne year.\n")
        effective = timezone.now() + timedelta(days=31)
        draft = make_ready(
            policy, source="## Keeping\n\nTwo years.\n", effective_at=effective
        )
        publish(draft, by=make_staff())
    else:
        make_notice(summary="Our address changes.", for_whom="All.")
    for address in ("/notices/", "/notices/1/"):
        said = told(address)
        assert "notice" in said
        assert not [word for word in IMPLIED if word in said], address
    feed: Any = Client().get("/notices/feed.atom")
    assert not [word for word in IMPLIED if word in feed.content.decode().lower()]


def test_no_template_of_notices_says_so_in_any_case() -> None:
    files = [
        *(TEMPLATES / "notices").glob("*.html"),
        *(TEMPLATES / "admin" / "notices").rglob("*.html"),
    ]
    assert len(files) > 5
    for file in files:
        text = file.read_text(encoding="utf-8").lower()
        text = text.replace("consent/state.css", "")
        assert not [word for word in IMPLIED if word in text], file.name


def test_a_notice_is_no_live_region(client: Client) -> None:
    make_notice()
    html = client.get("/").content.decode()
    places = [e for e in elements(html) if "notice" in e["class"] + e["id"]]
    assert places
    for place in places:
        assert "aria-live" not in place.attributes
        assert place["role"] not in ("alert", "status", "log")
