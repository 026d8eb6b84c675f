"""Versions and policies as JSON; ``policy.data.schemas`` says what each field is."""

from __future__ import annotations

from collections.abc import Iterable

from pages.data import absolute, link, moment
from policy.changenotes import ChangeNotes
from policy.markdown import sanitize
from policy.models import (
    Policy,
    PolicyVersion,
    Section,
    StoredRedline,
)
from policy.models.withholding import WithheldVersion
from policy.reading import Reading

Json = dict[str, object]


def policy_of(policy: Policy, versions: Iterable[PolicyVersion]) -> Json:
    """A policy; ``versions`` are those in force and upcoming, of any policy."""
    own = [entry_of(each) for each in versions if each.policy_id == policy.pk]
    in_force = [each for each in own if each["place"] == "in force"]
    return {
        "policy": policy.slug,
        "title": policy.title,
        "company": policy.company,
        "time_zone": policy.time_zone,
        "newest_number": policy.newest_number,
        "in_force": in_force[0] if in_force else None,
        "upcoming": [each for each in own if each["place"] == "upcoming"],
        "links": {
            "self": link("policy:policy_data", policy.slug),
            "page": absolute(policy.get_absolute_url()),
            "versions": link("policy:history_data", policy.slug),
            "feed": link("policy:feed", policy.slug),
            "archive": link("policy:archive", policy.slug),
        },
    }


def entry_of(version: PolicyVersion) -> Json:
    """A version of ``ready.entries()`` with its withholdings; words of a withheld one
    are null."""
    withheld = version.withheld
    return {
        "policy": version.policy.slug,
        "number": version.number,
        "title": version.shown_title,
        "status": version.status().value,
        "place": version.place_in_time().value,
        "material": version.material,
        "reasons": version.reasons,
        "change_note": None if withheld else version.change_note,
        "language": version.language,
        "direction": version.direction,
        "origin": version.origin,
        "time_zone": version.policy.time_zone,
        "published_at": moment(version.published_at),
        "effective_at": moment(version.effective_at),
        "superseded_at": moment(version.superseded_at),
        "withdrawal": _withdrawal(version),
        "withholding": withholding_of(withheld) if withheld else None,
        "hash": version.digest,
        "previous_hash": version.previous_digest or None,
        "links": _links(version),
    }


def _withdrawal(version: PolicyVersion) -> Json | None:
    if not hasattr(version, "withdrawal"):
        return None
    withdrawal = version.withdrawal
    return {
        "withdrawn_at": moment(withdrawal.withdrawn_at),
        "reason": withdrawal.reason,
    }


def withholding_of(withheld: WithheldVersion) -> Json:
    """Why a version is not shown."""
    return {
        "withheld_at": moment(withheld.at),
        "ground": withheld.ground.value,
        "reason": withheld.reason,
    }


def _links(version: PolicyVersion) -> Json:
    names = (version.policy.slug, version.number)
    before = None if version.is_withheld else version.standing_before
    pair = (version.policy.slug, before, version.number)
    return {
        "self": link("policy:version_data", *names),
        "page": absolute(version.get_absolute_url()),
        "text": link("policy:version_text", *names),
        "markdown": link("policy:version_markdown", *names),
        "policy": link("policy:policy_data", version.policy.slug),
        "changes": link("policy:compare_data", *pair) if before else None,
    }


def version_of(reading: Reading) -> Json:
    """A version that can be read, with its text and sections."""
    version = reading.version
    dates = reading.dates
    return {
        **entry_of(version),
        "company": version.company,
        "dates": {
            "effective": moment(dates.effective),
            "wording_corrected": moment(dates.wording_corrected),
            "last_reviewed": moment(dates.last_reviewed),
        },
        "sections": [_section(version, each) for each in reading.sections],
        "html": sanitize(version.html),
    }


def _section(version: PolicyVersion, section: Section) -> Json:
    slug, anchor = version.policy.slug, section.anchor
    return {
        "anchor": anchor,
        "heading": section.heading,
        "level": section.level,
        "unchanged_since": section.since_number,
        "links": {
            "page": f"{absolute(version.get_absolute_url())}#{anchor}",
            "history": link("policy:section", slug, anchor),
        },
    }


def redline_of(found: StoredRedline, policy: Policy, notes: ChangeNotes) -> Json:
    """What changed between two versions of ``ready.sides()``, as a list."""
    old, new = found.old, found.new
    pair = (policy.slug, old.number, new.number)
    return {
        "policy": policy.slug,
        "time_zone": policy.time_zone,
        "old": _side(old),
        "new": _side(new),
        "change_notes": [
            {
                "number": each.number,
                "effective_at": moment(each.effective_at),
                "change_note": None if each.is_withheld else each.change_note,
            }
            for each in notes.shown
        ],
        "changes": found.changes,
        "sections": found.sections,
        "is_coarse": found.is_coarse,
        "links": {
            "self": link("policy:compare_data", *pair),
            "page": link("policy:compare", *pair),
            "policy": link("policy:policy_data", policy.slug),
        },
    }


def _side(version: PolicyVersion) -> Json:
    names = (version.policy.slug, version.number)
    return {
        "number": version.number,
        "status": version.status().value,
        "published_at": moment(version.published_at),
        "effective_at": moment(version.effective_at),
        "superseded_at": moment(version.superseded_at),
        "hash": version.digest,
        "links": {
            "self": link("policy:version_data", *names),
            "page": absolute(version.get_absolute_url()),
        },
    }
