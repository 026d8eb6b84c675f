"""What the open data of policies promises: a JSON Schema for each answer."""

from __future__ import annotations

from pages.schema import (
    Schema,
    answer,
    digest,
    flag,
    link,
    maybe,
    moment,
    one_of,
    page_links,
    paged,
    record,
    rows,
    text,
    whole,
)
from policy.models import Direction, Ground, MaterialReason, Origin, Status
from policy.redline import SectionState

PUBLISHED = (
    Status.UPCOMING,
    Status.IN_FORCE,
    Status.SUPERSEDED,
    Status.WITHDRAWN,
    Status.WITHHELD,
)
PLACES = PUBLISHED[:-1]

SLUG = text("The first part of the policy's address.", pattern="^[a-z0-9-]+$")
TIME_ZONE = text("The time zone in which the policy's days begin, by its IANA name.")
NUMBER = whole("The version's number.")
HASH = digest("The version's SHA-256, as docs/auditing.md computes it.")
PUBLISHED_AT = moment("When it was published here, or imported.")
EFFECTIVE_AT = moment("When it takes or took force.")
SUPERSEDED_AT = maybe(moment("When the version after it takes or took force."))

WITHDRAWAL = record(
    "How it was called off before it took force.",
    {
        "withdrawn_at": moment("When it was withdrawn."),
        "reason": text("Why, in plain words."),
    },
)
WITHHOLDING = record(
    "Why it is not shown.",
    {
        "withheld_at": moment("Since when it is withheld."),
        "ground": one_of(Ground.values, "Whether a legal order forbids to show it."),
        "reason": text("Why, in plain words."),
    },
)
ENTRY = {
    "policy": SLUG,
    "number": NUMBER,
    "title": text("Its title; of a withheld version that of its policy."),
    "status": one_of(PUBLISHED, "Where it stands now."),
    "place": one_of(PLACES, "The same, but a withheld version keeps its place."),
    "material": flag("Whether a reader has to know of its change."),
    "reasons": rows(
        one_of(MaterialReason.values, "A reason."), "Why a reader has to know."
    ),
    "change_note": maybe(text("What changed and why; null where it is withheld.")),
    "language": text("The language of its text, BCP 47."),
    "direction": one_of(Direction.values, "Which way that is written."),
    "origin": one_of(
        Origin.values,
        "Whether it was published here (desk), or imported: then this site did not "
        "witness its publication.",
    ),
    "time_zone": TIME_ZONE,
    "published_at": PUBLISHED_AT,
    "effective_at": EFFECTIVE_AT,
    "superseded_at": SUPERSEDED_AT,
    "withdrawal": maybe(WITHDRAWAL),
    "withholding": maybe(WITHHOLDING),
    "hash": HASH,
    "previous_hash": maybe(
        digest("The hash of the version before; null of the first.")
    ),
    "links": record(
        "Ways from here.",
        {
            "self": link("The version, with its text."),
            "page": link("Its page: its permanent address."),
            "text": link("Its text without marks; it never changes."),
            "markdown": link("Its text in Markdown; it never changes."),
            "policy": link("Its policy."),
            "changes": maybe(link("What changed since the version before.")),
        },
    ),
}
POLICY = {
    "policy": SLUG,
    "title": text("Its title."),
    "company": text("Whose policy it is."),
    "time_zone": TIME_ZONE,
    "newest_number": whole("The number of its newest version; there are no gaps."),
    "in_force": maybe(record("The version in force now.", ENTRY)),
    "upcoming": rows(
        record("A version.", ENTRY), "What is published and takes force later."
    ),
    "links": record(
        "Ways from here.",
        {
            "self": link("This policy."),
            "page": link("Its page: the version in force."),
            "versions": link("All its versions."),
            "feed": link("Its versions as a feed (Atom)."),
            "archive": link("Its whole history as a zip that proves itself."),
        },
    ),
}
SECTION = record(
    "A headed part.",
    {
        "anchor": text("Its anchor: the same from version to version."),
        "heading": text("Its heading."),
        "level": whole("The heading's level.", minimum=2),
        "unchanged_since": maybe(whole("The version since which it reads so.")),
        "links": record(
            "Ways from here.",
            {
                "page": link("Where it stands in this version."),
                "history": link("Every wording that it had."),
            },
        ),
    },
)
SIDE = record(
    "One of the two versions.",
    {
        "number": NUMBER,
        "status": one_of(PLACES, "Where it stands now."),
        "published_at": PUBLISHED_AT,
        "effective_at": EFFECTIVE_AT,
        "superseded_at": SUPERSEDED_AT,
        "hash": HASH,
        "links": record(
            "Ways from here.",
            {
                "self": link("The version, with its text."),
                "page": link("Its page: its permanent address."),
            },
        ),
    },
)
CHANGE = record(
    "One change.",
    {
        "id": text("Its place on the page of the comparison."),
        "section": text("What its section is called."),
        "section_id": text("Where that stands on the page; empty before the first."),
        "text": text("The change in one sentence."),
    },
)
SECTION_CHANGE = record(
    "How one section fared.",
    {
        "id": text("Its place on the page of the comparison."),
        "heading": text("Its heading."),
        "level": whole("The heading's level.", minimum=2),
        "state": one_of(list(SectionState), "What became of it."),
    },
)
NOTE = record(
    "The change note of one version.",
    {
        "number": NUMBER,
        "effective_at": EFFECTIVE_AT,
        "change_note": maybe(text("What changed and why; null where it is withheld.")),
    },
)

SCHEMAS: dict[str, Schema] = {
    "policies": answer(
        "Every policy of which something is published.",
        {
            "policies": rows(record("A policy.", POLICY), "In their order."),
            "links": record(
                "Ways from here.",
                {
                    "self": link("This answer."),
                    "page": link("The home page."),
                    "feed": link("All versions as a feed (Atom)."),
                    "notices": link("The notices."),
                    "catalogue": link("The catalogue of cookies."),
                },
            ),
        },
    ),
    "policy": answer("A policy and what is in force of it.", POLICY),
    "versions": paged(
        "The published versions of a policy, the newest first.",
        {
            "policy": SLUG,
            "versions": rows(record("A version.", ENTRY), "Those of this page."),
            "links": page_links(
                {"page": link("The same to read."), "policy": link("The policy.")}
            ),
        },
    ),
    "version": answer(
        "A version with its text.",
        {
            **ENTRY,
            "company": text("Whose policy it is."),
            "dates": record(
                "The dates under its title; null where they do not apply.",
                {
                    "effective": maybe(moment("Of its latest material version.")),
                    "wording_corrected": maybe(
                        moment("Since when its words differ, with the same meaning.")
                    ),
                    "last_reviewed": maybe(moment("When it was last looked at.")),
                },
            ),
            "sections": rows(SECTION, "Its headed parts in their order."),
            "html": text("The frozen text in HTML."),
        },
    ),
    "redline": answer(
        "What changed from one version to a later one.",
        {
            "policy": SLUG,
            "time_zone": TIME_ZONE,
            "old": SIDE,
            "new": SIDE,
            "change_notes": rows(
                NOTE, "Of the versions in between and the later one; at most 50."
            ),
            "changes": rows(CHANGE, "In the order of the marked text."),
            "sections": rows(SECTION_CHANGE, "Those of both versions."),
            "is_coarse": flag("Whether some changes are marked by paragraph only."),
            "links": record(
                "Ways from here.",
                {
                    "self": link("This answer."),
                    "page": link("The redline to read."),
                    "policy": link("The policy."),
                },
            ),
        },
    ),
}
WITHHELD = record(
    "A version that is withheld.",
    {
        "policy": SLUG,
        "number": NUMBER,
        "place": one_of(PLACES, "Its place among the others."),
        "withholding": WITHHOLDING,
        "hash": HASH,
        "links": record("Ways from here.", {"page": link("Its page.")}),
    },
)
PROBLEM = answer(
    "What is wrong (RFC 9457).",
    {
        "type": text("Always about:blank: the status says what it is."),
        "title": text("What the status means."),
        "status": whole("The status of the answer.", minimum=400),
        "detail": text("What is wrong, in plain words."),
    },
)
# Only where something is withheld.
PROBLEM["properties"]["withheld"] = rows(WITHHELD, "What cannot be shown (410, 451).")
SCHEMAS["problem"] = PROBLEM
