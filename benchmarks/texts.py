"""Texts that are made up here, with a fixed seed, and edits of them."""

from __future__ import annotations

import random

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
