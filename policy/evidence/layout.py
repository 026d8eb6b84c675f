"""How evidence is laid out: plain text, moments in UTC and in the policy's zone."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from django.utils import formats

from policy.models import Policy

WIDTH = 92
LABEL_WIDTH = 28


def moment(at: datetime | None, policy: Policy) -> str:
    """To the second: "2026-11-27 21:02:22 UTC (November 27, 2026, 3:02:22 p.m. CST)".

    Of no moment, the word "none".
    """
    if at is None:
        return "none"
    utc = f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    local = formats.date_format(at.astimezone(policy.zone), "F j, Y, g:i:s a T")
    return f"{utc} ({local})"


def fact(label: str, value: object) -> str:
    """A label and its value, in two columns."""
    head = f"{label}:".ljust(LABEL_WIDTH)
    return textwrap.fill(
        f"{head} {value}" if str(value) else f"{head} none",
        WIDTH,
        subsequent_indent=" " * (LABEL_WIDTH + 1),
        break_long_words=False,
        break_on_hyphens=False,
    )


def paragraph(text: str) -> str:
    """Words of ours, wrapped."""
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def item(text: str) -> str:
    """One of a list."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent="  * ",
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def quoted(text: str) -> Iterator[str]:
    """Words of people, line for line behind a bar: nothing in them looks like ours."""
    for line in text.splitlines() or [""]:
        yield f"  | {line}".rstrip()


def listed(texts: Iterable[str], nothing: str) -> Iterator[str]:
    """A list, or the sentence that there is nothing to list."""
    items = [item(text) for text in texts]
    yield from items or [paragraph(nothing)]
