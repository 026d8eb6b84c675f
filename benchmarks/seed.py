"""Seed the site that the environment names: `python3 dev.py bench seed` runs this."""

import argparse
import sys

import django

parser = argparse.ArgumentParser(prog="benchmarks.seed", description=__doc__)
parser.add_argument("--versions", type=int, default=0)
parser.add_argument("--records", type=int, default=0)


def main() -> int:
    """0 where everything was written."""
    given = parser.parse_args()
    django.setup()
    from benchmarks.seeding import InUse, seed

    try:
        seed(given.versions, given.records)
    except InUse as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
