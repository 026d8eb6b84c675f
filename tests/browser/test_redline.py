"""A visitor reads what changed: by the list, by keyboard, on paper, right to left."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsing import Recording
from tests.live import LiveSite

pytestmark = pytest.mark.usefixtures("histories")

COMPARISON = "/tool-library/compare/1...2/"
SECTIONS = [
    *("Section 1, Joining", "Section 2, Lending", "Section “Safety at work”"),
    *("Section 4, Fees", "Section “Events”"),
]
CHANGES = [
    "moved here from Section 5, Questions: “Complaints are answered by the board "
    "within two weeks.”",
    "“seven” became “ten”",
    "link now leads to https://care.example/power-tools, was "
    "https://care.example/drills: “care guide”",
    "list item removed: “Gas heaters”",
    "heading level 2, was 3: “Safety at work”",
    "table row “Drill”, column “Deposit”: “20” became “25” after “$”",
    "new section",
]
# Whether the middle of an element's first line is there to see, with nothing before it.
IS_UNCOVERED = """element => {
    const box = element.getClientRects()[0];
    const hit = document.elementFromPoint(
        box.x + box.width / 2, box.y + box.height / 2);
    return element === hit || element.contains(hit);
}"""


@pytest.fixture
def still_page(new_page: Callable[..., Page]) -> Page:
    """A page that jumps where others scroll."""
    return new_page(reduced_motion="reduce")


def changes(page: Page) -> Locator:
    """The list of changes."""
    return page.get_by_role("region", name=re.compile(r"^\d+ changes?$"))


def entries(page: Page) -> Locator:
    """The links of the list of changes."""
    return changes(page).get_by_role("link")


def check_is_at(page: Page, number: int) -> None:
    """The page shows the change, and nothing lies on it."""
    expect(page).to_have_url(re.compile(rf"#change-{number}$"))
    target = page.locator(":target")
    expect(target).to_have_id(f"change-{number}")
    expect(target).to_be_in_viewport()
    assert target.evaluate(IS_UNCOVERED)


def press_tab_until(page: Page, name: str, most: int) -> None:
    """Press Tab until the focus is on a link of that name."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if (page.locator(":focus").text_content() or "").strip().endswith(name):
            return
    pytest.fail(f"The keyboard does not reach {name!r}.")


def test_each_change_is_told_in_prose_and_leads_to_its_visible_place(
    still_page: Page,
) -> None:
    still_page.goto(COMPARISON)
    expect(entries(still_page)).to_have_text(CHANGES)
    expect(changes(still_page).get_by_role("heading", level=3)).to_have_text(SECTIONS)
    for number, entry in enumerate(entries(still_page).all(), start=1):
        entry.click()
        check_is_at(still_page, number)


@pytest.mark.parametrize("versions", ["1...2", "1...3", "2...3"])
def test_folds_hide_unchanged_text_and_nothing_that_a_link_leads_to(
    page: Page, versions: str
) -> None:
    page.goto(f"/tool-library/compare/{versions}/")
    folds = page.locator("details.redline-fold")
    assert folds.count() >= 1
    expect(folds.locator("ins, del, [id], .redline-note")).to_have_count(0)
    for link in page.locator('main a[href^="#"]').all():
        place = page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}']")
        expect(place).to_have_count(1)
        expect(place).to_be_visible()


def test_a_fold_opens_by_keyboard(page: Page) -> None:
    page.goto(COMPARISON)
    unchanged = page.get_by_text("Blades are sharpened by our volunteers")
    expect(unchanged).to_be_hidden()
    page.get_by_text("paragraphs unchanged").focus()
    page.keyboard.press("Enter")
    expect(unchanged).to_be_visible()


def test_the_keyboard_alone_walks_through_all_changes_and_back(
    still_page: Page,
) -> None:
    still_page.goto(COMPARISON)
    press_tab_until(still_page, CHANGES[0], most=20)
    still_page.keyboard.press("Enter")
    check_is_at(still_page, 1)
    for number in range(2, len(CHANGES) + 1):
        press_tab_until(still_page, "next change", most=2)
        still_page.keyboard.press("Enter")
        check_is_at(still_page, number)
    for number in range(len(CHANGES) - 1, 0, -1):
        press_tab_until(still_page, "previous change", most=2)
        still_page.keyboard.press("Enter")
        check_is_at(still_page, number)


def test_what_moved_leads_from_either_place_to_the_other(still_page: Page) -> None:
    still_page.goto(COMPARISON)
    text = still_page.locator(".redline-text")
    text.get_by_role("link", name="Section 5, Questions").click()
    expect(still_page.locator(":target")).to_contain_text("moved to Section 1, Joining")
    expect(still_page.locator(":target")).to_be_in_viewport()
    text.get_by_role("link", name="Section 1, Joining").click()
    check_is_at(still_page, 1)


def test_the_contents_list_says_how_each_section_fared(page: Page) -> None:
    page.goto(COMPARISON)
    contents = page.get_by_role("navigation", name="Contents").get_by_role("listitem")
    expect(contents).to_have_text(
        [
            *("1. Joining changed", "2. Lending changed", "3. Care"),
            *("Safety at work changed", "4. Fees changed", "Events added"),
            "5. Questions changed",
        ]
    )


@pytest.mark.parametrize("script", [True, False])
def test_a_visitor_finds_what_changed_and_goes_on_to_the_next_version(
    new_page: Callable[..., Page], recording: Recording, script: bool
) -> None:
    page = new_page(java_script_enabled=script, reduced_motion="reduce")
    page.goto("/tool-library/versions/")
    page.get_by_role("link", name="See what changed in version 2").click()
    expect(page).to_have_url(COMPARISON)
    entries(page).nth(1).click()
    expect(page).to_have_url(f"{COMPARISON}#change-2")
    expect(page.locator("#change-2")).to_be_in_viewport()
    page.get_by_role("link", name="What changed next: from version 2 to 3").click()
    expect(entries(page)).to_have_text(["“ten days” became “two weeks”"])
    assert recording.foreign_requests == []
    assert recording.console_errors == []


def test_on_paper_marks_need_no_color_and_nothing_asks_to_be_clicked(
    page: Page,
) -> None:
    page.goto(COMPARISON)
    page.emulate_media(media="print")
    for tag, line in (("ins", "underline"), ("del", "line-through")):
        marks = page.locator(f".redline-text {tag}")
        assert marks.count() >= 3
        for mark in marks.all():
            expect(mark).to_be_visible()
            expect(mark).to_have_css("text-decoration-line", line)
            expect(mark).to_have_css("color", "rgb(0, 0, 0)")
            expect(mark).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator("#change-3")).to_contain_text("was https://care.example/drills")
    expect(entries(page).last).to_be_visible()
    for name in ("redline-steps", "redline-next", "crumb", "contents", "banner"):
        for part in page.locator(f".{name}").all():
            expect(part).to_be_hidden()
    for navigation in page.get_by_role("navigation").all():
        expect(navigation).to_be_hidden()


def test_what_is_folded_on_a_screen_is_open_on_paper(page: Page) -> None:
    page.goto(COMPARISON)
    unchanged = page.get_by_text("Blades are sharpened by our volunteers")
    expect(unchanged).to_be_hidden()
    page.emulate_media(media="print")
    expect(unchanged).to_be_visible()
    # For browsers that cannot open it.
    expect(page.locator(".paper-note")).to_be_hidden()


def test_any_two_versions_can_be_chosen_without_script(
    new_page: Callable[..., Page],
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/tool-library/versions/")
    page.get_by_label("From version").fill("three")
    page.get_by_label("to version", exact=True).fill("1")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("alert")).to_contain_text("from 1 to 3")
    expect(page.get_by_label("From version")).to_have_value("three")
    page.get_by_label("From version").fill("3")
    page.get_by_role("button", name="Compare").click()
    expect(page).to_have_url("/tool-library/compare/1...3/")
    page.get_by_role("link", name="version 1", exact=True).click()
    page.get_by_role("link", name="Compare with the version in force").click()
    expect(page).to_have_url("/tool-library/compare/1...3/")


@pytest.mark.parametrize(
    ("policy", "language", "direction"),
    [
        ("qawaid", "ar", "rtl"),
        ("kisoku", "ja", "ltr"),
        ("tool-library", "en-US", "ltr"),
    ],
)
def test_the_marked_text_keeps_its_language_and_direction(
    page: Page, policy: str, language: str, direction: str
) -> None:
    page.goto(f"/{policy}/compare/1...2/")
    text = page.locator(".redline-text")
    expect(text).to_have_attribute("lang", language)
    expect(text).to_have_css("direction", direction)
    expect(page.locator("h1 bdi")).to_have_attribute("lang", language)
    spoken = text.locator("ins .visually-hidden").first
    expect(spoken).to_have_attribute("lang", "en-us")
    expect(spoken).to_have_css("direction", "ltr")


def test_a_reversed_address_leads_to_the_comparison(
    page: Page, histories: LiveSite
) -> None:
    page.goto("/tool-library/compare/2...1/")
    expect(page).to_have_url(f"{histories.url}{COMPARISON}")
