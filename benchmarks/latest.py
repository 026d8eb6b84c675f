"""How long the site takes to find a visitor's latest choice, in its own process.

`python -m benchmarks.latest NEWEST`, on a seeded site; prints milliseconds.
"""

import random
import sys
import time
from statistics import median

import django

VISITORS = 200


def main() -> None:
    """The median of visitors who were chosen by lot."""
    django.setup()
    from benchmarks.seeding import subject_of
    from consent.models import ConsentRecord

    newest = int(sys.argv[1])
    lot = random.Random(newest)
    times = []
    for _ in range(VISITORS):
        subject = subject_of(lot.randint(1, newest))
        begun = time.perf_counter()
        found = ConsentRecord.objects.of_browser(subject).first()
        times.append(time.perf_counter() - begun)
        if found is None:
            raise SystemExit(f"{subject} has no record.")
    print(median(times) * 1_000)


if __name__ == "__main__":
    main()
