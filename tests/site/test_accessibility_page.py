"""/accessibility/: the target, the gaps, and whom to tell of a barrier."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.html import elements, words

pytestmark = pytest.mark.django_db


def said(client: Client) -> str:
    answer: Any = client.get("/accessibility/")
    assert answer.status_code == 200
    return words(answer.content.decode())


def test_it_says_the_target_the_gaps_and_when_it_was_reviewed(client: Client) -> None:
    page = said(client)
    assert "level AA of the Web Content Accessibility Guidelines (WCAG) 2.2" in page
    assert "Known gaps" in page
    assert "Last reviewed November 27, 2026" in page
    assert "1-800-345-1642" in page


def test_it_names_the_address_that_is_configured(
    client: Client, settings: Settings
) -> None:
    assert "E-mail Mail" not in said(client)
    settings.PRIVACY_EMAIL = "privacy@company.example"
    assert "privacy@company.example" in said(client)
    settings.ACCESSIBILITY_EMAIL = "help@company.example"
    page = said(client)
    assert "help@company.example" in page
    assert "privacy@company.example" not in page


def test_every_page_leads_to_it(client: Client) -> None:
    page = client.get("/").content.decode()
    links = [link for link in elements(page, "a") if link.text == "Accessibility"]
    assert [link["href"] for link in links] == ["/accessibility/"]
