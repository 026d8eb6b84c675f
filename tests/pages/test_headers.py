"""Security headers of every answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from pages.headers import OF_DOCUMENTS
from tests.factories import make_policy, make_staff, make_version

pytestmark = pytest.mark.django_db

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/terms/", 200),
        ("/terms/versions/1/", 200),
        ("/cookies/", 200),
        ("/livez", 200),
        ("/readyz", 200),
        ("/nothing/", 404),
        ("/admin/login/", 200),
        ("/admin/", 302),
    ],
)
def test_every_answer_has_them(client: Client, address: str, status: int) -> None:
    make_version(make_policy(slug="terms"))
    answer = client.get(address)
    assert answer.status_code == status
    for name, value in HEADERS.items():
        assert answer.headers[name] == value, name
    assert answer.headers["Content-Security-Policy"] == STRICT
    for feature in ("browsing-topics=()", "geolocation=()", "camera=()"):
        assert feature in answer.headers["Permissions-Policy"]


@pytest.mark.parametrize("address", ["/consent/state.css", "/consent/analytics.js"])
def test_what_a_page_loads_has_no_headers_of_documents(
    client: Client, address: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not set(OF_DOCUMENTS) & set(answer.headers)


@pytest.mark.parametrize("address", ["/nothing/", "/admin/login/"])
def test_only_public_pages_may_load_the_tag(
    client: Client, settings: Any, address: str
) -> None:
    settings.PUBLIC_CONTENT_SECURITY_POLICY = {"script-src": "https://tag.example"}
    assert "tag.example" in client.get("/").headers["Content-Security-Policy"]
    assert client.get(address).headers["Content-Security-Policy"] == STRICT


def test_no_page_of_the_desk_is_kept_by_a_cache(client: Client) -> None:
    client.force_login(make_staff(is_superuser=True))
    for address in ("/admin/", "/admin/policy/policyversion/"):
        assert "no-store" in client.get(address).headers["Cache-Control"]


def test_the_site_says_nothing_of_its_software(client: Client) -> None:
    answer = client.get("/")
    assert not answer.has_header("Server")
    assert not answer.has_header("X-Powered-By")
