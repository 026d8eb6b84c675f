"""The part of a text that answers a query, with its words marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from policy.search.asking import Term
from policy.search.folding import BESIDE, Word, words

LENGTH, BEFORE = 260, 60
MOST_MARKS = 200


class Span(NamedTuple):
    """Where something stands that a term looked for, and the number of the term."""

    start: int
    end: int
    term: int


def marked(text: str, terms: Sequence[Term]) -> SafeString:
    """The whole text, escaped, with what was looked for marked."""
    return _marked(text, 0, len(text), _spans(text, terms))


def snippet(text: str, terms: Sequence[Term]) -> SafeString:
    """The part that has most of the terms, or the beginning where none is in it."""
    spans = _spans(text, terms)
    start, end = _window(text, spans)
    before = "… " if start else ""
    after = " …" if end < len(text) else ""
    return format_html("{}{}{}", before, _marked(text, start, end, spans), after)


def _spans(text: str, terms: Sequence[Term]) -> list[Span]:
    """Where terms stand, in the order of the text, none inside another."""
    found = list(words(text))
    in_order = [word for word in found if word.kind not in BESIDE]
    beside = [word for word in found if word.kind in BESIDE]
    spans = [
        Span(start, end, number)
        for number, term in enumerate(terms)
        for among in (in_order, beside)
        for start, end in _found(among, term)
    ]
    return list(_apart(sorted(spans)))[:MOST_MARKS]


def _found(among: list[Word], term: Term) -> Iterator[tuple[int, int]]:
    for phrase in term.phrases:
        size = len(phrase)
        for place in range(len(among) - size + 1):
            if _begins(among[place : place + size], phrase, term.is_beginning):
                yield among[place].start, among[place + size - 1].end


def _begins(run: list[Word], phrase: tuple[str, ...], is_beginning: bool) -> bool:
    *whole, last = phrase
    if [word.letters for word in run[:-1]] != whole:
        return False
    letters = run[-1].letters
    return letters.startswith(last) if is_beginning else letters == last


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Of those that overlap one."""
    last: Span | None = None
    for span in spans:
        if last is not None and span.start < last.end:
            last = last._replace(end=max(last.end, span.end))
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _window(text: str, spans: list[Span]) -> tuple[int, int]:
    """From where to where, at spaces where there are some near."""
    if len(text) <= LENGTH:
        return 0, len(text)
    best, most = 0, 0
    for span in spans:
        until = span.start + LENGTH - BEFORE
        near = {
            other.term
            for other in spans
            if span.start <= other.start and other.end <= until
        }
        if len(near) > most:
            best, most = span.start, len(near)
    start = _space_after(text, best - BEFORE, best) if best > BEFORE else 0
    end = min(len(text), start + LENGTH)
    return start, _space_before(text, end) if end < len(text) else end


def _space_after(text: str, start: int, limit: int) -> int:
    place = text.find(" ", start, limit)
    return start if place < 0 else place + 1


def _space_before(text: str, end: int) -> int:
    place = text.rfind(" ", end - BEFORE, end + 1)
    return end if place < 0 else place


def _marked(text: str, start: int, end: int, spans: list[Span]) -> SafeString:
    parts: list[SafeString] = []
    place = start
    for span in spans:
        if span.start < place or span.end > end:
            continue
        parts.append(escape(text[place : span.start]))
        parts.append(format_html("<mark>{}</mark>", text[span.start : span.end]))
        place = span.end
    parts.append(escape(text[place:end]))
    return format_html_join("", "{}", ((part,) for part in parts))
