"""The work of one comparison is bounded, whatever the texts."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import pytest

from policy.redline import Budget, compare, read
from tests.policy.redline.taking import take_all, take_none, texts, tree

# What one comparison may cost: about a second on a slow core.
MOST_STEPS = 3_000_000
SIGNS = "的一是了我不人在他有这上们来到时大地为子中"


Pair = tuple[str, str]


def words(count: int, vocabulary: int, seed: int) -> str:
    chance = random.Random(seed)
    return " ".join(f"w{chance.randrange(vocabulary)}" for _ in range(count))


def paragraphs(parts: list[str]) -> str:
    return "".join(f"<p>{part}</p>" for part in parts)


def shuffled(parts: list[str]) -> list[str]:
    result = parts.copy()
    random.Random(3).shuffle(result)
    return result


def one_paragraph(count: int, vocabulary: int) -> Pair:
    old, new = (f"<p>{words(count, vocabulary, seed)}</p>" for seed in (1, 2))
    return old, new


def permuted(count: int) -> Pair:
    parts = [f"{words(6, 900, n)} number {n}" for n in range(count)]
    return paragraphs(parts), paragraphs(shuffled(parts))


def swapped(count: int) -> Pair:
    parts = [f"{words(6, 900, n)} number {n}" for n in range(count)]
    middle = count // 2 - 1
    return paragraphs(parts), paragraphs(parts[middle:] + parts[:middle])


def signs(count: int) -> Pair:
    old, new = ("".join(random.Random(seed).choices(SIGNS, k=count)) for seed in (1, 2))
    return f"<p>{old}</p>", f"<p>{new}</p>"


def table(rows: int, columns: int, vocabulary: int, seed: int) -> str:
    chance = random.Random(seed)
    lines = [chance.choices(range(vocabulary), k=columns) for _ in range(rows)]
    cells = ["".join(f"<td>w{number}</td>" for number in line) for line in lines]
    body = "".join(f"<tr>{line}</tr>" for line in cells)
    return f"<table><tbody>{body}</tbody></table>"


def ragged(wide: int, rows: int, word: str) -> str:
    first = f"<tr>{'<td>x</td>' * wide}</tr>"
    cells = [f"<td>row {n} keeps all this but {word}</td>" for n in range(rows)]
    body = "".join(f"<tr>{cell}</tr>" for cell in cells)
    return f"<table><tbody>{first}{body}</tbody></table>"


def parts_of_one(count: int) -> Pair:
    parts = [f"a{n % 97} b{n % 89} c{n % 83}" for n in range(count)]
    return f"<p>{' '.join(parts)}</p>", paragraphs(parts)


def every_second_word(count: int) -> Pair:
    old, new = (" ".join(f"w{n} {word}" for n in range(count)) for word in "xy")
    return f"<p>{old}</p>", f"<p>{new}</p>"


HOSTILE: dict[str, tuple[Pair, bool]] = {
    "rewritten": (("<p>a</p>" * 4_000, "<p>b</p>" * 4_000), True),
    "repeating": (("<p>a</p>" * 4_000, "<p>a</p><p>b</p>" * 2_000), False),
    "tiny": (
        (
            paragraphs(words(8_000, 100, 1).split()),
            paragraphs(words(8_000, 100, 2).split()),
        ),
        True,
    ),
    "permuted": (permuted(3_000), False),
    "swapped": (swapped(6_000), False),
    "few words": (one_paragraph(40_000, 2), True),
    "some words": (one_paragraph(30_000, 60), False),
    "many words": (one_paragraph(33_000, 20_000), False),
    "every second word": (every_second_word(24_000), True),
    "Chinese": (signs(33_000), False),
    "punctuation": ((f"<p>{',.' * 50_000}</p>", f"<p>{'.,,' * 33_000}</p>"), True),
    "parts": (parts_of_one(4_000), False),
    "table": ((table(2_000, 3, 3, 1), table(2_000, 3, 3, 2)), False),
    "wide": ((table(20, 200, 9, 1), table(20, 200, 9, 2)), False),
    "ragged": ((ragged(2_000, 2_000, "x"), ragged(2_001, 2_000, "y")), False),
    "deep": (("<ul><li>a" * 500, "<ol><li>a" * 501), False),
    "nested marks": (("<p>" + "<em>a " * 20_000, "<p>" + "<em>b " * 20_000), False),
    "links": (
        (
            "<p>" + '<a href="/x">a</a> b ' * 5_000 + "</p>",
            "<p>" + '<a href="/y">a</a> b ' * 5_000 + "</p>",
        ),
        False,
    ),
    "no spaces": ((f"<p>{'a' * 200_000}</p>", f"<p>{'a' * 199_999}b</p>"), False),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pair_stays_within_the_bound_and_says_so(name: str) -> None:
    (old, new), is_coarse = HOSTILE[name]
    start = time.process_time()
    a, b = read(old), read(new)
    for one, other in ((a, b), (b, a)):
        budget = Budget()
        result = compare(one, other, budget)
        assert result.changes
        assert budget.spent <= MOST_STEPS
        assert result.is_coarse == is_coarse
    # Far above what it takes, far below what a square of the size would.
    assert time.process_time() - start < 20


@pytest.mark.parametrize("steps", [0, 100, 1_000, 10_000, 100_000])
def test_with_less_to_spend_the_result_is_coarser_and_as_sound(steps: int) -> None:
    old, new = tree(words(2_000, 60, 1)), tree(words(2_000, 60, 2))
    budget = Budget(steps)
    result = compare(old, new, budget)
    assert budget.spent <= steps
    assert take_all(result.html) == texts(new)
    assert take_none(result.html) == texts(old)
    assert result.is_coarse or steps >= 10_000


def test_where_the_bound_is_met_whole_blocks_are_marked() -> None:
    old, new = (tree(words(30_000, 8, seed)) for seed in (1, 2))
    result = compare(old, new)
    assert result.is_coarse
    assert len(result.changes) <= 2


def lines(work: Callable[[], object]) -> int:
    """How many lines of code the work runs, each round of a loop anew."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "make",
    [
        lambda size: one_paragraph(size, 60),
        lambda size: signs(size),
        lambda size: swapped(size),
        lambda size: permuted(size // 8),
        lambda size: parts_of_one(size // 2),
        lambda size: (
            ragged(size // 4, size // 4, "x"),
            ragged(size // 4, size // 4, "y"),
        ),
    ],
    ids=["some words", "Chinese", "swapped", "permuted", "parts", "ragged"],
)
def test_twice_the_text_is_twice_the_work(make: Callable[[int], Pair]) -> None:
    counts = []
    for size in (1_000, 2_000):
        old, new = map(read, make(size))
        counts.append(lines(partial(compare, old, new)))
    assert counts[1] < 2.6 * counts[0]
