import pytest

from consent.redirects import safe_next

STAYS = [
    ("/", "/"),
    ("/privacy-policy/", "/privacy-policy/"),
    ("/search/?q=cookies", "/search/?q=cookies"),
    ("/privacy-policy/#rights", "/privacy-policy/"),
    ("/consent/receipts/ABC/", "/consent/receipts/ABC/"),
    ("/consent/history/?page=2", "/consent/history/?page=2"),
    ("/política/", "/pol%C3%ADtica/"),
    ("/a/%0d%0aSet-Cookie:x", "/a/%0d%0aSet-Cookie:x"),
]
LEAVES = [
    "",
    "privacy-policy/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/a\\b",
    "/\t/evil.example",
    "/\n/evil.example",
    "/a\r\nSet-Cookie: x=1",
    "/a\x00",
    "/a\x7f",
    "/a\x85b",
    "/a\u2028b",
    "/a\u2029b",
    "/a\ud800",
    "/a b",
    " /a",
    "https://evil.example/",
    "javascript:alert(1)",
    "/consent/choose/",
    "/consent/forget/",
    "/consent/state.css",
    "/" + "a" * 3000,
    "/" + "é" * 1000,
]


@pytest.mark.parametrize(("target", "result"), STAYS)
def test_it_keeps_a_path_of_this_site(target: str, result: str) -> None:
    assert safe_next(target) == result


@pytest.mark.parametrize("target", LEAVES)
def test_it_goes_home_instead(target: str) -> None:
    assert safe_next(target) == "/"
