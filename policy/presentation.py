"""What a page adds to a frozen text: link marks and section permalinks.

The stored HTML stays as it was published; these marks are made anew for each page. The
input is always the output of ``policy.markdown.sanitize``, whose spelling of tags and
attributes is regular, so that patterns are enough.
"""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from policy.markdown import sanitize

LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
HEADING = re.compile(r'<(h[2-6]) id="([^"]*)">(.*?)</\1>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def present(html: str) -> SafeString:
    """A frozen text as a page shows it.

    It is sanitized again, so that not even a row altered behind the triggers can bring
    script to a reader.
    """
    text = LINK.sub(_mark_link, sanitize(html))
    return mark_safe(HEADING.sub(_add_permalink, text))


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
        return match[0]
    return (
        f'<a href="{url}" rel="noopener external" class="external">{words}'
        f'<span class="visually-hidden"> {_("(leaves this site)")}</span></a>'
    )


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
