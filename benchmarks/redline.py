"""How fast the redline is: the engine, beside git's word diff of the same pair as
yardstick, and the whole first response.

``python -m benchmarks.redline`` prints tables in Markdown. The texts are made up, with
a fixed seed. Times are processor time: ours of this process, git's of the child;
both are measured in turn, round by round, and the median is shown.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.response import measure as measure_response
from benchmarks.response import new_site
from benchmarks.texts import LARGE, SEED, SMALL, Author, markdown
from policy.markdown import render
from policy.redline import compare, read


@dataclass(frozen=True)
class Pair:
    """Two texts in Markdown, and the most milliseconds that comparing them may take."""

    name: str
    old: str
    new: str
    limit: float


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
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with new_site() as folder:
        print(
            "| pair | read() of one | compare() | git diff --word-diff | ratio to git "
            "| limit | changes | coarse |\n|---|--:|--:|--:|--:|--:|--:|---|"
        )
        for pair in pairs():
            print(measure(pair, rounds), flush=True)
        print("\n| page | median | limit | comparisons |\n|---|--:|--:|--:|")
        print(measure_response(folder))


if __name__ == "__main__":
    main()
