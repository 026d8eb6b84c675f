#!/usr/bin/env python3
"""Verify an unpacked bundle of consent records: python3 verify.py [HEAD ...]

It needs Python 3.9 or newer and nothing else. It recomputes the hash of every file
against manifest.json, the chain of hashes of all days with the records of each, and the
chain of hashes of the catalogue versions that visitors were asked with. With HEAD, the
hash of a day or catalogue version that you kept elsewhere, it proves that nothing up to
there was changed.
"""

import json
import time
from datetime import date, timedelta
from typing import Any

from policy.bundle_checks import (
    RECORD,
    ROOT,
    check_files,
    check_link,
    fail,
    load,
    run,
)

MANIFEST: dict[str, type] = {
    "first_day": str,
    "last_day": str,
    "head": str,
    "catalogue_versions": int,
    "files": dict,
}
ONE_DAY = timedelta(days=1)


def midnight(day: date) -> str:
    """The beginning of a day in UTC, as records write moments."""
    return f"{day.isoformat()}T00:00:00.000000+00:00"


def check_catalogue(versions: int) -> list[str]:
    """Each catalogue version matches its hash; return all hashes."""
    digests = [""]
    for number in range(1, versions + 1):
        record = load(f"catalogue/{number:05}.json", RECORD)
        name = f"catalogue version {number}"
        if record["frozen"].get("number") != number:
            fail(name + " is another version.")
        check_link(record, digests[-1], name, "version")
        digests.append(record["digest"])
    return digests[1:]


def check_days(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Each day follows the one before and matches its hash; return all seals."""
    seals: list[dict[str, Any]] = []
    day = date.fromisoformat(manifest["first_day"])
    while day.isoformat() <= manifest["last_day"]:
        seal = load(f"days/{day}.json", RECORD)
        frozen = seal["frozen"]
        bounds = [frozen.get(name) for name in ("day", "begins_at", "ends_at")]
        if bounds != [day.isoformat(), midnight(day), midnight(day + ONE_DAY)]:
            fail(f"{day} is another day.")
        # What was before the first day is not in this bundle.
        before = seals[-1]["digest"] if seals else frozen.get("previous_digest")
        check_link(seal, before, str(day), "day")
        seals.append(seal)
        day += ONE_DAY
    if not seals or seals[-1]["digest"] != manifest["head"]:
        fail("the manifest names another head.")
    return seals


def check_no_other_day(manifest: dict[str, Any], seals: list[dict[str, Any]]) -> None:
    """No file is of a day that was not checked."""
    days = [seal["frozen"]["day"] for seal in seals]
    checked = {f"days/{day}{ending}" for day in days for ending in (".json", ".jsonl")}
    for name in manifest["files"]:
        if name.startswith("days/") and name not in checked:
            fail(name + " is of no day from first_day to last_day.")


def check_records(
    frozen: dict[str, Any], files: dict[str, Any], catalogue: list[str]
) -> set[str]:
    """The day's records are those of its seal, or gone after their time.

    Return the hashes of the policies that they name. That each file has the hash that
    the manifest names was checked before.
    """
    name = f"days/{frozen['day']}.jsonl"
    if name not in files:
        now = time.strftime("%Y-%m-%dT%H:%M:%S.000000+00:00", time.gmtime())
        if frozen["records"] and now <= frozen["keep_until"]:
            fail(f"{name} is missing before its time.")
        return set()
    if files[name] != frozen["records_digest"]:
        fail(f"{name} is not what was sealed.")
    count, policies = 0, set()
    with (ROOT / name).open(encoding="utf-8") as lines:
        for count, line in enumerate(lines, start=1):
            row = json.loads(line)
            shown = row["catalogue_version"]
            if catalogue[shown - 1 : shown] != [row["catalogue_digest"]]:
                fail(f"{name}, line {count}: what was shown is not in catalogue/.")
            if not frozen["begins_at"] <= row["chosen_at"] < frozen["ends_at"]:
                fail(f"{name}, line {count} is of another day.")
            policies.add(row["policy_digest"])
    if count != frozen["records"]:
        fail(f"{name} has {count} records, its seal {frozen['records']}.")
    return policies - {""}


def main(heads: list[str]) -> None:
    """Check everything; say consistent, or proved against heads."""
    manifest = load("manifest.json", MANIFEST)
    check_files(manifest["files"])
    catalogue = check_catalogue(manifest["catalogue_versions"])
    seals = check_days(manifest)
    check_no_other_day(manifest, seals)
    policies = {row[2] for row in load("policies.json", {"versions": list})["versions"]}
    for seal in seals:
        named = check_records(seal["frozen"], manifest["files"], catalogue)
        if not named <= policies:
            fail(f"{seal['frozen']['day']}: a policy is not in policies.json.")
    if heads:
        prove(heads, seals, catalogue)
    else:
        print(f"Consistent: {len(seals)} days, {len(catalogue)} catalogue versions.")
        print(f"Head of the days: {manifest['head']}")
        print(f"Head of the catalogue: {catalogue[-1] if catalogue else 'none'}")
    print("The policies of policies.json prove themselves in their own archives.")


def prove(heads: list[str], seals: list[dict[str, Any]], catalogue: list[str]) -> None:
    """Say what each head covers."""
    days = [seal["digest"] for seal in seals]
    for head in heads:
        if head in days:
            first, last = seals[0], seals[days.index(head)]
            ends = f"{first['frozen']['day']} to {last['frozen']['day']}"
            print(f"Proved: the days {ends} are what that head covers.")
        elif head in catalogue:
            number = catalogue.index(head) + 1
            ends = f"1 to {number}"
            print(f"Proved: catalogue versions {ends} are what that head covers.")
        else:
            fail(f"no day or catalogue version has the hash {head}.")


if __name__ == "__main__":
    run(main)
