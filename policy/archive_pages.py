"""The pages of an archive that a person opens: each whole, with nothing beside it."""

from __future__ import annotations

from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policy.markdown import sanitize
from policy.models import PolicyVersion, StoredRedline
from policy.presentation import sanitize_redline

STYLE = """\
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 serif }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap }
ins { text-decoration: underline; background: #e2f2e2 }
del { text-decoration: line-through; background: #fae4e4 }
.redline-note, .redline-steps { font: .85rem sans-serif }
.redline-fold { margin: 1rem 0; padding: .3rem .8rem; border: 1px dashed #888 }
table { border-collapse: collapse }
.table-scroll { overflow-x: auto }
th, td { padding: .3rem .6rem; border: 1px solid #888; text-align: start }
.align-center { text-align: center } .align-right { text-align: end }
@media print { .redline-fold::details-content { content-visibility: visible;
  block-size: auto } .redline-steps { display: none } }
"""


def text_page(version: PolicyVersion) -> str:
    """One version, to be read."""
    title = _("%(title)s, version %(number)d") % {
        "title": version.title,
        "number": version.number,
    }
    return _page(version, title, sanitize(version.html))


def redline_page(redline: StoredRedline) -> str:
    """What changed between two versions: the list, and the marked text."""
    title = _("%(title)s: what changed from version %(old)d to %(new)d") % {
        "title": redline.new.title,
        "old": redline.old.number,
        "new": redline.new.number,
    }
    count = len(redline.changes)
    heading = ngettext("%(count)d change", "%(count)d changes", count) % {
        "count": count
    }
    items = "".join(
        f'<li><a href="#{escape(change["id"])}">{_sentence(change)}</a></li>\n'
        for change in redline.changes
    )
    listed = f"<h2>{escape(heading)}</h2>\n<ol>\n{items}</ol>\n"
    return _page(redline.new, title, sanitize_redline(redline.html), listed)


def _sentence(change: dict[str, str]) -> str:
    words = f"{change.get('section', '')}: {change['text']}"
    return escape(words.removeprefix(": "), quote=False)


def _page(version: PolicyVersion, title: str, text: str, before: str = "") -> str:
    """Our words are in the site's language, the text is in that of the version."""
    language = f'lang="{escape(version.language)}" dir="{escape(version.direction)}"'
    return (
        f"<!doctype html>\n<html {language}>\n<head>\n"
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
        f'<div lang="en" dir="ltr">\n<h1>{escape(title, quote=False)}</h1>\n{before}'
        f"</div>\n<main>\n{text}</main>\n</body>\n</html>\n"
    )
