"""Who wrote a draft: every save that changed it, and what it changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policy import redline, sealing
from policy.evidence.layout import fact, item, moment, paragraph
from policy.markdown import render
from policy.models import Contribution, Origin, PolicyVersion

MOST_CHANGES = 40

Content = dict[str, Any]


def history(version: PolicyVersion) -> Iterator[str]:
    """Each contribution: who, when, its hash, and what it changed, word for word."""
    contributions = list(version.contributions.order_by("pk"))
    if not contributions:
        was_imported = version.origin == Origin.IMPORT
        yield paragraph(
            "It was imported: nobody wrote it at this desk."
            if was_imported
            else "No save of it was kept."
        )
        return
    yield paragraph(
        "Each save that changed something. The hash is that of all that a person "
        "writes: text, change note, answers, dates, and the notice."
    )
    before: Content = _before(version)
    for number, contribution in enumerate(contributions, start=1):
        yield ""
        yield from _contribution(number, contribution, before, version)
        before = contribution.content


def left_out(version: PolicyVersion) -> Iterator[str]:
    """Why how the draft changed is not told."""
    yield paragraph(
        "How the draft changed is left out: a version of this policy is withheld, and "
        "what was saved for drafts may hold its words. Who may withhold gets it."
    )


def _before(version: PolicyVersion) -> Content:
    """The version before it that can be read, if any: what is withheld is not told of
    by what a later draft took out."""
    earlier = version.policy.versions.standing().readable()
    if version.number is not None:
        earlier = earlier.filter(number__lt=version.number)
    previous = earlier.newest_first().first()
    return {"source": previous.source, "title": previous.title} if previous else {}


def _contribution(
    number: int, contribution: Contribution, before: Content, version: PolicyVersion
) -> Iterator[str]:
    content = contribution.content
    yield f"Save {number}"
    yield fact("By", contribution.by_name)
    yield fact("At", moment(contribution.saved_at, version.policy))
    yield fact("Hash of the content", contribution.fingerprint)
    if not content:
        yield "What it said was destroyed."
        return
    if sealing.hash_of(content) != contribution.fingerprint:
        yield fact("Attention", "what is kept of it does not match this hash")
    yield fact("Length of the text", f"{len(content.get('source', '').split())} words")
    if not before and number > 1:
        yield "What it changed cannot be told: the save before it was destroyed."
        return
    changes = [*_words(before, content), *_fields(before, content, number == 1)]
    if not changes:
        yield "Changed: nothing that readers or staff would see."
        return
    yield (
        "Changed in the text and beside it:"
        if number > 1
        else ("Changed against the version before it, and written beside it:")
    )
    yield from (item(change) for change in changes[:MOST_CHANGES])
    if len(changes) > MOST_CHANGES:
        yield item(f"and {len(changes) - MOST_CHANGES} more")


def _words(before: Content, after: Content) -> Iterator[str]:
    """What changed in the text, in the sentences of the redline."""
    if not before:
        yield "All of the text is new."
        return
    old, new = (
        redline.read(render(content.get("source", ""), content.get("title", "")).html)
        for content in (before, after)
    )
    for change in redline.listed(redline.compare(old, new)):
        yield f"{change.section}: {change.text}" if change.section else change.text


def _fields(before: Content, after: Content, is_first: bool) -> Iterator[str]:
    """What changed beside the text: from what to what."""
    for name, value in sorted(after.items()):
        if name == "source" or (not is_first and before.get(name) == value):
            continue
        label, now = name.replace("_", " "), _words_of(value)
        yield f"{label}: " + (
            now if is_first else f"{_words_of(before.get(name))} became {now}"
        )


def _words_of(value: object) -> str:
    """A value of a draft's content in words."""
    if isinstance(value, dict):
        parts = (f"{name}: {words}" for name, words in sorted(value.items()))
        return "; ".join(parts) or "nothing"
    if isinstance(value, list):
        return ", ".join(str(part) for part in value) or "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "nothing" if value in (None, "") else f"“{value}”"
