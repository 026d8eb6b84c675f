"""The desk of rights requests: a letter from its entry to its answer, and what axe
finds.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import make_superuser, sign_in
from tests.browser.test_accessibility import STANDARD, check
from tests.browsing import Recording
from tests.live import LiveSite

QUEUE = "/admin/rights/rightsrequest/"
PAGES = {
    "index": "/admin/",
    "queue": QUEUE,
    "all": f"{QUEUE}?state=all",
    "find": f"{QUEUE}find/",
    "dashboard": f"{QUEUE}dashboard/",
    "rights": f"{QUEUE}add/",
    "enter": f"{QUEUE}add/?right=rectification",
    "request": f"{QUEUE}1/change/",
    "steps": "/admin/rights/step/",
    "step": "/admin/rights/step/1/change/",
    "views": "/admin/rights/personalview/",
    "holds": "/admin/rights/hold/",
    "hold": "/admin/rights/hold/add/",
    "templates": "/admin/rights/answertemplate/",
    "template": "/admin/rights/answertemplate/add/",
}
ACTIONS = [
    *(
        "assign",
        "acknowledge",
        "confirm",
        "verify",
        "begin",
        "message",
        "note",
        "extend",
    ),
    *("answer", "refuse", "withdraw", "appeal", "hold", "file"),
]
FILL = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from rights import answering, correspondence, lifecycle
from rights.law import Right
from rights.models import AnswerTemplate, FileFacts, Hold, Message
from rights.states import State
from rights.words import Channel
from tests.rights.making import bring_to, make_personal, make_rights_request

ann = User.objects.get(username="ann")
now = timezone.now()

def ask(days, right=Right.ACCESS, **fields):
    personal = make_personal(
        email="", telephone="1-555-0100", postal="1 Elm Street, Springfield"
    )
    return make_rights_request(
        personal, at=now - timedelta(days=days), right=right, **fields
    )

first = ask(27, channel=Channel.TELEPHONE, assignee=ann)
bring_to(State.IN_PROGRESS, ann, first)
correspondence.write_to_person(first, "We are looking at it.\\nThank you.", ann)
correspondence.write_to_office(first, "Thank you for the news.")
correspondence.add_note(first, "The claims team has the files.", ann)
answering.add_file(
    first, facts=FileFacts("copy.json", "application/json"), content=b"{}", by=ann
)
Hold.objects.create(
    request=first, reason="Matter 12", placed_by=ann, placed_by_name="ann"
)
ask(36)
ask(47, Right.ERASURE, country="DE", region="")
ask(25, Right.RECTIFICATION, country="DE", region="", channel=Channel.LETTER)
ask(13, Right.OPT_OUT)
ask(3, Right.COMPLAINT, country="CA", region="")
ask(2, Right.LIMIT, country="US", region="TX")
for back in range(40):
    ask(back % 20, Right.ERASURE, country="US", region="CA", relation="visitor")
for _ in range(2):
    twice = make_rights_request(at=now - timedelta(days=21), country="DE", region="")
correspondence.write_to_office(twice, "Did my request arrive?")
bring_to(State.ANSWERED, ann, ask(12, Right.ERASURE))
bring_to(State.REFUSED, ann, ask(9, Right.RECTIFICATION))
bring_to(State.APPEALED, ann, ask(5, Right.ACCESS))
AnswerTemplate.objects.create(
    title="We have it", text="Dear {name},\\n\\nwe have your request {number}."
)
"""


@pytest.fixture(scope="module")
def filled_site(live_site: LiveSite) -> LiveSite:
    """The site with requests in every state."""
    make_superuser(live_site)
    live_site.manage("shell", "--no-imports", "--command", FILL)
    return live_site


def signed_in(new_page: Callable[..., Page], **options: object) -> Page:
    page = new_page(**options)
    sign_in(page)
    return page


def every_address() -> list[str]:
    return [*PAGES.values(), *(f"{QUEUE}1/{action}/" for action in ACTIONS)]


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    new_page: Callable[..., Page],
    filled_site: LiveSite,
    scheme: str,
    width: int,
) -> None:
    page = signed_in(
        new_page, color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    for address in every_address():
        page.goto(address)
        check(page, STANDARD)
        scrolled = page.evaluate("document.documentElement.scrollWidth")
        assert scrolled <= width, address


def test_no_page_has_inline_styles_or_scripts(
    new_page: Callable[..., Page], filled_site: LiveSite, recording: Recording
) -> None:
    page = signed_in(new_page)
    for address in every_address():
        page.goto(address)
    assert recording.csp_violations == []
    assert recording.foreign_requests == []


def test_each_degree_has_a_shape_and_a_color_of_its_own(
    new_page: Callable[..., Page], filled_site: LiveSite
) -> None:
    for scheme in ("light", "dark"):
        page = signed_in(new_page, color_scheme=scheme)
        page.goto(QUEUE)
        shapes, colors = set(), set()
        for degree in ("overdue", "this-week", "later"):
            sign = page.locator(f".due-{degree} svg").first
            shapes.add(sign.inner_html())
            colors.add(sign.evaluate("sign => getComputedStyle(sign).fill"))
        assert len(shapes) == len(colors) == 3


def test_a_letter_is_entered_worked_and_answered(
    new_page: Callable[..., Page], filled_site: LiveSite, recording: Recording
) -> None:
    page = signed_in(new_page, java_script_enabled=False)
    page.goto(QUEUE)
    page.get_by_role("link", name="Add rights request").click()
    page.get_by_role("link", name="Access", exact=True).click()
    page.get_by_label("letter", exact=True).check()
    received = date.today() - timedelta(days=10)
    page.get_by_label("Day of receipt:").fill(received.isoformat())
    page.get_by_label("For myself").check()
    page.get_by_label("Visitor of this site").check()
    page.get_by_label("Country where you live:").select_option("FR")
    page.get_by_label("Name of who asks:").fill("Jean Valjean")
    page.get_by_role("button", name="Enter the request").click()
    expect(page.get_by_role("alert")).to_contain_text("Type an e-mail address, or")
    page.get_by_label("Postal address:").fill("55 Rue Plumet, Paris")
    page.get_by_role("button", name="Enter the request").click()
    expect(page.get_by_text("is entered.")).to_be_visible()
    expect(page.get_by_text("Jean Valjean")).to_be_visible()
    expect(page.get_by_role("row", name="GDPR, article 12(3)")).to_be_visible()

    page.get_by_role("link", name="Record identity check").click()
    page.get_by_label("a signed declaration").check()
    page.get_by_role("button", name="Record identity check").click()
    page.get_by_role("link", name="Begin work").click()
    page.get_by_role("button", name="Begin work").click()
    page.get_by_role("link", name="Add a file").click()
    page.get_by_label("File:").set_input_files(
        {"name": "copy.txt", "mimeType": "text/plain", "buffer": b"All of it."}
    )
    page.get_by_role("button", name="Add the file").click()
    page.get_by_role("link", name="Answer", exact=True).click()
    expect(page.get_by_text("1 file goes with the answer.")).to_be_visible()
    page.get_by_role("link", name="We have it").click()
    page.get_by_label("complied with in whole").check()
    page.get_by_label("How is it answered?").select_option("letter")
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("The request is answered.")).to_be_visible()
    expect(page.get_by_text("Dear Jean Valjean,")).to_be_visible()
    with page.expect_download() as waited:
        page.get_by_role("link", name="copy.txt").click()
    assert waited.value.path().read_bytes() == b"All of it."
    assert recording.csp_violations == []
