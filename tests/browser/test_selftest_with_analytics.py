"""The self-test where analytics is configured; nothing is sent to Google."""

from tests.live import LiveSite

SITE_SETTINGS = {"GOOGLE_ANALYTICS_GTAG_PROPERTY_ID": "G-TEST123456"}


def test_it_sees_analytics_asked_for_after_accepting_and_stores_nothing(
    live_site: LiveSite,
) -> None:
    printed = live_site.manage(
        "consent_selftest", "--url", live_site.url, "--no-store"
    ).splitlines()
    assert (
        "holds  After accepting, only analytics is asked for: Asked for: "
        "https://www.googletagmanager.com/gtag/js?id=G-TEST123456."
    ) in printed
    assert printed[-1] == "All 16 findings hold."
    counted = "from consent.models import SelfTest; print(SelfTest.objects.count())"
    assert live_site.manage("shell", "--no-imports", "--command", counted) == "0\n"
