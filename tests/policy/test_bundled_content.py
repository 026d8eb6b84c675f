"""The policies that come with the site say the facts of the seed, in our words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policy.frontmatter import PolicyFile, read
from policy.importing import paths_below
from policy.management.commands.load_policies import BUNDLED
from policy.markdown import Rendered, render
from tests.html import elements, words

SECTIONS = [
    "Collected information",
    "Who collects this information",
    "How collected information is used",
    "How information is shared",
    "Link to other sites",
    "Security procedures",
    "Your rights",
    "Changes in these terms",
]
PARTS = {
    "Collected information": [
        "Registration information",
        "IP addresses",
        "Use of cookies",
    ],
    "How collected information is used": [
        "Unrelated companies",
        "Government authorities and litigation",
    ],
}
PURPOSES = ["Authentication", "Status", "Analysis", "Cookie consent"]
RIGHTS = [
    *("Access", "Rectification", "Erasure", "Restriction", "Objection", "Portability"),
    *("Withdrawal of consent", "Complaint"),
]


def bundled(policy: str, number: int) -> PolicyFile:
    return read(sorted((BUNDLED / policy).glob("*.md"))[number - 1])


def rendered(number: int) -> Rendered:
    file = bundled("privacy-policy", number)
    return render(file.source, file.title)


def test_there_are_two_policies_with_four_versions() -> None:
    files = [read(path) for path in paths_below(BUNDLED)]
    found = [(file.policy, file.title, file.effective) for file in files]
    assert found == [
        ("privacy-policy", "Privacy Policy", date(2020, 4, 17)),
        ("privacy-policy", "Privacy Policy", date(2026, 11, 23)),
        ("privacy-policy", "Privacy Policy", date(2026, 11, 27)),
        ("terms-and-conditions", "Terms and Conditions", date(2026, 11, 23)),
    ]


def test_all_are_marked_as_samples() -> None:
    first = bundled("privacy-policy", 1).source
    assert first.startswith(
        "Sample: restates the facts of the policy of April 17, 2020 in other words."
    )
    assert bundled("privacy-policy", 2).source.startswith("Sample: ")
    assert bundled("privacy-policy", 3).source.startswith("Sample: ")
    terms = bundled("terms-and-conditions", 1).source
    assert terms.startswith("Sample. The operator supplies this text.")


def test_version_1_has_the_eight_sections_with_their_parts() -> None:
    sections = rendered(1).sections
    found = [section.heading for section in sections if section.level == 2]
    assert found == [f"{number}. {title}" for number, title in enumerate(SECTIONS, 1)]
    tree: dict[str, list[str]] = {}
    title = ""
    for section in sections:
        if section.level == 2:
            title = section.heading.partition(" ")[2]
        elif section.level == 3:
            tree.setdefault(title, []).append(section.heading)
    assert tree == PARTS
    assert [section.heading for section in sections if section.level == 4] == PURPOSES


def test_each_version_keeps_every_anchor_of_the_one_before() -> None:
    anchors = [{s.anchor for s in rendered(number).sections} for number in (1, 2, 3)]
    assert anchors[0] <= anchors[1] <= anchors[2]


def test_version_3_says_what_is_counted_and_logged() -> None:
    text = words(rendered(3).html)
    for fact in (
        "The site counts views of its pages",
        "no cookie and no identifier",
        "without groups of fewer than 10",
        "for 30 days",
    ):
        assert fact in text
    assert "counts no traffic" not in text


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize(
    "fact",
    [
        "Centene Corporation",
        "www.google.com/policies/privacy/partners/",
        "1-800-345-1642",
        "7700 Forsyth Boulevard, St. Louis, MO 63105",
        "IP address",
        "Google Analytics",
        "Terms and Conditions",
        "need to know",
        "aggregate",
        "data protection authority",
        "good-faith belief",
        *RIGHTS,
    ],
)
def test_all_versions_carry_the_facts_over(number: int, fact: str) -> None:
    assert fact in words(rendered(number).html)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_ways_to_ask_can_be_followed(number: int) -> None:
    links = {link["href"] for link in elements(rendered(number).html, "a")}
    assert {
        "tel:+18003451642",
        "#contact",
        "https://tools.google.com/dlpage/gaoptout",
    } <= links


def test_version_2_opens_with_what_matters_in_at_most_150_words() -> None:
    sections = [section for section in rendered(2).sections if section.level]
    assert sections[0].heading == "In short"
    assert len(words(sections[0].html).split()) - len(["In", "short"]) <= 150


def test_what_they_say_of_the_seed_is_not_copied_from_it() -> None:
    """A sentence of the seed, from memory of its subject, must not stand in ours."""
    text = words(rendered(1).html).casefold()
    for sentence in (
        "cookies are small bits of information that some web sites",
        "we are aware of your privacy interests and concerns",
        "the use of cookies has become a standard in the industry",
        "sometimes a law, court order, or other judicial",
    ):
        assert sentence not in text


@pytest.mark.parametrize(
    "path", sorted(BUNDLED.rglob("*.md")), ids=lambda path: path.name
)
def test_every_file_reads_well(path: Path) -> None:
    file = read(path)
    html = render(file.source, file.title).html
    assert not elements(html, "script")
    levels = [
        section.level for section in render(file.source).sections if section.level
    ]
    for before, after in zip([1, *levels], levels, strict=False):
        assert after <= before + 1, "a heading level is skipped"
    assert file.language == "en-US"
    assert file.company == "Centene Corporation"
