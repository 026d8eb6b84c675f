"""How well an entry answers a query: the same number on every database."""

from __future__ import annotations

from collections.abc import Sequence

from policy.search.asking import Term

# A heading says what a section is about; a word that goes on may be another one.
IN_HEADING, BEGINS_IN_HEADING = 5.0, 3.5
IN_TEXT, BEGINS_IN_TEXT = 3.0, 2.4
TOGETHER_IN_HEADING, TOGETHER_IN_TEXT = 4.0, 3.0
# A word counts less each further time, and less in a text of so many more letters.
SATURATION, LETTERS = 0.5, 2_000


def score(terms: Sequence[Term], heading_words: str, body_words: str) -> float:
    """From 0 (a term is missing) upward."""
    heading, body = f" {heading_words} ", f" {body_words} "
    total = 0.0
    for term in terms:
        best = max(_score_of(term, phrase, heading, body) for phrase in term.phrases)
        if not best:
            return 0.0
        total += best
    if len(terms) > 1:
        together = " ".join(word for term in terms for word in term.phrases[0])
        total += TOGETHER_IN_HEADING * (f" {together}" in heading)
        total += TOGETHER_IN_TEXT * (f" {together}" in body)
    return total


def _score_of(term: Term, phrase: tuple[str, ...], heading: str, body: str) -> float:
    words = " ".join(phrase)
    found = 0.0
    if f" {words} " in heading:
        found += IN_HEADING
    elif term.is_beginning and f" {words}" in heading:
        found += BEGINS_IN_HEADING
    exact = body.count(f" {words} ")
    found += IN_TEXT * _weight(exact, body)
    if term.is_beginning:
        longer = body.count(f" {words}") - exact
        found += BEGINS_IN_TEXT * _weight(max(0, longer), body)
    return found


def _weight(times: int, body: str) -> float:
    return times / (times + SATURATION + len(body) / LETTERS)
