#!/usr/bin/env python3
"""Verify an unpacked archive of a policy: python3 verify.py [HEAD ...]

It needs Python 3.9 or newer and nothing else. It recomputes the hash of every file
against manifest.json, and the three chains of hashes: of all versions, of all
withdrawals, and of all withholdings. With HEAD, a hash of one of them that you kept
elsewhere, it proves that nothing up to there was changed. Of a version that is withheld
the text is not here: its hash and its dates are, and a withholding says why.
"""

from typing import Any

from policy.bundle_checks import (
    RECORD,
    ROOT,
    check_files,
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
    "withholdings": int,
    "withholding_head": str,
    "files": dict,
}


def check_versions(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Each version matches its hash and carries the one before; return all records."""
    previous = ""
    records: list[dict[str, Any]] = []
    for number in range(1, manifest["versions"] + 1):
        folder, name = f"versions/{number:05}", f"version {number}"
        record = load(f"{folder}/version.json", {"digest": str})
        check_shape(
            record, {"withholdings": list} if is_withheld(record) else RECORD, name
        )
        facts = facts_of(record, name)
        if facts.get("number") != number or facts.get("policy") != manifest["policy"]:
            fail(name + " is another version.")
        if facts.get("previous_digest") != previous:
            fail(f"{name} does not carry the hash of the version before.")
        if not is_withheld(record):
            check_text(record, folder, name)
        previous = record["digest"]
        records.append(record)
    if previous != manifest["head"]:
        fail("the manifest names another head.")
    return records


def is_withheld(record: dict[str, Any]) -> bool:
    """Whether the record is of a version whose words are not here."""
    return "withholdings" in record


def facts_of(record: dict[str, Any], name: str) -> dict[str, Any]:
    """What the record says of the version beside its words."""
    facts = None if is_withheld(record) else record["frozen"]
    if is_withheld(record):
        for withholding in record["withholdings"]:
            check_shape(withholding, RECORD, name)
            check_shape(withholding["frozen"], {"kept": dict}, name)
            if hash_of(withholding["frozen"]) != withholding["digest"]:
                fail(f"the withholding of {name} does not match its hash.")
            if withholding["frozen"].get("version") != record["digest"]:
                fail(f"the withholding of {name} is of another version.")
            facts = withholding["frozen"]["kept"]
    if not isinstance(facts, dict):
        fail(name + " says nothing of itself.")
    return facts


def check_text(record: dict[str, Any], folder: str, name: str) -> None:
    """The version matches its hash, and its texts are what the hash covers."""
    if hash_of(record["frozen"]) != record["digest"]:
        fail(f"{name} does not match its hash.")
    for file, field in (("text.md", "source"), ("text.html", "html")):
        text = (ROOT / folder / file).read_bytes()
        if text != str(record["frozen"].get(field)).encode("utf-8"):
            fail(f"{name}: {file} is not its {field}.")


def chain_of(
    found: list[dict[str, Any]], count: int, head: str, what: str
) -> list[str]:
    """The hashes of what was found, in the order in which they came."""
    waiting = {each["frozen"].get("previous_digest"): each for each in found}
    digests = [""]
    while digests[-1] in waiting:
        digests.append(waiting.pop(digests[-1])["digest"])
    if waiting or len(digests) - 1 != count:
        fail(f"the {what}s are not a chain, or some are missing.")
    if digests[-1] != head:
        fail(f"the manifest names another last {what}.")
    return digests[1:]


def check_withholdings(
    manifest: dict[str, Any], records: list[dict[str, Any]]
) -> list[str]:
    """They are a chain; say which versions are withheld; return all hashes."""
    found = []
    for number, record in enumerate(records, start=1):
        if is_withheld(record):
            found.extend(record["withholdings"])
            since = record["withholdings"][0]["frozen"].get("withheld_at")
            print(f"Withheld: version {number}, since {since}. Its text is not here.")
    count, head = manifest["withholdings"], manifest["withholding_head"]
    return chain_of(found, count, head, "withholding")


def check_withdrawals(
    manifest: dict[str, Any], records: list[dict[str, Any]]
) -> list[str]:
    """The same for withdrawals, in the order in which they came; return all hashes."""
    found = []
    for number, record in enumerate(records, start=1):
        withdrawal = record.get("withdrawal")
        if withdrawal is not None:
            name = f"the withdrawal of version {number}"
            check_shape(withdrawal, RECORD, name)
            check_withdrawal(withdrawal, record, name)
            found.append(withdrawal)
    count, head = manifest["withdrawals"], manifest["withdrawal_head"]
    return chain_of(found, count, head, "withdrawal")


def check_withdrawal(
    withdrawal: dict[str, Any], record: dict[str, Any], name: str
) -> None:
    """It matches its hash, is of that version, and came before the version's moment."""
    frozen = withdrawal["frozen"]
    if hash_of(frozen) != withdrawal["digest"]:
        fail(name + " does not match its hash.")
    if frozen.get("version") != record["digest"]:
        fail(name + " is of another version.")
    effective = facts_of(record, name).get("effective_at")
    if str(frozen.get("withdrawn_at")) >= str(effective):
        fail(name + " came after the version took force.")


def main(heads: list[str]) -> None:
    """Check everything; say consistent, or proved against heads."""
    manifest = load("manifest.json", MANIFEST)
    check_files(manifest["files"])
    records = check_versions(manifest)
    versions = [record["digest"] for record in records]
    withdrawals = check_withdrawals(manifest, records)
    withholdings = check_withholdings(manifest, records)
    for head in heads:
        if head in versions:
            number = versions.index(head) + 1
            print(f"Proved: versions 1 to {number} are what that head covers.")
        elif head in withdrawals:
            number = withdrawals.index(head) + 1
            print(f"Proved: the first {number} withdrawals are what that head covers.")
        elif head in withholdings:
            number = withholdings.index(head) + 1
            print(f"Proved: the first {number} withholdings are what that head covers.")
        else:
            fail(f"no version, withdrawal or withholding has the hash {head}.")
    if not heads:
        print(
            f"Consistent: {len(versions)} versions, {len(withdrawals)} withdrawals, "
            f"{len(withholdings)} withholdings."
        )
        print(f"Head of the versions: {manifest['head'] or 'none'}")
        print(f"Head of the withdrawals: {manifest['withdrawal_head'] or 'none'}")
        print(f"Head of the withholdings: {manifest['withholding_head'] or 'none'}")
    print(
        "In no chain are text.txt, page.html and all of redlines/: of them is said "
        "only that they are the files that manifest.json names."
    )


if __name__ == "__main__":
    run(main)
