#!/usr/bin/env python3
"""Verify an unpacked archive of a policy: python3 verify.py [HEAD ...]

It needs Python 3.9 or newer and nothing else. It recomputes the hash of every file
against manifest.json, and the two chains of hashes: of all versions, and of all
withdrawals. With HEAD, the hash of a version or withdrawal that you kept elsewhere, it
proves that nothing up to there was changed.
"""

from typing import Any

from policy.bundle_checks import (
    RECORD,
    ROOT,
    check_files,
    check_link,
    check_shape,
    fail,
    hash_of,
    load,
    run,
)

MANIFEST = {
    "policy": str,
    "versions": int,
    "head": str,
    "withdrawals": int,
    "withdrawal_head": str,
    "files": dict,
}


def check_versions(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Each version matches its hash and carries the one before; return all records."""
    previous = ""
    records: list[dict[str, Any]] = []
    for number in range(1, manifest["versions"] + 1):
        folder, name = f"versions/{number:05}", f"version {number}"
        record = load(f"{folder}/version.json", RECORD)
        frozen = record["frozen"]
        if frozen.get("number") != number or frozen.get("policy") != manifest["policy"]:
            fail(name + " is another version.")
        check_link(record, previous, name, "version")
        for file, field in (("text.md", "source"), ("text.html", "html")):
            text = (ROOT / folder / file).read_bytes()
            if text != str(frozen.get(field)).encode("utf-8"):
                fail(f"{name}: {file} is not its {field}.")
        previous = record["digest"]
        records.append(record)
    if previous != manifest["head"]:
        fail("the manifest names another head.")
    return records


def check_withdrawals(
    manifest: dict[str, Any], records: list[dict[str, Any]]
) -> list[str]:
    """The same for withdrawals, in the order in which they came; return all hashes."""
    waiting: dict[Any, dict[str, Any]] = {}
    for number, record in enumerate(records, start=1):
        withdrawal = record.get("withdrawal")
        if withdrawal is not None:
            name = f"the withdrawal of version {number}"
            check_shape(withdrawal, RECORD, name)
            check_withdrawal(withdrawal, record, name)
            waiting[withdrawal["frozen"].get("previous_digest")] = withdrawal
    digests = [""]
    while digests[-1] in waiting:
        digests.append(waiting.pop(digests[-1])["digest"])
    if waiting or len(digests) - 1 != manifest["withdrawals"]:
        fail("the withdrawals are not a chain, or some are missing.")
    if digests[-1] != manifest["withdrawal_head"]:
        fail("the manifest names another last withdrawal.")
    return digests[1:]


def check_withdrawal(
    withdrawal: dict[str, Any], record: dict[str, Any], name: str
) -> None:
    """It matches its hash, is of that version, and came before the version's moment."""
    frozen = withdrawal["frozen"]
    if hash_of(frozen) != withdrawal["digest"]:
        fail(name + " does not match its hash.")
    if frozen.get("version") != record["digest"]:
        fail(name + " is of another version.")
    if str(frozen.get("withdrawn_at")) >= str(record["frozen"].get("effective_at")):
        fail(name + " came after the version took force.")


def main(heads: list[str]) -> None:
    """Check everything; say consistent, or proved against heads."""
    manifest = load("manifest.json", MANIFEST)
    check_files(manifest["files"])
    records = check_versions(manifest)
    versions = [record["digest"] for record in records]
    withdrawals = check_withdrawals(manifest, records)
    for head in heads:
        if head in versions:
            number = versions.index(head) + 1
            print(f"Proved: versions 1 to {number} are what that head covers.")
        elif head in withdrawals:
            number = withdrawals.index(head) + 1
            print(f"Proved: the first {number} withdrawals are what that head covers.")
        else:
            fail(f"no version or withdrawal has the hash {head}.")
    if not heads:
        print(f"Consistent: {len(versions)} versions, {len(withdrawals)} withdrawals.")
        print(f"Head of the versions: {manifest['head'] or 'none'}")
        print(f"Head of the withdrawals: {manifest['withdrawal_head'] or 'none'}")
    print(
        "In no chain are text.txt, page.html and all of redlines/: of them is said "
        "only that they are the files that manifest.json names."
    )


if __name__ == "__main__":
    run(main)
