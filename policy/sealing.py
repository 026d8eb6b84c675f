"""The hashes that chain what was published, what was withdrawn and what was withheld.

A version's hash covers one canonical JSON of everything that readers get and of the
hash before it. Staff names are covered through a salted seal: whoever verifies needs no
name, and whoever alters a name breaks the seal.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from policy.markdown import RenderedSection
from policy.models import PolicyVersion, Redaction, Section, Withdrawal, Withholding

SALT_BYTES = 32


def make_salt() -> str:
    """A random salt in hexadecimal: without it a seal tells nothing about a name."""
    return secrets.token_hex(SALT_BYTES)


def seal(salt: str, name: str) -> str:
    """SHA-256, in hexadecimal, over a salt and a name."""
    return hashlib.sha256(f"{salt}:{name}".encode()).hexdigest()


def canonical(
    version: PolicyVersion, sections: Iterable[Section | RenderedSection]
) -> dict[str, object]:
    """Everything that is frozen in a version; moments are UTC in ISO 8601."""
    content: dict[str, object] = {
        "policy": version.policy.slug,
        "time_zone": version.policy.time_zone,
        "title": version.title,
        "company": version.company,
        "number": version.number,
        "language": version.language,
        "direction": version.direction,
        "origin": version.origin,
        "source": version.source,
        "html": version.html,
        "sections": [
            [section.level, section.anchor, section.heading, section.html]
            for section in sections
        ],
        "change_note": version.change_note,
        "material": version.material,
        "reason": version.reason,
        "effective_at": iso(version.effective_at),
        "published_at": iso(version.published_at),
        "publisher_seal": version.publisher_seal,
        "previous_digest": version.previous_digest,
    }
    # Versions of before the checklist keep their hash.
    if version.reasons:
        content["reasons"] = version.reasons
    return content


def digest(
    version: PolicyVersion, sections: Iterable[Section | RenderedSection]
) -> str:
    """The version's hash: SHA-256, in hexadecimal, over its canonical JSON."""
    return hash_of(canonical(version, sections))


def kept(version: PolicyVersion) -> dict[str, object]:
    """What stays known of a withheld version: no word of its text, title or notes."""
    return {
        "policy": version.policy.slug,
        "time_zone": version.policy.time_zone,
        "number": version.number,
        "language": version.language,
        "direction": version.direction,
        "origin": version.origin,
        "material": version.material,
        "reasons": version.reasons,
        "effective_at": iso(version.effective_at),
        "published_at": iso(version.published_at),
        "publisher_seal": version.publisher_seal,
        "previous_digest": version.previous_digest,
    }


def canonical_withdrawal(withdrawal: Withdrawal) -> dict[str, object]:
    """Everything that is frozen in a withdrawal, and the hash of its version."""
    return {
        "version": withdrawal.version.digest,
        "withdrawn_at": iso(withdrawal.withdrawn_at),
        "reason": withdrawal.reason,
        "withdrawer_seal": withdrawal.withdrawer_seal,
        "previous_digest": withdrawal.previous_digest,
    }


def withdrawal_digest(withdrawal: Withdrawal) -> str:
    """The withdrawal's hash; it covers the version's and that of the one before."""
    return hash_of(canonical_withdrawal(withdrawal))


def canonical_withholding(withholding: Withholding) -> dict[str, object]:
    """Everything that is frozen in a withholding: what was asked, what was confirmed,
    and what stays known of its version. It has to hold without the version's words.
    """
    request = withholding.request
    return {
        "version": withholding.version.digest,
        "kept": kept(withholding.version),
        "ground": request.ground,
        "reason": request.reason,
        "covers_storage": request.covers_storage,
        "asked_at": iso(request.asked_at),
        "asker_seal": request.asker_seal,
        "withheld_at": iso(withholding.withheld_at),
        "withholder_seal": withholding.withholder_seal,
        "previous_digest": withholding.previous_digest,
    }


def withholding_digest(withholding: Withholding) -> str:
    """The withholding's hash; it covers the version's and that of the one before."""
    return hash_of(canonical_withholding(withholding))


def redaction_digest(redaction: Redaction) -> str:
    """The hash of when and by whom a version's words were destroyed."""
    return hash_of(
        {
            "version": redaction.version.digest,
            "redacted_at": iso(redaction.redacted_at),
            "redacted_by": redaction.redacted_by,
        }
    )


def hash_of(content: Mapping[str, object]) -> str:
    """SHA-256, in hexadecimal, over the content as canonical JSON."""
    return hashlib.sha256(json_of(content)).hexdigest()


def json_of(content: Mapping[str, object]) -> bytes:
    """Canonical JSON in UTF-8: keys sorted, no white space."""
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode()


def iso(moment: datetime | None) -> str:
    """A moment in UTC with microseconds; '' when there is none."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else ""
