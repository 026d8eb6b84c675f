"""How fast the redline's engine is, with git's word diff of the same pair as yardstick.

``python -m benchmarks.redline`` prints a table in Markdown. The texts are made up here,
with a fixed seed. Times are processor time: ours of this process, git's of the child;
both are measured in turn, round by round, and the median is shown.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django.conf import settings

from policy.markdown import render
from policy.redline import compare, read

SEED = 20200417
COMMON = (
    *(
        "the",
        "of",
        "and",
        "to",
        "we",
        "you",
        "your",
        "may",
        "in",
        "for",
        "with",
        "that",
    ),
    *("or", "our", "as", "by", "it", "is", "on", "this", "from", "not", "are", "any"),
    *("information", "data", "when", "use", "will", "have", "if", "other", "about"),
)
# What these lengths and shares are: issue 3, "Shown by".
SMALL = 8_000
LARGE = 200_000


@dataclass(frozen=True)
class Pair:
    """Two texts in Markdown, and the most milliseconds that comparing them may take."""

    name: str
    old: str
    new: str
    limit: float


class Author:
    """Writes texts of a given length, and edits them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        syllables = [
            a + b for a in "bcdfglmnprstv" for b in ("a", "en", "i", "or", "u")
        ]
        rare = {
            "".join(self.chance.choices(syllables, k=self.chance.randint(1, 4)))
            for _ in range(4_000)
        }
        # As in English, a few words make up half of a text.
        self.words = [*COMMON, *sorted(rare)]
        self.weights = [1 / (rank + 4) for rank in range(len(self.words))]

    def sentence(self) -> str:
        """Eight to twenty-four words."""
        count = self.chance.randint(8, 24)
        words = self.chance.choices(self.words, self.weights, k=count)
        return " ".join(words).capitalize() + "."

    def text(self, length: int) -> list[list[str]]:
        """Blocks of sentences: headings, paragraphs, and items of lists."""
        blocks: list[list[str]] = []
        written = 0
        while written < length:
            number, place = divmod(len(blocks), 8)
            if place == 0:
                heading = " ".join(self.sentence().split()[:4])
                blocks.append([f"## {number + 1}. {heading}"])
            elif place in (5, 6):
                blocks.append([f"- {self.sentence()}" for _ in range(4)])
            else:
                count = self.chance.randint(2, 6)
                blocks.append([self.sentence() for _ in range(count)])
            written += sum(len(part) + 1 for part in blocks[-1])
        return blocks

    def edited(self, blocks: list[list[str]], share: float) -> list[list[str]]:
        """The text with that share of its sentences touched."""
        return [
            [
                self._touched(part)
                if self.chance.random() < share and not part.startswith("#")
                else part
                for part in block
            ]
            for block in blocks
        ]

    def _touched(self, sentence: str) -> str:
        words = sentence.split(" ")
        place = self.chance.randrange(2, len(words))
        kind = self.chance.random()
        if kind < 0.5:
            words[place] = self.chance.choice(self.words)
        elif kind < 0.75:
            words[place:place] = self.sentence()[:-1].lower().split()[:3]
        elif kind < 0.9:
            del words[place - 1]
        else:
            return f"{words[0]} {self.sentence().lower()}"
        return " ".join(words)


def markdown(blocks: list[list[str]]) -> str:
    """Items stand on lines of their own, sentences on one."""
    return "\n\n".join(
        ("\n" if block[0].startswith("-") else " ").join(block) for block in blocks
    )


def pairs() -> list[Pair]:
    """The three pairs that issue 3 names."""
    author = Author(SEED)
    small, large = author.text(SMALL), author.text(LARGE)
    return [
        Pair(
            "two 8 kB versions, a tenth of the sentences touched",
            markdown(small),
            markdown(author.edited(small, 0.1)),
            3,
        ),
        Pair(
            "two 200 kB versions, a tenth of the sentences touched",
            markdown(large),
            markdown(author.edited(large, 0.1)),
            120,
        ),
        Pair(
            "a total rewrite of 200 kB",
            markdown(large),
            markdown(author.text(LARGE)),
            1_000,
        ),
    ]


def spent(work: Callable[[], object]) -> float:
    """Milliseconds of processor time that the work takes in this process."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1_000


def spent_by_git(folder: Path) -> float:
    """Milliseconds of processor time of ``git diff --word-diff`` on the pair."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        ["git", "diff", "--no-index", "--word-diff", "old.md", "new.md"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        check=False,  # It exits 1 where the files differ.
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used * 1_000


def measure(pair: Pair, rounds: int) -> str:
    """A line of the table."""
    old_html, new_html = render(pair.old).html, render(pair.new).html
    old, new = read(old_html), read(new_html)
    reading, comparing, by_git = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "old.md").write_text(pair.old, encoding="utf-8")
        (folder / "new.md").write_text(pair.new, encoding="utf-8")
        for _ in range(rounds):
            reading.append(spent(lambda: read(new_html)))
            comparing.append(spent(lambda: compare(old, new)))
            by_git.append(spent_by_git(folder))
    redline = compare(old, new)
    git, ours = median(by_git), median(comparing)
    return (
        f"| {pair.name} | {median(reading):.1f} ms | {ours:.1f} ms | {git:.1f} ms "
        f"| {ours / git:.2f} | {pair.limit:g} ms | {len(redline.changes)} "
        f"| {'yes' if redline.is_coarse else 'no'} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    settings.configure(USE_I18N=False)
    print(
        "| pair | read() of one | compare() | git diff --word-diff | ratio to git "
        "| limit | changes | coarse |\n|---|--:|--:|--:|--:|--:|--:|---|"
    )
    for pair in pairs():
        print(measure(pair, rounds), flush=True)


if __name__ == "__main__":
    main()
