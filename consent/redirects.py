"""Where a person goes after a choice: never off this site, never into a header."""

import re

from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme

HOME = "/"
# Below it, only these are pages to return to.
CONSENT = "/consent/"
CONSENT_PAGES = ("/consent/receipts/", "/consent/history/")
LONGEST = 2000

# One slash, then no second one; no backslash (browsers read it as a slash), no space
# or control character (browsers drop tabs and line ends), no line separator, no half
# of a surrogate pair (it cannot be encoded).
LOCAL_PATH = re.compile(
    r"/(?!/)[^\x00-\x20\x7f-\xa0\\\u2028\u2029\ud800-\udfff]*", re.ASCII
)


def safe_next(target: str) -> str:
    """The target as a path of this site without fragment, or ``/``."""
    is_page = target.startswith(CONSENT_PAGES) or not target.startswith(CONSENT)
    if not LOCAL_PATH.fullmatch(target) or not is_page:
        return HOME
    path = iri_to_uri(target.partition("#")[0])
    if len(path) > LONGEST or not url_has_allowed_host_and_scheme(path, None):
        return HOME
    return path
