"""A wrong method is 405 for everyone, not a question for a token."""

import pytest
from django.test import Client

from tests.factories import make_notice, make_policy, make_version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/terms/",
        "/terms/versions/",
        "/terms/versions/1/",
        "/terms/on/",
        "/terms/on/2020-05-01/",
        "/notices/",
        "/notices/1/",
        "/subscribe/",
        "/subscribe/sent/",
        "/notices/feed.atom",
        "/feed.atom",
        "/terms/feed.atom",
        "/terms/versions/1.txt",
        "/terms/versions/1.md",
        "/policies.json",
        "/terms.json",
        "/terms/versions.json",
        "/terms/versions/1.json",
        "/terms/compare/1...1.json",
        "/notices.json",
        "/notices/1.json",
        "/cookies.json",
        "/accessibility/",
        "/robots.txt",
        "/sitemap.xml",
        "/.well-known/security.txt",
        "/schemas/version.json",
        "/cookies/",
        "/consent/state.css",
        "/consent/analytics.js",
        "/consent/receipts/",
        "/consent/receipts/ABC/",
        "/consent/receipts/ABC.json",
        "/consent/history/",
        "/.well-known/gpc.json",
        "/livez",
        "/readyz",
        "/favicon.ico",
    ],
)
def test_pages_that_are_only_read_say_so(address: str, method: str) -> None:
    make_version(make_policy(slug="terms"))
    make_notice()
    client = Client(enforce_csrf_checks=True)
    assert getattr(client, method)(address).status_code == 405
