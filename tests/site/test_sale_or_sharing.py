"""What every page says of selling or sharing personal information."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.conf import settings as site_settings
from django.test import Client
from pytest_django import Settings

from tests.html import elements
from tests.policy.test_policy_page import read

pytestmark = pytest.mark.django_db
SENTENCE = "We do not sell or share your information."
LINK = "Your Privacy Choices"
ICON = site_settings.BASE_DIR / "static" / "privacy-choices.svg"


def footer(client: Client, address: str) -> str:
    html = read(client, address)
    (found,) = elements(html, "footer")
    return found.text


@pytest.mark.parametrize("address", ["/", "/cookies/", "/notices/"])
def test_by_default_the_footer_says_that_nothing_is_sold(
    client: Client, address: str
) -> None:
    assert SENTENCE in footer(client, address)
    assert LINK not in footer(client, address)


@pytest.mark.parametrize("address", ["/", "/cookies/", "/notices/"])
def test_who_sells_or_shares_has_the_link_on_every_page(
    client: Client, settings: Settings, address: str
) -> None:
    settings.SELLS_OR_SHARES = True
    assert SENTENCE not in footer(client, address)
    html = read(client, address)
    (link,) = [a for a in elements(html, "a") if a["class"] == "privacy-choices"]
    assert link.text == LINK
    assert link["href"] == "/cookies/"
    (icon,) = elements(html, "img")
    assert "a" in icon.inside
    assert (icon["src"], icon["alt"]) == ("/static/privacy-choices.svg", "")
    assert icon["width"] and icon["height"]


def test_the_icon_is_a_drawing_and_nothing_else() -> None:
    """Title 11, section 7015(b), California Code of Regulations: check and X."""
    text = ICON.read_text(encoding="utf-8")
    tags = {
        element.tag.rpartition("}")[2]
        for element in ElementTree.fromstring(text).iter()
    }
    assert tags == {"svg", "rect", "path"}
    assert not re.search(r"<script|href|style|url\(", text)
