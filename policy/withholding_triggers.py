"""What the database refuses about withholding, and the one change that it allows.

A published row changes only where its version was withheld by an order that covers
storage, and a redaction is on record; and then only to the mark of what was destroyed.
"""

from policy.append_only import Trigger, append_only
from policy.tables import (
    CONTRIBUTION,
    DECLINE,
    DESTRUCTION,
    PUBLISHED,
    REDACTION,
    REDLINE,
    REQUEST,
    STEP,
    VERSION,
    WITHHOLDING,
)

# What stands where words were destroyed.
REDACTED = "[withheld]"
WORDS = ("title", "company", "source", "html", "change_note")
# The columns that are never empty, and those that may be.
KEPT = (
    *("policy_id", "number", "language", "direction", "origin", "material", "reasons"),
    *("effective_at", "fingerprint", "previous_digest", "digest", "created_at"),
    *("updated_at", "published_at", "published_by_name"),
    *("publisher_salt", "publisher_seal"),
)
KEPT_OR_EMPTY = ("created_by_id", "updated_by_id", "published_by_id")


def differ(*columns: str) -> str:
    """SQL: one of the columns changes."""
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


def differ_or_empty(*columns: str) -> str:
    """The same for columns that may be NULL."""
    return " OR ".join(
        f"NEW.{column} <> OLD.{column} OR (NEW.{column} IS NULL) <> "
        f"(OLD.{column} IS NULL)"
        for column in columns
    )


def not_redacted(version: str) -> str:
    """SQL: no redaction of the version is on record."""
    return f"NOT EXISTS (SELECT 1 FROM {REDACTION} d WHERE d.version_id = {version})"


def is_decided(request: str) -> str:
    """SQL: the request was confirmed or declined."""
    return (
        f"(EXISTS (SELECT 1 FROM {WITHHOLDING} w WHERE w.request_id = {request}) "
        f"OR EXISTS (SELECT 1 FROM {DECLINE} d WHERE d.request_id = {request}))"
    )


IS_WITHHELD = f"EXISTS (SELECT 1 FROM {WITHHOLDING} w WHERE w.version_id = "
COVERED = (
    f"SELECT 1 FROM {WITHHOLDING} w JOIN {REQUEST} r ON r.id = w.request_id "
    "WHERE r.covers_storage AND w.version_id = "
)
# An update of a published version that is not its redaction. NULL refuses nothing, but
# one that is true among them does.
VERSION_CHANGES = " OR ".join(
    [
        not_redacted("OLD.id"),
        *(f"NEW.{column} <> '{REDACTED}'" for column in WORDS),
        "NEW.reason <> ''",
        differ(*KEPT),
        differ_or_empty(*KEPT_OR_EMPTY),
    ]
)
SECTION_STAYS = not_redacted("OLD.version_id")
# Saves and steps of other drafts go one by one, where they hold what was withheld.
CONTRIBUTION_STAYS = (
    f"NOT EXISTS (SELECT 1 FROM {DESTRUCTION} x WHERE x.contribution_id = OLD.id)"
)
FINDINGS_STAY = f"NOT EXISTS (SELECT 1 FROM {DESTRUCTION} x WHERE x.step_id = OLD.id)"
CONTRIBUTION_CHANGES = " OR ".join(
    [
        f"({not_redacted('OLD.version_id')} AND {CONTRIBUTION_STAYS})",
        # Doubled: a trigger's condition is a format.
        "NEW.content <> '{{}}'",
        differ("id", "version_id", "by_name", "saved_at", "fingerprint"),
        differ_or_empty("by_id"),
    ]
)
STEP_CHANGES = " OR ".join(
    [
        f"({not_redacted('OLD.version_id')} AND {FINDINGS_STAY})",
        "NEW.findings <> '[]'",
        differ("id", "version_id", "kind", "fingerprint", "by_id", "by_name", "at"),
        differ("reason"),
    ]
)

REQUEST_TRIGGERS = [
    *append_only(REQUEST, "A request to withhold"),
    Trigger(
        "request_only_of_published",
        REQUEST,
        "INSERT",
        f"NOT EXISTS ({PUBLISHED} NEW.version_id)",
        "Only a published version can be withheld.",
    ),
    Trigger(
        "request_one_at_a_time",
        REQUEST,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {REQUEST} r WHERE r.version_id = NEW.version_id "
        f"AND NOT {is_decided('r.id')})",
        "Somebody has asked to withhold this version already; confirm or decline that.",
    ),
    Trigger(
        "request_asks_for_more",
        REQUEST,
        "INSERT",
        f"EXISTS ({COVERED} NEW.version_id) "
        f"OR {IS_WITHHELD} NEW.version_id AND NOT NEW.covers_storage)",
        "This version is withheld already.",
    ),
    *append_only(DECLINE, "A declined request"),
    Trigger(
        "decline_only_of_open",
        DECLINE,
        "INSERT",
        is_decided("NEW.request_id"),
        "This request was confirmed or declined already.",
    ),
]

CONFIRMING_TRIGGERS = [
    *append_only(WITHHOLDING, "A withholding"),
    Trigger(
        "withholding_is_what_was_asked_for",
        WITHHOLDING,
        "INSERT",
        f"NOT EXISTS (SELECT 1 FROM {REQUEST} r WHERE r.id = NEW.request_id "
        "AND r.version_id = NEW.version_id)",
        "A version is withheld after somebody asked for exactly that.",
    ),
    Trigger(
        "withholding_needs_a_second_person",
        WITHHOLDING,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {REQUEST} r WHERE r.id = NEW.request_id "
        "AND r.asked_by_id = NEW.withheld_by_id)",
        "Who asked to withhold a version cannot confirm it; another person has to.",
    ),
    Trigger(
        "withholding_only_of_open",
        WITHHOLDING,
        "INSERT",
        is_decided("NEW.request_id"),
        "This request was confirmed or declined already.",
    ),
]

REDACTION_TRIGGERS = [
    *append_only(REDACTION, "A redaction"),
    Trigger(
        "redaction_only_where_covered",
        REDACTION,
        "INSERT",
        f"NOT EXISTS ({COVERED} NEW.version_id)",
        "A version is redacted only where it is withheld by an order that covers "
        "storage.",
    ),
    Trigger(
        "redaction_only_once",
        REDACTION,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {REDACTION} d WHERE d.version_id = NEW.version_id)",
        "This version is redacted already.",
    ),
    # Derived, and not kept: but two workers must not bring one back.
    *(
        Trigger(
            f"redline_of_nothing_withheld_{event.lower()}",
            REDLINE,
            event,
            f"{IS_WITHHELD} NEW.old_id) OR {IS_WITHHELD} NEW.new_id)",
            "A redline of a withheld version is never stored.",
        )
        for event in ("INSERT", "UPDATE")
    ),
]


def is_elsewhere(table: str, key: str) -> str:
    """SQL: the row belongs to a version of another policy than the redaction's. Of a
    discarded draft nothing says of which policy it was."""
    return (
        f"EXISTS (SELECT 1 FROM {table} c JOIN {VERSION} v ON v.id = c.version_id "
        f"WHERE c.id = {key} AND v.policy_id <> (SELECT o.policy_id "
        f"FROM {REDACTION} d JOIN {VERSION} o ON o.id = d.version_id "
        "WHERE d.id = NEW.redaction_id))"
    )


DESTRUCTION_TRIGGERS = [
    *append_only(DESTRUCTION, "A destruction"),
    Trigger(
        "destruction_only_in_the_policy",
        DESTRUCTION,
        "INSERT",
        f"{is_elsewhere(CONTRIBUTION, 'NEW.contribution_id')} "
        f"OR {is_elsewhere(STEP, 'NEW.step_id')}",
        "A redaction destroys only what was kept of drafts of the same policy.",
    ),
]

WITHHOLDING_TRIGGERS = [
    *REQUEST_TRIGGERS,
    *CONFIRMING_TRIGGERS,
    *REDACTION_TRIGGERS,
    *DESTRUCTION_TRIGGERS,
]
