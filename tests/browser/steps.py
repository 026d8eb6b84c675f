"""What people do in the browser, in words; the tests say what they then see."""

from playwright.sync_api import Page

from tests.live import LiveSite

PASSWORD = "a long enough passphrase"
ACCEPT = "Accept analytics cookies"
REJECT = "Reject analytics cookies"


def make_superuser(site: LiveSite, name: str = "ann") -> None:
    """A superuser with PASSWORD, made by Django's own command."""
    code = (
        "from django.contrib.auth.models import User; "
        f"User.objects.create_superuser({name!r}, password={PASSWORD!r})"
    )
    site.manage("shell", "--command", code)


def sign_in(page: Page, name: str = "ann") -> None:
    """Sign in at the admin's own page."""
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def cookie_names(page: Page) -> set[str]:
    """The names of all cookies that the browser keeps."""
    return {cookie["name"] for cookie in page.context.cookies()}
