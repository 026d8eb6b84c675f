"""What a page adds to a frozen text: link marks and section permalinks.

The stored HTML stays as it was published; these marks are made anew for each page. The
input is always the output of ``policy.markdown.sanitize``, whose spelling of tags and
attributes is regular, so that patterns are enough.
"""

import re
from collections.abc import Callable, Mapping
from html import unescape
from urllib.parse import urlsplit

import nh3
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from policy import redline
from policy.dates import day_in_zone
from policy.markdown import ALLOWED_SCHEMES, sanitize
from policy.models import Policy, PolicyVersion, Section

LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
HEADING = re.compile(r'<(h[2-6]) id="([^"]*)">(.*?)</\1>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")

# Words about the host behind a link, '' where there are none.
HostWords = Callable[[str], str]
_host_words: list[HostWords] = []


def add_host_words(words: HostWords) -> None:
    """Let another room say something of the site to which a link leads."""
    if words not in _host_words:
        _host_words.append(words)


def present(html: str, notes: Mapping[str, SafeString] | None = None) -> SafeString:
    """A frozen text as a page shows it; ``notes`` follow the headings of their anchors.

    It is sanitized again, so that not even a row altered behind the triggers can bring
    script to a reader.
    """

    def head(match: re.Match[str]) -> str:
        return _add_permalink(match) + (notes or {}).get(match[2], "")

    return mark_safe(HEADING.sub(head, LINK.sub(_mark_link, sanitize(html))))


def present_wording(html: str) -> SafeString:
    """One section's wording among others of its kind: no ids, and one heading level."""
    text = LINK.sub(_mark_link, sanitize(html))
    return mark_safe(HEADING.sub(r"<h2>\3</h2>", text))


def leaves_site(url: str) -> bool:
    """Whether a link leads to another host than this site's.

    ``//other.example`` and ``HTTPS://other.example`` do; telephone links do not.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return True
    is_web = parts.scheme in ("http", "https") or bool(parts.netloc)
    return is_web and host != settings.SITE_HOST


def _mark_link(match: re.Match[str]) -> str:
    url, words = match[1], match[2]
    if not leaves_site(url):
        # A sheet of paper has no address that a path could follow.
        is_path = url.startswith("/")
        target = f" ({settings.SITE_URL}{url})"
        return match[0] + (
            f'<span class="paper-only">{target}</span>' if is_path else ""
        )
    return (
        f'<a href="{url}" rel="noopener external" class="external">{words}'
        f'<span class="visually-hidden"> {_("(leaves this site)")}</span></a>'
        f"{_known_of(url)}"
    )


def _known_of(url: str) -> SafeString:
    """What is known of where a link leads, for eye and ear, behind it."""
    try:
        host = urlsplit(unescape(url)).hostname or ""
    except ValueError:
        return SafeString("")
    found = (words(host) for words in _host_words)
    return format_html_join("", " ({})", ((words,) for words in found if words))


def _add_permalink(match: re.Match[str]) -> str:
    tag, anchor, words = match[1], match[2], match[3]
    label = _("Link to this section")
    link = format_html(
        '<a class="permalink" href="#{}"><span aria-hidden="true">#</span>'
        '<span class="visually-hidden">{}: {}</span></a>',
        anchor,
        label,
        mark_safe(TAG.sub("", words)),
    )
    return f'<{tag} id="{anchor}">{words} {link}</{tag}>'


def since_note(policy: Policy, section: Section, version: PolicyVersion) -> SafeString:
    """Since when a section reads as it does, with the way to its earlier wordings.

    ``section`` is of ``ready.headings()``, ``version`` the one that it stands in.
    """
    if section.since_number == version.number:
        words = _("In this wording since this version")
    else:
        words = _("Unchanged since version %(number)s, %(day)s") % {
            "number": section.since_number,
            "day": day_in_zone(section.since_moment, policy),
        }
    return format_html(
        '<p class="since"><a href="{}">{}'
        '<span class="visually-hidden">: {}</span></a></p>',
        reverse("policy:section", args=[policy.slug, section.anchor]),
        words,
        section.heading,
    )


def present_redline(html: str) -> SafeString:
    """A redline as a page shows it: only what the engine writes.

    The table that keeps redlines is derived and stands outside every trigger.
    """
    return mark_safe(sanitize_redline(html))


def sanitize_redline(html: str) -> str:
    """Keep the tags and attributes that the redline's engine writes."""
    return nh3.clean(
        html,
        tags=redline.TAGS,
        attributes={"*": redline.ATTRIBUTES - {"href"}, "a": {"href"}},
        url_schemes=ALLOWED_SCHEMES,
        link_rel=None,
    )
