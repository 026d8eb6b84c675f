"""Words as they are compared: without case, accents and the spelling of a keyboard.

Text and query go through the same function before any database sees them: stemmers and
dictionaries of databases differ, these words do not. A word has letters, digits and
vowel signs, never a space or a mark of punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

# Whatever is here or in what is indexed changes the words that are stored.
ENGINE = 1

LONGEST_WORD = 60

CHUNK = re.compile(r"\S+")
PLAIN = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
# Letters that no decomposition takes apart; the Arabic tatweel only stretches a word.
LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d"}
    | {"þ": "th", "ħ": "h", "ŧ": "t", "\u0640": ""}
)
HYPHENS = ("-", "\u2010", "\u2011")
APOSTROPHES = "'\u2019\u02bc"
# Written without spaces: Thai, Lao, Burmese, Khmer, Japanese, Chinese. (Korean has
# spaces, and its endings are found as the rest of a word that begins alike.)
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3040-\u312f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)


class Kind(Enum):
    """What a word is among those of a text."""

    WORD = "word"
    # Two neighboring letters of a script without spaces.
    PAIR = "pair"
    # A letter of such a script with no neighbor.
    LETTER = "letter"
    # The last letter of such a run once more, so that each letter begins some word.
    TAIL = "tail"
    # The parts of a hyphenated word as one: "e-mail" is found as "email" too.
    COMPOUND = "compound"


# What a text has beside its words: no phrase goes through them.
BESIDE = {Kind.TAIL, Kind.COMPOUND}


class Word(NamedTuple):
    """A folded word, and where in the text it stands."""

    letters: str
    start: int
    end: int
    kind: Kind = Kind.WORD


def fold(word: str) -> str:
    """The letters that are compared: "Straße" → "strasse", "É" → "e", "ﬁ" → "fi".

    Accents and points go; vowel signs of Indic and Southeast Asian scripts and the
    voicing of kana stay, because without them it is another word.
    """
    apart = unicodedata.normalize("NFKD", word.casefold()).casefold()
    apart = unicodedata.normalize("NFKD", apart)
    letters = "".join(_digit(one) for one in apart if _is_kept(one))
    together = unicodedata.normalize("NFC", letters.translate(LETTERS))
    return together[:LONGEST_WORD]


def words(text: str) -> Iterator[Word]:
    """The words of a text in their order; what is BESIDE after what it is made of."""
    for chunk in CHUNK.finditer(text):
        if chunk[0].isascii():
            found = _plain(chunk[0].lower(), chunk.start())
        else:
            found = _folded(chunk[0], chunk.start())
        yield from found
        if len(found) > 1:
            yield from _compounds(text, found)


def joined(text: str, most_letters: int) -> str:
    """The words of a text as an index keeps them: with single spaces, what is BESIDE
    behind a bar. No more than so many letters."""
    in_order: list[str] = []
    beside: list[str] = []
    size = 0
    for word in words(text):
        size += len(word.letters) + 1
        if size > most_letters:
            break
        (beside if word.kind in BESIDE else in_order).append(word.letters)
    return " ".join([*in_order, "|", *beside] if beside else in_order)


def _plain(chunk: str, offset: int) -> list[Word]:
    return [
        Word(
            match[0].replace("'", "")[:LONGEST_WORD],
            offset + match.start(),
            offset + match.end(),
        )
        for match in PLAIN.finditer(chunk)
    ]


def _folded(chunk: str, offset: int) -> list[Word]:
    found: list[Word] = []
    for is_unspaced, start, end in _runs(chunk):
        if is_unspaced:
            found.extend(_pairs(chunk, start, end, offset))
        elif letters := fold(chunk[start:end]):
            found.append(Word(letters, offset + start, offset + end))
    return found


def _runs(chunk: str) -> Iterator[tuple[bool, int, int]]:
    """Parts that belong together, and whether their script has no spaces."""
    start: int | None = None
    was_unspaced = False
    for place, one in enumerate(chunk):
        if not _belongs(chunk, place):
            if start is not None:
                yield was_unspaced, start, place
            start = None
            continue
        is_unspaced = was_unspaced
        if one.isalnum() or start is None:
            is_unspaced = bool(UNSPACED.match(one))
        if start is not None and is_unspaced != was_unspaced:
            yield was_unspaced, start, place
            start = place
        start = place if start is None else start
        was_unspaced = is_unspaced
    if start is not None:
        yield was_unspaced, start, len(chunk)


def _belongs(chunk: str, place: int) -> bool:
    """Whether the character is of a word: apostrophes and invisible ones inside are."""
    one = chunk[place]
    if one.isalnum() or unicodedata.category(one) in ("Mn", "Mc", "Me", "Cf"):
        return True
    inside = 0 < place < len(chunk) - 1
    return (
        inside
        and one in APOSTROPHES
        and chunk[place - 1].isalnum()
        and chunk[place + 1].isalnum()
    )


def _pairs(chunk: str, start: int, end: int, offset: int) -> Iterator[Word]:
    """Each two neighboring letters, vowel signs included, and the last one again."""
    letters: list[Word] = []
    begin = start
    for place in range(start + 1, end + 1):
        if place == end or chunk[place].isalnum():
            if letter := fold(chunk[begin:place]):
                letters.append(Word(letter, offset + begin, offset + place))
            begin = place
    for one, other in zip(letters, letters[1:], strict=False):
        yield Word(one.letters + other.letters, one.start, other.end, Kind.PAIR)
    if letters:
        kind = Kind.TAIL if len(letters) > 1 else Kind.LETTER
        yield letters[-1]._replace(kind=kind)


def _compounds(text: str, found: list[Word]) -> Iterator[Word]:
    """Neighbors with nothing but a hyphen between them, as one word."""
    first, *others = (word for word in found if word.kind is not Kind.TAIL)
    parts = [first]
    for word in others:
        if text[parts[-1].end : word.start] not in HYPHENS:
            yield from _compound(parts)
            parts = []
        parts.append(word)
    yield from _compound(parts)


def _compound(parts: list[Word]) -> Iterator[Word]:
    if len(parts) > 1:
        letters = "".join(part.letters for part in parts)[:LONGEST_WORD]
        yield Word(letters, parts[0].start, parts[-1].end, Kind.COMPOUND)


def _is_kept(one: str) -> bool:
    """Letters and digits, and those marks that are as good as letters."""
    if one.isalnum():
        return True
    if unicodedata.category(one) not in ("Mn", "Mc") or one == "\u034f":
        return False
    if "\ufe00" <= one <= "\ufe0f" or "\U000e0100" <= one <= "\U000e01ef":
        return False
    # Unicode 15, section 4.3: 7 to 9 nukta, voicing and virama, 84 to 132 vowel signs;
    # from 10 to 36 the points of Hebrew, Arabic and Syriac, from 200 on accents.
    place = unicodedata.combining(one)
    return place < 10 or 84 <= place <= 132


def _digit(one: str) -> str:
    if one.isascii() or not one.isdecimal():
        return one
    return str(unicodedata.decimal(one))
