"""Flesch reading ease: how hard an English text is to read.

R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948):
206.835 - 1.015 x words per sentence - 84.6 x syllables per word.
"""

from __future__ import annotations

import re

# "Fairly difficult" begins at 60, "difficult" at 50.
LOWEST_EASE = 50
FEWEST_WORDS = 100

WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
SENTENCE_END = re.compile(r"[.!?:;](?:\s|$)|\n")
VOWELS = re.compile(r"[aeiouy]+")
# A final "e" is silent but after "l" and a consonant; so are "es" and "ed" mostly.
SILENT = re.compile(r"(?:[^laeiouy]es|[^dtaeiouy]ed|[^laeiouy]e)$")


def reading_ease(text: str) -> float | None:
    """From about 0 (very hard) to 100 (very easy); None for less than 100 words."""
    words = WORD.findall(text)
    if len(words) < FEWEST_WORDS:
        return None
    parts = SENTENCE_END.split(text)
    sentences = sum(1 for part in parts if WORD.search(part))
    spoken = sum(syllables(word) for word in words)
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * spoken / len(words)


def syllables(word: str) -> int:
    """About how many syllables an English word has, at least one."""
    word = word.lower().replace("’", "'").split("'")[0]
    return max(1, len(VOWELS.findall(SILENT.sub("", word) if len(word) > 3 else word)))
