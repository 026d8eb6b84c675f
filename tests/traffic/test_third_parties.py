"""The register of third parties: its page, its links, its history, its reviews."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.checks import run_checks
from django.core.checks.registry import Tags
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from centene_site.third_parties import SECTIONS
from pages.stamp import read
from policy.management.commands.load_policies import BUNDLED
from policy.presentation import present
from policy.roles import APPROVERS, AUDITORS, EDITORS, PRIVACY_OFFICE
from tests.attacks import refused
from tests.desk import desk, form_of, superuser, text_of
from tests.factories import make_policy, make_staff, make_version
from tests.html import elements, words
from tests.traffic.parties import make_party
from traffic.models import ThirdParty, ThirdPartyChange
from traffic.register import save, whose_host

pytestmark = pytest.mark.django_db

PAGE = "/third-parties/"
LIST = "/admin/traffic/thirdparty/"


def google() -> ThirdParty:
    return ThirdParty.objects.get(name="Google Analytics")


def test_the_page_says_what_google_analytics_does_and_gets(client: Client) -> None:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    text = words(answer.content.decode())
    for part in (
        "Google Analytics",
        "You do not register with it.",
        "Google receives its IP address",
        "_ga_*",
        "At most 180 days",
        "November 27, 2026",
    ):
        assert part in text
    (link,) = [
        element
        for element in elements(answer.content.decode(), "a")
        if element["href"] == "https://policies.google.com/privacy"
    ]
    assert link["rel"] == "noopener external"


def test_without_third_parties_the_page_says_so(client: Client) -> None:
    party = google()
    party.ended_on = date(2026, 11, 20)
    save(party, None)
    text = words(client.get(PAGE).content.decode())
    assert "no third party at present" in text
    assert "_ga" not in text


def test_a_cookie_that_visitors_are_not_told_of_is_not_set(client: Client) -> None:
    make_party(cookies="map_*")
    text = words(client.get(PAGE).content.decode())
    assert "Not in the list of cookies in force, and therefore not set: map_*" in text


def test_it_is_read_only(client: Client) -> None:
    assert client.post(PAGE).status_code == 405


@pytest.mark.parametrize("address", ["/", "/cookies/"])
def test_other_pages_lead_to_it(client: Client, address: str) -> None:
    assert f'href="{PAGE}"' in client.get(address).content.decode()


def test_the_cookie_page_says_that_views_are_counted(
    client: Client, settings: Any
) -> None:
    sentence = "we count how often our pages are viewed"
    assert sentence in words(client.get("/cookies/").content.decode())
    settings.COUNT_VIEWS = False
    assert sentence not in words(client.get("/cookies/").content.decode())


@pytest.mark.parametrize("file", sorted((BUNDLED / "privacy-policy").glob("*.md")))
def test_four_sections_of_the_privacy_policy_lead_to_it(
    client: Client, file: Any
) -> None:
    source = file.read_text().partition("\n---\n")[2]
    make_version(make_policy(slug="privacy-policy"), source=source)
    html = client.get("/privacy-policy/").content.decode()
    for anchor in SECTIONS:
        _, _, behind = html.partition(f' id="{anchor}"')
        assert behind.partition("</h2>")[2].split("<h", 1)[0].count(PAGE) == 1, anchor


def test_other_policies_lead_nowhere(client: Client) -> None:
    source = "## 1. Collected information\n\nText.\n"
    make_version(make_policy(slug="terms"), source=source)
    body = client.get("/terms/").content.decode()
    assert 'class="since"' not in body


def test_a_link_to_a_third_party_names_whose_policy_applies() -> None:
    html = present('<p><a href="https://www.google.com/a?b=1&amp;c=2">there</a></p>')
    assert words(html) == "there (leaves this site) (Google’s privacy policy applies)"
    assert 'rel="noopener external"' in html


@pytest.mark.parametrize(
    "url", ["https://notgoogle.com/", "https://google.com.evil.example/", "//x.y/"]
)
def test_a_link_to_somebody_else_does_not(url: str) -> None:
    html = present(f'<p><a href="{url}">there</a></p>')
    assert words(html) == "there (leaves this site)"


def test_names_in_the_register_are_no_markup(client: Client) -> None:
    make_party(company="<b>M", name="<i>Maps", hosts="maps.example")
    html = present('<p><a href="https://maps.example/">there</a></p>')
    assert "&lt;b&gt;M" in html
    assert "<i>Maps" not in client.get(PAGE).content.decode()


def test_a_host_stands_for_all_below_it() -> None:
    make_party()
    assert whose_host("tiles.maps.example") == "Mapmaker"
    assert whose_host("maps.example") == "Mapmaker"
    assert whose_host("example") == ""


def test_a_link_out_tells_no_more_than_the_origin(client: Client) -> None:
    policy = client.get(PAGE).headers["Referrer-Policy"]
    assert policy == "strict-origin-when-cross-origin"


def test_every_change_is_kept_and_makes_pages_out_of_date() -> None:
    staff = make_staff(username="pat")
    before = read().number
    party = make_party(staff)
    assert read().number == before + 1
    save(party, staff)
    assert read().number == before + 1
    party.why = "To show it on a map."
    save(party, staff)
    assert read().number == before + 2
    contents = [change.content["why"] for change in party.changes.all()]
    assert contents == ["To show it on a map.", "To show it."]


def test_the_desk_edits_an_entry_and_shows_its_history() -> None:
    client = desk(PRIVACY_OFFICE, username="pat")
    address = f"{LIST}{google().pk}/change/"
    fields = form_of(client.get(address)) | {"shared": "Less than before."}
    assert client.post(address, fields).status_code == 302
    assert google().shared == "Less than before."
    text = text_of(client.get(address))
    assert "What was changed" in text
    assert "pat" in text
    assert "Less than before." in text
    assert "Entered into the register." in text


def test_the_desk_adds_an_entry() -> None:
    client = desk(PRIVACY_OFFICE)
    fields = {
        "name": "Maps",
        "company": "Mapmaker",
        "what_it_does": "Shows where we are.",
        "privacy_policy_url": "https://maps.example/privacy",
        "hosts": "maps.example\nmaps-two.example",
        "cookies": "",
        "shared": "The place.",
        "why": "To show it.",
        "reviewed_on": "2026-11-20",
    }
    assert client.post(f"{LIST}add/", fields).status_code == 302
    assert ThirdParty.objects.get(name="Maps").host_list == [
        "maps.example",
        "maps-two.example",
    ]
    assert ThirdPartyChange.objects.filter(third_party__name="Maps").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("hosts", "https://maps.example/", "is no host name"),
        ("cookies", "a=b", "is no name of a cookie"),
        ("privacy_policy_url", "http://maps.example/", "valid URL"),
        ("privacy_policy_url", "javascript:alert(1)", "valid URL"),
        ("why", "", "This field is required."),
        ("reviewed_on", "2999-01-01", "This day has not come yet."),
        ("name", "", "This field is required."),
    ],
)
def test_what_is_wrong_comes_back_as_it_was_filled_in(
    field: str, value: str, sentence: str
) -> None:
    client = desk(PRIVACY_OFFICE)
    address = f"{LIST}{google().pk}/change/"
    answer = client.post(address, form_of(client.get(address)) | {field: value})
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert "Google" in form_of(answer)["company"]
    assert ThirdPartyChange.objects.count() == 1


def test_only_the_privacy_office_writes() -> None:
    address = f"{LIST}{google().pk}/"
    for role in (AUDITORS, APPROVERS, EDITORS):
        client = desk(role)
        assert client.get(LIST).status_code == 200
        assert client.get(f"{address}change/").status_code == 200
        assert client.post(f"{address}change/", {}).status_code == 403
        assert client.get(f"{LIST}add/").status_code == 403
    assert superuser().get(f"{address}delete/").status_code == 403
    assert Client().get(LIST).status_code == 302
    assert superuser().get(f"{LIST}99999/change/").status_code == 302


def test_a_review_is_overdue_after_a_year() -> None:
    party = google()
    client = desk(PRIVACY_OFFICE)
    with time_machine.travel("2027-11-27T18:00:00Z", tick=False):
        assert not ThirdParty.objects.review_overdue().exists()
        client.force_login(make_staff(groups=[PRIVACY_OFFICE]))
        assert "Every third party" in text_of(client.get("/admin/"))
    with time_machine.travel("2027-11-28T18:00:00Z", tick=False):
        assert list(ThirdParty.objects.review_overdue()) == [party]
        client.force_login(make_staff(groups=[PRIVACY_OFFICE]))
        assert "Google Analytics Reviewed on November 27, 2026." in text_of(
            client.get("/admin/")
        )
        assert "Google Analytics" in text_of(client.get(f"{LIST}?review=overdue"))


def test_the_first_page_shows_nothing_to_who_may_see_nothing() -> None:
    text = text_of(Client().get("/admin/", follow=True))
    assert "Traffic and third parties" not in text
    client = Client()
    client.force_login(make_staff())
    assert "Traffic and third parties" not in text_of(client.get("/admin/"))


def warnings() -> list[str]:
    found = run_checks(tags=[Tags.database], databases=[connection.alias])
    return [str(each.msg) for each in found if each.id == "centene_site.W002"]


def test_a_cookie_of_nobody_in_the_register_is_found() -> None:
    assert warnings() == []
    party = google()
    party.cookies = "_ga"
    save(party, None)
    (warning,) = warnings()
    assert "Google provides the cookie _ga_*" in warning


def test_the_database_keeps_the_register() -> None:
    party = google()
    with refused("A third party is never deleted"):
        ThirdParty.objects.filter(pk=party.pk)._raw_delete(connection.alias)
    with refused("A change of the register of third parties is never changed."):
        ThirdPartyChange.objects.update(content={})
    with refused("third_party_is_explained"):
        ThirdParty.objects.update(why="")
    with refused("There is an entry for this third party."):
        ThirdParty.objects.create(
            name=party.name, reviewed_on=date(2026, 1, 1), why="x", shared="x"
        )


def test_lines_are_told_apart() -> None:
    with pytest.raises(ValidationError):
        ThirdParty._meta.get_field("hosts").run_validators("a.example b")
