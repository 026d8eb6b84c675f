"""How long a search takes on the site that the environment names, in milliseconds.

Prints the median of some rounds over queries that match every version, few, and none;
each with earlier versions and without. In this process, without the page around it.
"""

from __future__ import annotations

import sys
import time
from itertools import product
from statistics import median

import django

ROUNDS = 7
QUERIES = ("edition", "information", "edition 00042", '"this is edition"', "zebra")


def main() -> int:
    """Print a line for each kind of search."""
    django.setup()
    from policy.search import asking, finding

    for with_earlier, text in product((False, True), QUERIES):
        query = asking.read(text)
        taken = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            found = finding.find(query, with_earlier=with_earlier)
            finding.hits(found[:10], query)
            taken.append((time.perf_counter() - begun) * 1_000)
        where = "earlier too" if with_earlier else "in force"
        print(f"{median(taken):.1f}\t{text}, {where}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
