"""What somebody typed, as terms that a text has to have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from policy.search.folding import BESIDE, Kind, Word, words

MOST_CHARACTERS = 200
MOST_WORDS = 12
SHORTEST_BEGINNING = 3

QUOTES = re.compile('["\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02]')


@dataclass(frozen=True)
class Term:
    """One thing that a text has to have: one of these phrases, of one word or more.

    With ``is_beginning`` the last word of a phrase may go on: "right" finds "rights".
    ``typed`` is what it was made of.
    """

    phrases: tuple[tuple[str, ...], ...]
    is_beginning: bool
    typed: str


@dataclass(frozen=True)
class Query:
    """All terms of a search; none where nothing in it is a word.

    ``is_cut`` says that some words at its end do not count.
    """

    terms: tuple[Term, ...]
    is_cut: bool = False


def read(text: str) -> Query:
    """Words that all have to be there; what is in quotes, in that order."""
    terms: list[Term] = []
    left = MOST_WORDS
    for typed, is_quoted in _parts(text):
        # As many as can count, and one more to know that it is one too many.
        found = list(islice(words(typed), 3 * MOST_WORDS))
        in_order = [word for word in found if word.kind not in BESIDE]
        if not in_order:
            continue
        if left == 0:
            return Query(tuple(terms), is_cut=True)
        term = _term(typed, found, in_order[:left], is_quoted=is_quoted)
        if all(term.phrases != known.phrases for known in terms):
            terms.append(term)
        if len(in_order) > left:
            return Query(tuple(terms), is_cut=True)
        left -= len(in_order)
    return Query(tuple(terms))


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """What stands between spaces, or in quotes; a quote that nothing closes is none."""
    parts = QUOTES.split(text)
    for place, part in enumerate(parts):
        if place % 2 and place < len(parts) - 1:
            yield part, True
        else:
            yield from ((chunk, False) for chunk in part.split())


def _term(
    typed: str, found: list[Word], in_order: list[Word], *, is_quoted: bool
) -> Term:
    phrase = tuple(word.letters for word in in_order)
    if is_quoted:
        return Term((phrase,), False, " ".join(typed.split()))
    others = [word for word in found if word.kind is Kind.COMPOUND]
    # "e-mail" and nothing else: both spellings are good.
    is_one = len(others) == 1 and len(found) == len(in_order) + 1
    phrases = (phrase, (others[0].letters,)) if is_one else (phrase,)
    return Term(phrases, _may_go_on(in_order[-1]), typed)


def _may_go_on(word: Word) -> bool:
    if word.kind is Kind.LETTER:
        return True
    return word.kind is Kind.WORD and len(word.letters) >= SHORTEST_BEGINNING
