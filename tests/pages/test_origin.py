import pytest

from pages.origin import Sender, sender

OWN = {"https://privacy.example.com", "http://localhost:8000"}
OURS, FOREIGN, UNKNOWN = Sender.OURS, Sender.FOREIGN, Sender.UNKNOWN

TABLE = [
    # Sec-Fetch-Site, Origin, who
    ("same-origin", "https://privacy.example.com", OURS),
    ("same-origin", None, OURS),
    ("same-origin", "null", OURS),
    ("same-site", "https://privacy.example.com", FOREIGN),
    ("cross-site", "https://privacy.example.com", FOREIGN),
    ("cross-site", None, FOREIGN),
    ("none", None, FOREIGN),
    ("SAME-ORIGIN", None, FOREIGN),
    ("zzz", "https://privacy.example.com", FOREIGN),
    (None, "https://privacy.example.com", OURS),
    (None, "http://localhost:8000", OURS),
    ("", "https://privacy.example.com", OURS),
    (None, "http://privacy.example.com", FOREIGN),
    (None, "https://privacy.example.com:8443", FOREIGN),
    (None, "https://privacy.example.com.evil.example", FOREIGN),
    (None, "https://evil.example", FOREIGN),
    (None, "null", FOREIGN),
    (None, None, UNKNOWN),
    ("", "", UNKNOWN),
]


@pytest.mark.parametrize(("fetch_site", "origin", "who"), TABLE)
def test_it_judges_who_sent_a_form(
    fetch_site: str | None, origin: str | None, who: Sender
) -> None:
    assert sender(fetch_site, origin, OWN) is who
