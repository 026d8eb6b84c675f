"""What a reviewer should look at in a draft, found by machine.

Each check is one function from a draft to findings. Other rooms add theirs when the
app starts. Nothing here refuses: people decide, and what they were shown is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from html import unescape

from django.conf import settings
from django.utils.translation import gettext as _

from policy import rightswords
from policy.anchors import PAGE_IDS
from policy.dates import day_in_zone
from policy.markdown import Rendered, render
from policy.models import PolicyVersion
from policy.plaintext import plain_text
from policy.readability import LOWEST_EASE, reading_ease
from policy.textchecks import flaws


class Weight(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to look at, in a sentence."""

    weight: Weight
    sentence: str


@dataclass(frozen=True)
class Subject:
    """A draft as the checks read it: rendered, as plain text, and what it follows."""

    draft: PolicyVersion
    rendered: Rendered
    text: str
    before: PolicyVersion | None


Check = Callable[[Subject], Iterator[Finding]]
_more: list[Check] = []

LINK = re.compile(r'<a href="#([^"]*)"')
OUTWARD = re.compile(r'<a href="([^"#/][^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
# "email us ator call us", "compliance with ouror to", "see our ."
LOST_LINK = re.compile(
    r"\b(?:\w+ )?(?:(?:at|our|the|your|with|from)(?:or|and)\b(?! \d)"
    r"|(?:our|your|the) ?[.,;:](?=\s|$))(?: \w+)?",
    re.IGNORECASE,
)
MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November"
    "|December"
)
# "Effective April 17, 2020", "Last updated: May 24, 2018"
DATED = re.compile(
    rf"\b(effective|last updated|updated on|in force)\b[^.\n]{{0,30}}?"
    rf"\b({MONTHS}) (\d{{1,2}}), (\d{{4}})",
    re.IGNORECASE,
)


def add_check(check: Check) -> None:
    """Let a room look at drafts as well."""
    if check not in _more:
        _more.append(check)


def findings(draft: PolicyVersion) -> list[Finding]:
    """All findings about a draft, errors first."""
    rendered = render(draft.source, draft.policy.title)
    readable = draft.policy.versions.standing().readable()
    subject = Subject(
        draft, rendered, plain_text(rendered.html), readable.newest_first().first()
    )
    found = [finding for check in (*CHECKS, *_more) for finding in check(subject)]
    return sorted(found, key=lambda finding: finding.weight != Weight.ERROR)


def as_rows(found: list[Finding]) -> list[dict[str, str]]:
    """The findings as JSON, to be kept with the step that they were shown for."""
    return [asdict(finding) for finding in found]


def _answers(subject: Subject) -> Iterator[Finding]:
    """Whether what was ticked belongs to what was answered."""
    if subject.draft.material is False and subject.draft.reasons:
        yield Finding(
            Weight.WARNING,
            _("It is ticked why a reader has to know, but answered that none has to."),
        )


def _flaws(subject: Subject) -> Iterator[Finding]:
    for flaw in flaws(subject.draft.source):
        line = _("Line %(line)d: ") % {"line": flaw.line}
        yield Finding(Weight.ERROR, line + flaw.sentence)


def _lost_links(subject: Subject) -> Iterator[Finding]:
    """Words that ran together, or stand alone, where a link was lost in between."""
    if not subject.draft.language.startswith("en"):
        return
    for match in LOST_LINK.finditer(subject.text):
        yield Finding(
            Weight.ERROR,
            _("“%(words)s” reads as if a link were lost there.")
            % {"words": " ".join(match[0].split())},
        )


def _links_that_are_gone(subject: Subject) -> Iterator[Finding]:
    """Addresses of other sites, mail and telephone that the version before linked."""
    if subject.before is None:
        return
    now = {href for href, _words in OUTWARD.findall(subject.rendered.html)}
    for href, words in dict(OUTWARD.findall(subject.before.html)).items():
        if href not in now:
            yield Finding(
                Weight.WARNING,
                _(
                    "Version %(number)s linked “%(words)s” to %(href)s; this text does "
                    "not."
                )
                % {
                    "number": subject.before.number,
                    "words": plain_text(words).strip(),
                    "href": unescape(href),
                },
            )


def _dead_anchors(subject: Subject) -> Iterator[Finding]:
    anchors = {section.anchor for section in subject.rendered.sections} | PAGE_IDS
    for anchor in dict.fromkeys(LINK.findall(subject.rendered.html)):
        if anchor not in anchors:
            yield Finding(
                Weight.ERROR,
                _("A link leads to #%(anchor)s, which is no section of this text.")
                % {"anchor": anchor},
            )


def _lost_anchors(subject: Subject) -> Iterator[Finding]:
    if subject.before is None:
        return
    anchors = {section.anchor for section in subject.rendered.sections}
    for section in subject.before.sections.exclude(anchor="").defer("html"):
        if section.anchor not in anchors:
            yield Finding(
                Weight.WARNING,
                _(
                    "The address #%(anchor)s (“%(heading)s”) is gone. If the section "
                    "was only reworded, write {#%(anchor)s} after its heading."
                )
                % {"anchor": section.anchor, "heading": section.heading},
            )


def _heading_levels(subject: Subject) -> Iterator[Finding]:
    level = 1
    for section in subject.rendered.sections:
        if section.level > level + 1:
            yield Finding(
                Weight.WARNING,
                _("“%(heading)s” skips a heading level.")
                % {"heading": section.heading},
            )
        level = section.level or level


def _dates(subject: Subject) -> Iterator[Finding]:
    draft = subject.draft
    for match in DATED.finditer(subject.text):
        named = _day(match[2], match[3], match[4])
        if named is None:
            yield Finding(
                Weight.ERROR, _("“%(words)s” is no day.") % {"words": match[0]}
            )
        elif draft.effective_at is None:
            yield Finding(
                Weight.WARNING,
                _("The text says “%(words)s”, and the effective date is left open.")
                % {"words": match[0]},
            )
        elif named != draft.effective_at.astimezone(draft.policy.zone).date():
            yield Finding(
                Weight.ERROR,
                _("The text says “%(words)s”, but it takes effect on %(day)s.")
                % {
                    "words": match[0],
                    "day": day_in_zone(draft.effective_at, draft.policy),
                },
            )


def _day(month: str, day: str, year: str) -> date | None:
    try:
        return datetime.strptime(f"{month.title()} {day} {year}", "%B %d %Y").date()
    except ValueError:
        return None


def _telephone(subject: Subject) -> Iterator[Finding]:
    digits = re.sub(r"\D", "", settings.COMPANY_TELEPHONE)
    if digits not in re.sub(r"[^\w\n]|(?<=\d)[^\S\n](?=\d)", "", subject.text):
        yield Finding(
            Weight.WARNING,
            _("The telephone number %(number)s is not in the text.")
            % {"number": settings.COMPANY_TELEPHONE},
        )


def _rights(subject: Subject) -> Iterator[Finding]:
    """A right that the version before named should still be named."""
    if subject.before is None:
        return
    now = rightswords.named(subject.text)
    for right in rightswords.named(plain_text(subject.before.html)):
        if right not in now:
            yield Finding(
                Weight.WARNING,
                _("Version %(number)s named a right that this text does not: %(right)s")
                % {"number": subject.before.number, "right": right},
            )


def _readability(subject: Subject) -> Iterator[Finding]:
    if not subject.draft.language.startswith("en"):
        return
    ease = reading_ease(subject.text)
    if ease is not None and ease < LOWEST_EASE:
        yield Finding(
            Weight.WARNING,
            _(
                "Flesch reading ease is %(ease)d; below %(lowest)d a text is hard to "
                "read. Shorter sentences help most."
            )
            % {"ease": round(ease), "lowest": LOWEST_EASE},
        )


CHECKS: tuple[Check, ...] = (
    _flaws,
    _lost_links,
    _dead_anchors,
    _dates,
    _lost_anchors,
    _links_that_are_gone,
    _heading_levels,
    _telephone,
    _rights,
    _readability,
    _answers,
)
