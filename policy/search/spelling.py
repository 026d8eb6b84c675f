"""What somebody may have meant, where nothing has all of their words."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import reduce
from operator import or_

from django.db.models import Q

from pages.remembered import Remembered
from policy.contents import Entry, Heading, contents
from policy.models import PolicyVersion, SearchEntry
from policy.ready import headings, named
from policy.search import shown
from policy.search.asking import Query, Term
from policy.search.folding import UNSPACED

MOST_ENTRIES, MOST_WORDS = 1_000, 5_000
SHORTEST_WORD = 3
# Of each word, and of how many words of a query.
NEAR, UNKNOWN = 3, 3
CLOSENESS = 0.75


def instead(query: Query) -> list[str]:
    """What finds something: near spellings of words that no text has, and those of
    several words that some text has. Of the shortest words there is no telling."""
    vocabulary = _vocabulary.get()
    known = [term for term in query.terms if _is_known(term, vocabulary)]
    unknown = [
        word
        for term in query.terms
        if term not in known
        for word in term.phrases[-1]
        if word not in vocabulary and not UNSPACED.search(word)
        if len(word) >= SHORTEST_WORD
    ]
    near = [other for word in unknown[:UNKNOWN] for other in _near(word, vocabulary)]
    apart = [word for term in known for word in term.phrases[0]]
    if len(known) < len(query.terms) or len(apart) > 1:
        near += [word for word in apart if not UNSPACED.search(word)]
    return list(dict.fromkeys(near))


def _is_known(term: Term, vocabulary: frozenset[str]) -> bool:
    return any(
        all(word in vocabulary for word in phrase)
        or (
            term.is_beginning
            and len(phrase) == 1
            and any(word.startswith(phrase[0]) for word in vocabulary)
        )
        for phrase in term.phrases
    )


def _near(word: str, vocabulary: frozenset[str]) -> list[str]:
    """The nearest first; sorted before, so that equals come in the same order."""
    about = sorted(known for known in vocabulary if abs(len(known) - len(word)) <= 2)
    return get_close_matches(word, about, NEAR, CLOSENESS)


def _read_vocabulary() -> frozenset[str]:
    """The words of what is in force and of notices; of scripts without spaces none."""
    where = shown.in_force(shown.numbers_now()) | shown.elsewhere()
    rows = SearchEntry.objects.filter(where).order_by("-last", "pk")
    found: dict[str, None] = {}
    for texts in rows.values_list("heading_words", "body_words")[:MOST_ENTRIES]:
        for word in " ".join(texts).split():
            if len(word) >= SHORTEST_WORD and not UNSPACED.search(word):
                found[word] = None
    return frozenset(list(found)[:MOST_WORDS])


_vocabulary: Remembered[frozenset[str]] = Remembered(_read_vocabulary)


@dataclass(frozen=True)
class Sections:
    """A version in force, and the uppermost of its headings."""

    version: PolicyVersion
    contents: list[Entry]


def _read_sections() -> list[Sections]:
    numbers = shown.numbers_now().items()
    wanted = [Q(policy=key, number=known.in_force) for key, known in numbers]
    versions = named().readable().filter(reduce(or_, wanted, Q(pk__in=[])))
    in_order = list(versions.order_by("policy__order", "policy__title"))
    found: dict[int, list[Heading]] = {version.pk: [] for version in in_order}
    for section in headings().filter(version__in=found):
        heading = Heading(section.heading, section.level, section.anchor)
        found[section.version_id].append(heading)
    return [
        Sections(
            version,
            [each for each in contents(found[version.pk]) if not each.is_inner],
        )
        for version in in_order
    ]


_sections: Remembered[list[Sections]] = Remembered(_read_sections)


def sections_in_force() -> list[Sections]:
    """What there is to read, by policy."""
    return _sections.get()
