"""Text to words, and the words that two texts do not share.

A word carries the space before it. Chinese and Japanese, which write no spaces, are
compared sign by sign. A NUL stands for the end of a paragraph where one paragraph is
compared with several.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

from policy.redline.budget import Budget
from policy.redline.sequences import common_pairs

BREAK = "\0"
MANY_STRETCHES = 8
LEAST_KEPT = 0.3
# What it costs to tell and to write a stretch, in steps of the budget.
STRETCH_STEPS = 64

_SIGNS = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PUNCTUATION = (
    r"\x00-\x1f!-/:-@\[-^`{-\x7f\xa1\xa7\xab\xb6\xb7\xbb\xbf"
    r"\u2010-\u2029\u2030-\u205e\u3001-\u303f\uff01-\uff0f\uff1a-\uff20"
    r"\u060c\u061b\u061f\u06d4\u0964"
)
_LETTER = rf"[^\s{_PUNCTUATION}{_SIGNS}]"
TOKEN = re.compile(
    rf"\s*(?:(?:[^\W\d_]\.){{2,}}|{_LETTER}+(?:(?:[@.'’-]|(?<=\d),(?=\d)){_LETTER}+)*|\S)|\s+"
)
SIGN = re.compile(f"[{_SIGNS}]")
SENTENCE_ENDS = (".", "!", "?", ":", ";", "。", "！", "？", "؟", "।", BREAK)
CLAUSE_ENDS = (",", "،", "、", "，", ")", "–", "—")


class Edit(NamedTuple):
    """A stretch of both texts, by places of characters: the same words or not."""

    is_same: bool
    old_start: int
    old_end: int
    new_start: int
    new_end: int


def tokens(text: str) -> list[str]:
    """The words, each with the space before it; together they are the text."""
    return TOKEN.findall(text)


def writes_signs(text: str) -> bool:
    """Whether there is Chinese or Japanese in it."""
    return not text.isascii() and SIGN.search(text) is not None


def has_letters(word: str) -> bool:
    """Whether it is more than signs. Some scripts write vowels as marks on letters."""
    return word[-1:].isalnum() or any(map(str.isalnum, word))


def compare_words(
    old: str, new: str, budget: Budget, is_preformatted: bool = False
) -> list[Edit]:
    """How the old words become the new ones, in order and without gaps.

    Where the budget does not suffice, all of the old gives way to all of the new.
    """
    old_words, new_words = tokens(old), tokens(new)
    old_keys, new_keys = old_words, new_words
    if not is_preformatted:
        old_keys, new_keys = _keys(old_words), _keys(new_words)
    pairs = common_pairs(old_keys, new_keys, budget)
    stretches = _stretches(pairs, len(old_words), len(new_words))
    stretches = _without_crumbs(stretches, old_words, new_words)
    is_affordable = budget.spend(len(stretches) * STRETCH_STEPS)
    if not is_affordable or _is_rewritten(stretches, old_words, new_words):
        return [Edit(False, 0, len(old), 0, len(new))]
    stretches = _at_sentences(stretches, old_words, new_words, budget)
    return _by_characters(stretches, old_words, new_words)


def _keys(words: list[str]) -> list[str]:
    """A word at the beginning of a paragraph is the same as one in the middle."""
    keys = words.copy()
    for index, word in enumerate(words):
        is_first = index == 0 or words[index - 1] == BREAK
        if is_first and word != BREAK and not word[0].isspace():
            keys[index] = f" {word}"
    return keys


def _stretches(
    pairs: list[tuple[int, int]], old_count: int, new_count: int
) -> list[Edit]:
    """Pairs of words as stretches, by places of words."""
    result: list[Edit] = []
    i = j = start_i = start_j = 0
    for old_at, new_at in [*pairs, (old_count, new_count)]:
        if (old_at, new_at) == (i, j) and old_at < old_count and new_at < new_count:
            i, j = i + 1, j + 1
            continue
        if i > start_i:
            result.append(Edit(True, start_i, i, start_j, j))
        if old_at > i or new_at > j:
            result.append(Edit(False, i, old_at, j, new_at))
        start_i, start_j = old_at, new_at
        i, j = old_at + 1, new_at + 1
    return result


def _without_crumbs(
    stretches: list[Edit], old_words: list[str], new_words: list[str]
) -> list[Edit]:
    """Give up shared words that are lost among longer changes.

    A rewritten sentence that keeps "of the" reads better as one change than as three.
    The end of a paragraph is never given up. Sums up to each word keep this linear: a
    change that swallows what is around it is weighed again each time.
    """
    if sum([not stretch.is_same for stretch in stretches]) < 2:
        return stretches
    old_sums, new_sums = _sums(old_words), _sums(new_words)
    breaks = list(accumulate((word == BREAK for word in new_words), initial=0))

    def weight(edit: Edit) -> int:
        return max(
            old_sums[edit.old_end] - old_sums[edit.old_start],
            new_sums[edit.new_end] - new_sums[edit.new_start],
        )

    result: list[Edit] = []
    for stretch in stretches:
        result.append(stretch)
        while len(result) >= 3 and not result[-1].is_same and result[-2].is_same:
            before, shared, after = result[-3:]
            kept = new_sums[shared.new_end] - new_sums[shared.new_start]
            if kept > min(weight(before), weight(after)):
                break
            if breaks[shared.new_end] > breaks[shared.new_start]:
                break
            result[-3:] = [
                Edit(
                    False,
                    before.old_start,
                    after.old_end,
                    before.new_start,
                    after.new_end,
                )
            ]
    return result


def _is_rewritten(
    stretches: list[Edit], old_words: list[str], new_words: list[str]
) -> bool:
    """Whether so little was kept, in so many bits, that it tells a reader nothing."""
    if len(stretches) < MANY_STRETCHES or BREAK in old_words or BREAK in new_words:
        return False
    kept = sum([each.new_end - each.new_start for each in stretches if each.is_same])
    return kept < LEAST_KEPT * max(len(old_words), len(new_words))


def _sums(words: list[str]) -> list[int]:
    """What the words up to each place weigh: letters; signs alone next to nothing."""
    weights = [len(word) if has_letters(word) else 1 for word in words]
    return list(accumulate(weights, initial=0))


def _at_sentences(
    stretches: list[Edit], old_words: list[str], new_words: list[str], budget: Budget
) -> list[Edit]:
    """Slide what was only added or only removed to the bounds of a sentence.

    Between "We ask. We share." and "We ask. We log. We share." the words "log. We"
    were added as well as "We log.": the latter is what a reader sees.
    """
    result = list(stretches)
    for index in range(1, len(result)):
        edit, before = result[index], result[index - 1]
        is_added = edit.old_start == edit.old_end
        is_removed = edit.new_start == edit.new_end
        if edit.is_same or not (is_added or is_removed) or not before.is_same:
            continue
        words = new_words if is_added else old_words
        start, end = (
            (edit.new_start, edit.new_end)
            if is_added
            else (edit.old_start, edit.old_end)
        )
        most = before.new_end - before.new_start
        shift = _best_shift(words, start, end, most, budget)
        if not shift:
            continue
        result[index - 1] = before._replace(
            old_end=before.old_end - shift, new_end=before.new_end - shift
        )
        result[index] = Edit(
            False,
            edit.old_start - shift,
            edit.old_end - shift,
            edit.new_start - shift,
            edit.new_end - shift,
        )
        moved = Edit(
            True,
            edit.old_end - shift,
            edit.old_end,
            edit.new_end - shift,
            edit.new_end,
        )
        if index + 1 < len(result):
            after = result[index + 1]
            result[index + 1] = after._replace(
                old_start=moved.old_start, new_start=moved.new_start
            )
        else:
            result.append(moved)
    return _joined(result)


def _joined(stretches: list[Edit]) -> list[Edit]:
    """Without empty stretches, and with changes that touch as one."""
    result: list[Edit] = []
    for edit in stretches:
        if edit.old_end == edit.old_start and edit.new_end == edit.new_start:
            continue
        if result and result[-1].is_same == edit.is_same:
            result[-1] = result[-1]._replace(old_end=edit.old_end, new_end=edit.new_end)
        else:
            result.append(edit)
    return result


def _best_shift(
    words: list[str], start: int, end: int, most: int, budget: Budget
) -> int:
    """How many words to slide back so that the stretch begins where a sentence does."""
    best, best_score, shift = 0, _bound_score(words, start), 0
    while (
        shift < most
        and best_score < 2
        and words[start - shift - 1] == words[end - shift - 1]
        and budget.spend(1)
    ):
        shift += 1
        score = _bound_score(words, start - shift)
        if score > best_score:
            best, best_score = shift, score
    return best


def _bound_score(words: list[str], start: int) -> int:
    if start == 0 or words[start - 1].endswith(SENTENCE_ENDS):
        return 2
    return 1 if words[start - 1].endswith(CLAUSE_ENDS) else 0


def _by_characters(
    stretches: list[Edit], old_words: list[str], new_words: list[str]
) -> list[Edit]:
    """Places of words to places of characters."""
    old_at, new_at = _offsets(old_words), _offsets(new_words)
    return [
        Edit(is_same, old_at[i1], old_at[i2], new_at[j1], new_at[j2])
        for is_same, i1, i2, j1, j2 in stretches
    ]


def _offsets(words: list[str]) -> list[int]:
    return list(accumulate(map(len, words), initial=0))
