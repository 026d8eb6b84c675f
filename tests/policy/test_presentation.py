"""What a page adds to a frozen text."""

from __future__ import annotations

import pytest

from policy.presentation import leaves_site, present
from tests.html import elements, render_html, words


def presented(source: str) -> str:
    return present(render_html(source))


# The register of third parties is asked whose policy applies there.
@pytest.mark.django_db
@pytest.mark.parametrize(
    "target",
    [
        "https://example.com/",
        "http://example.com",
        "HTTPS://EXAMPLE.COM/x",
        "//example.com/x",
        "https://localhost.example.com/",
        "https://localhost@example.com/",
        "https:/example.com",
        "https:example.com",
    ],
)
def test_a_link_that_leaves_the_site_says_so_to_eye_and_ear(target: str) -> None:
    assert leaves_site(target)
    (link,) = elements(presented(f'[Read](<{target}> "A title")'), "a")
    assert link["class"] == "external"
    assert "noopener" in link["rel"]
    assert link.text == "Read (leaves this site)"


def test_an_address_that_cannot_be_read_counts_as_leaving() -> None:
    assert leaves_site("http://[::1/")


@pytest.mark.parametrize(
    "target",
    [
        "/cookies/",
        "#contact",
        "../versions/1/",
        "?page=2",
        "http://localhost:8000/cookies/",
        "https://LOCALHOST/",
        "mailto:privacy@example.com",
        "tel:+18003451642",
    ],
)
def test_a_link_within_the_site_is_left_alone(target: str) -> None:
    assert not leaves_site(target)
    (link,) = elements(presented(f"[Read]({target})"), "a")
    assert link.attributes == {"href": target}
    assert link.text == "Read"


def test_a_site_under_another_name_has_other_own_links(settings: object) -> None:
    settings.SITE_HOST = "privacy.example.com"  # type: ignore[attr-defined]
    assert leaves_site("http://localhost:8000/")
    assert not leaves_site("https://privacy.example.com/cookies/")


def test_each_heading_has_a_permalink_that_names_it() -> None:
    html = presented("## Your *rights* & `more`\n\n### Part\n")
    links = [link for link in elements(html, "a") if link["class"] == "permalink"]
    assert [link["href"] for link in links] == ["#your-rights-more", "#part"]
    assert links[0].text == "#Link to this section: Your rights & more"
    headings = {element["id"] for element in elements(html) if element["id"]}
    assert headings == {"your-rights-more", "part"}


def test_a_heading_inside_a_list_has_no_address_and_no_permalink() -> None:
    assert "permalink" not in presented("- ## inside\n")


def test_the_words_of_the_text_stay_the_same() -> None:
    text = "Some words, a table and a list.\n\n- one\n- two\n"
    assert words(presented(text)) == words(render_html(text))
