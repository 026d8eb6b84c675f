"""How long a search takes on the site that the environment names, in milliseconds.

Prints the fastest of some rounds, since other programs make all others longer, of
queries that match every version, few, and none; each with earlier versions and without.
In this process, as in a worker that remembers
what is in force, and without the page around it.
"""

from __future__ import annotations

import sys
import time
from itertools import product

import django

ROUNDS = 15
QUERIES = ("edition", "information", "edition 00042", '"this is edition"', "zebra")


def main() -> int:
    """Print a line for each kind of search."""
    django.setup()
    from pages import background
    from policy.search import asking, finding

    background.start()
    for with_earlier, text in product((False, True), QUERIES):
        query = asking.read(text)
        taken = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            found = finding.find(query, with_earlier=with_earlier)
            finding.hits(found[:10], query)
            taken.append((time.perf_counter() - begun) * 1_000)
        where = "earlier too" if with_earlier else "in force"
        print(f"{min(taken):.1f}\t{text}, {where}")
    background.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
