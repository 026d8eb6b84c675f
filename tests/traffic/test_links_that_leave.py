"""Links that leave this site are marked for eye and ear, on every public page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from policy.presentation import leaves_site
from tests.factories import make_notice, make_policy, make_version
from tests.html import Element, elements, words
from tests.pages.test_every_public_route import ADDRESSES

pytestmark = pytest.mark.django_db

SOURCE = "## 1. What we collect\n\n[There](https://there.example/) and more.\n"
OPT_OUT = "Opt out of Google Analytics on all sites (leaves this site)"


def leaving(client: Client, path: str) -> Iterator[Element]:
    links = elements(client.get(path).content.decode(), "a")
    yield from (each for each in links if leaves_site(each["href"]))


def is_marked(link: Element) -> bool:
    return (
        {"noopener", "external"} <= set(link["rel"].split())
        and link["class"] == "external"
        and link.text.endswith("(leaves this site)")
    )


def test_every_link_that_leaves_is_marked(client: Client) -> None:
    make_version(make_policy(slug="terms"), source=SOURCE)
    make_notice()
    public = [path for addresses in ADDRESSES.values() for path in addresses]
    paths = [path for path in public if path.endswith("/")]
    paths += ["/cookies/", "/search/?q=more"]
    found = {path: list(leaving(client, path)) for path in paths}
    for path in (
        "/terms/",
        "/third-parties/",
        "/cookies/",
        "/privacy-rights/complaint/",
    ):
        assert found[path], path
    unmarked = {
        (path, link["href"])
        for path, links in found.items()
        for link in links
        if not is_marked(link)
    }
    assert not unmarked


def test_the_way_to_opt_out_at_google_names_whose_policy_applies(
    client: Client,
) -> None:
    found = words(client.get("/cookies/").content.decode())
    assert f"{OPT_OUT} (Google’s privacy policy applies)" in found
