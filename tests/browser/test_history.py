"""A visitor looks back: on a day, at one section, and takes all versions home."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.histories import HISTORY
from tests.browser.steps import cookie_names
from tests.browsing import Recording
from tests.live import LiveSite

pytestmark = pytest.mark.usefixtures("histories")

WIDTH = "document.documentElement.scrollWidth"
QUESTION = "What did it say on this day?"


@pytest.mark.parametrize("script", [True, False])
def test_pages_of_a_history_set_no_cookie_and_ask_no_other_host(
    new_page: Callable[..., Page], recording: Recording, script: bool
) -> None:
    page = new_page(java_script_enabled=script)
    for address in HISTORY:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert cookie_names(page) == set()
    assert recording.foreign_requests == []
    assert recording.csp_violations == []


def test_no_page_of_a_history_is_wider_than_320_pixels(
    new_page: Callable[..., Page],
) -> None:
    page = new_page(viewport={"width": 320, "height": 640})
    for address in HISTORY:
        page.goto(address)
        assert page.evaluate(WIDTH) <= 320, address


@pytest.mark.parametrize(
    "address", ["/price-list/versions/2/", "/price-list/compare/1...2/"]
)
def test_a_wide_table_scrolls_in_its_own_place(
    new_page: Callable[..., Page], address: str
) -> None:
    page = new_page(viewport={"width": 320, "height": 640})
    page.goto(address)
    assert page.evaluate(WIDTH) <= 320
    last = page.get_by_role("cell", name="Supervised")
    expect(last).not_to_be_in_viewport()
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    assert page.locator(".table-scroll").evaluate("place => place.scrollLeft") > 0
    assert page.evaluate("window.scrollX") == 0


@pytest.mark.parametrize("script", [True, False])
def test_a_day_leads_to_every_version_in_force_that_day(
    new_page: Callable[..., Page], script: bool
) -> None:
    page = new_page(java_script_enabled=script)
    page.goto("/tool-library/versions/")
    page.get_by_label(QUESTION).fill("2021-06-01")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url("/tool-library/on/2021-06-01/")
    found = page.locator(".day-page").get_by_role("listitem")
    expect(found).to_have_count(3)
    expect(found.nth(0)).to_contain_text("Version 1, in force from January 10, 2021")
    expect(found.nth(1)).to_contain_text("Version 2, in force from June 1, 2021")
    expect(found.nth(2)).to_contain_text("Version 3, in force since June 1, 2021")
    expect(page.get_by_text("You may keep a tool for two weeks.")).to_be_visible()
    expect(page.get_by_label(QUESTION)).to_have_value("2021-06-01")


def test_a_day_is_typed_and_sent_by_keyboard(page: Page) -> None:
    page.goto("/tool-library/versions/")
    page.get_by_label(QUESTION).focus()
    page.keyboard.type("02282021")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/tool-library/on/2021-02-28/")
    expect(page.get_by_text("You may keep a tool for seven days.")).to_be_visible()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2021-01-09", "the first version took effect on January 10, 2021"),
        ("2999-01-01", "This day has not come yet"),
        ("2021-02-29", "“2021-02-29” is not a day."),
    ],
)
def test_a_day_without_an_answer_helps_on(page: Page, day: str, words: str) -> None:
    page.goto(f"/tool-library/on/{day}/")
    expect(page.get_by_role("main")).to_contain_text(words)
    page.get_by_label(QUESTION).fill("2021-01-10")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url("/tool-library/on/2021-01-10/")


def test_a_section_leads_to_its_earlier_wordings(page: Page) -> None:
    page.goto("/tool-library/")
    page.get_by_role("link", name="Unchanged since version 2").last.click()
    expect(page).to_have_url("/tool-library/sections/questions/")
    wordings = page.get_by_role("region", name="As of version")
    expect(wordings).to_have_count(2)
    expect(wordings.first).not_to_contain_text("Complaints")
    expect(wordings.last).to_contain_text("Complaints")
    wordings.last.get_by_role("link", name="Version 1").click()
    expect(page).to_have_url("/tool-library/versions/1/#questions")
    expect(page.get_by_role("heading", name="5. Questions")).to_be_in_viewport()


@pytest.mark.parametrize("script", [True, False])
def test_the_archive_comes_by_a_link_and_verifies_itself(
    new_page: Callable[..., Page], tmp_path: Path, script: bool
) -> None:
    page = new_page(java_script_enabled=script)
    page.goto("/tool-library/versions/3/")
    head = page.locator(".seal code").first.inner_text()
    page.goto("/tool-library/versions/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Take the whole history away (zip)").click()
    assert download.value.suggested_filename == "tool-library.zip"
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(tmp_path)
    counted = "Consistent: 3 versions, 0 withdrawals, 0 withholdings."
    said = f"{counted}\nHead of the versions: {head}\n"
    assert verified(tmp_path).startswith(said)
    assert verified(tmp_path, head).startswith("Proved: versions 1 to 3")


def verified(folder: Path, *arguments: str) -> str:
    """What the archive's own verifier says, with nothing but the standard library."""
    command = [sys.executable, "-I", "-S", "verify.py", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "address",
    ["/qawaid/", "/qawaid/versions/1/", "/qawaid/on/2021-06-01/"],
)
def test_a_text_from_right_to_left_is_set_so(page: Page, address: str) -> None:
    page.goto(address)
    for part in (page.get_by_role("heading", level=1), page.locator(".prose")):
        expect(part).to_have_attribute("lang", "ar")
        expect(part).to_have_css("direction", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "en-US")


def test_a_section_in_another_language_says_so(page: Page, histories: LiveSite) -> None:
    page.goto("/kisoku/sections/貸し出し/")
    expect(page.locator("h1 bdi")).to_have_attribute("lang", "ja")
    expect(page.locator(".prose")).to_have_count(2)
    for wording in page.locator(".prose").all():
        expect(wording).to_have_attribute("lang", "ja")


def test_paper_has_the_days_text_and_no_form(page: Page) -> None:
    page.goto("/tool-library/on/2021-06-01/")
    page.emulate_media(media="print")
    expect(page.locator(".day-form")).to_be_hidden()
    expect(page.get_by_text("In force on June 1, 2021")).to_be_visible()
    expect(page.get_by_text("You may keep a tool for two weeks.")).to_be_visible()
