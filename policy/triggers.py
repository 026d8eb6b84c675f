"""What the database refuses about policies, in words a person understands.

They hold against save, update, bulk_update, delete, cascades and raw SQL alike.
"""

from policy.append_only import Trigger, append_only, never
from policy.tables import (
    CONTRIBUTION,
    POLICY,
    PUBLISHED,
    REVIEW,
    SECTION,
    STEP,
    VERSION,
    WITHDRAWAL,
)
from policy.withholding_triggers import (
    CONTRIBUTION_CHANGES,
    SECTION_STAYS,
    STEP_CHANGES,
    VERSION_CHANGES,
    WITHHOLDING_TRIGGERS,
)

PUBLISHING = "OLD.published_at IS NULL AND NEW.published_at IS NOT NULL"
SIBLINGS = (
    f"SELECT 1 FROM {VERSION} v WHERE v.policy_id = NEW.policy_id "
    "AND v.published_at IS NOT NULL"
)

POLICY_TRIGGERS = [
    Trigger(
        "policy_keeps_its_address",
        POLICY,
        "UPDATE",
        "(NEW.slug <> OLD.slug OR NEW.time_zone <> OLD.time_zone) AND EXISTS "
        f"(SELECT 1 FROM {VERSION} v WHERE v.policy_id = OLD.id "
        "AND v.published_at IS NOT NULL)",
        "The address and the time zone of a policy with a published version are fixed.",
    ),
    # UPDATE OR REPLACE would delete the policy whose key or address it takes.
    Trigger(
        "policy_keeps_its_key",
        POLICY,
        "UPDATE",
        "NEW.id <> OLD.id",
        "A policy keeps its key.",
    ),
    Trigger(
        "policy_takes_no_public_address",
        POLICY,
        "UPDATE",
        f"EXISTS (SELECT 1 FROM {VERSION} v JOIN {POLICY} p ON p.id = v.policy_id "
        "WHERE v.published_at IS NOT NULL AND p.slug = NEW.slug AND p.id <> OLD.id)",
        "This address belongs to another policy with a published version.",
    ),
    Trigger(
        "policy_no_delete",
        POLICY,
        "DELETE",
        f"EXISTS (SELECT 1 FROM {VERSION} v WHERE v.policy_id = OLD.id "
        "AND v.published_at IS NOT NULL)",
        "A policy with a published version is never deleted.",
    ),
    Trigger(
        "policy_no_replace",
        POLICY,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {VERSION} v JOIN {POLICY} p ON p.id = v.policy_id "
        "WHERE v.published_at IS NOT NULL AND (p.id = NEW.id OR p.slug = NEW.slug))",
        "A policy with a published version is never replaced.",
    ),
    never(POLICY, "TRUNCATE", "Policies are never deleted together."),
]

VERSION_TRIGGERS = [
    Trigger(
        "version_is_permanent",
        VERSION,
        "UPDATE",
        f"OLD.published_at IS NOT NULL AND ({VERSION_CHANGES})",
        "A published version never changes; publish a new version instead.",
    ),
    Trigger(
        "version_no_delete",
        VERSION,
        "DELETE",
        "OLD.published_at IS NOT NULL",
        "A published version is never deleted.",
    ),
    never(VERSION, "TRUNCATE", "Published versions are never deleted."),
    Trigger(
        "version_begins_as_a_draft",
        VERSION,
        "INSERT",
        "NEW.published_at IS NOT NULL",
        "A version begins as a draft; publish it to make it public.",
    ),
    Trigger(
        "version_no_replace",
        VERSION,
        "INSERT",
        f"EXISTS ({PUBLISHED} NEW.id) OR EXISTS ({SIBLINGS} AND v.number = NEW.number)",
        "A published version is never replaced.",
    ),
    # UPDATE OR REPLACE would delete the row whose key it takes.
    Trigger(
        "version_keeps_its_key",
        VERSION,
        "UPDATE",
        "NEW.id <> OLD.id",
        "A version keeps its key.",
    ),
    Trigger(
        "version_takes_the_next_number",
        VERSION,
        "UPDATE",
        f"{PUBLISHING} AND NEW.number <> 1 + (SELECT COALESCE(MAX(v.number), 0) "
        f"FROM {VERSION} v WHERE v.policy_id = NEW.policy_id)",
        "A version takes the number after its policy's last version.",
    ),
    Trigger(
        "version_continues_the_chain",
        VERSION,
        "UPDATE",
        f"{PUBLISHING} AND NEW.previous_digest <> COALESCE((SELECT v.digest "
        f"FROM {VERSION} v WHERE v.policy_id = NEW.policy_id "
        "AND v.number = NEW.number - 1), '')",
        "A version carries the hash of the version before it.",
    ),
    Trigger(
        "version_keeps_the_order",
        VERSION,
        "UPDATE",
        f"{PUBLISHING} AND EXISTS ({SIBLINGS} "
        "AND v.effective_at >= NEW.effective_at AND NOT EXISTS "
        f"(SELECT 1 FROM {WITHDRAWAL} w WHERE w.version_id = v.id))",
        "A version takes effect after every earlier version that was not withdrawn.",
    ),
]

# NULL is as good a value as any here.
CONTENT_CHANGES = " OR ".join(
    [
        *(
            f"NEW.{column} <> OLD.{column}"
            for column in ("source", "change_note", "language", "reason", "reasons")
        ),
        *(
            f"NEW.{column} <> OLD.{column} "
            f"OR (NEW.{column} IS NULL) <> (OLD.{column} IS NULL)"
            for column in ("material", "effective_at")
        ),
    ]
)
PUBLISHING_CHANGES = " OR ".join(
    [
        *(
            f"NEW.{column} <> OLD.{column}"
            for column in (
                *("source", "change_note", "language", "reason", "reasons"),
                *("material", "effective_at", "fingerprint"),
            )
        )
    ]
)

DRAFT_TRIGGERS = [
    Trigger(
        "version_keeps_its_origin",
        VERSION,
        "UPDATE",
        "NEW.origin <> OLD.origin",
        "A version keeps its origin.",
    ),
    # Else an approval would stand for words that nobody approved.
    Trigger(
        "draft_changes_with_its_fingerprint",
        VERSION,
        "UPDATE",
        "NEW.published_at IS NULL AND OLD.fingerprint <> '' "
        f"AND NEW.fingerprint = OLD.fingerprint AND ({CONTENT_CHANGES})",
        "A draft is changed through the desk, which keeps who changed it.",
    ),
    Trigger(
        "version_is_published_as_it_was_approved",
        VERSION,
        "UPDATE",
        f"{PUBLISHING} AND NEW.origin = 'desk' AND ({PUBLISHING_CHANGES})",
        "Publishing changes nothing of what was approved.",
    ),
    Trigger(
        "version_is_approved_by_another",
        VERSION,
        "UPDATE",
        f"{PUBLISHING} AND NEW.origin = 'desk' AND NOT EXISTS "
        f"(SELECT 1 FROM {STEP} s WHERE s.version_id = NEW.id "
        "AND s.fingerprint = NEW.fingerprint AND s.kind IN ('approved', 'emergency') "
        f"AND NOT EXISTS (SELECT 1 FROM {STEP} r WHERE r.version_id = NEW.id "
        "AND r.fingerprint = NEW.fingerprint AND r.kind = 'rejected' "
        "AND r.id > s.id))",
        "A version is published after another person approved exactly this text.",
    ),
    *append_only(CONTRIBUTION, "A contribution", CONTRIBUTION_CHANGES),
    *append_only(STEP, "A step of a draft", STEP_CHANGES),
    Trigger(
        "step_is_about_the_draft_as_it_is",
        STEP,
        "INSERT",
        "NEW.kind <> 'confirmed' AND NOT EXISTS "
        f"(SELECT 1 FROM {VERSION} v WHERE v.id = NEW.version_id "
        "AND v.published_at IS NULL AND v.fingerprint = NEW.fingerprint)",
        "The draft was changed, published or discarded meanwhile; look again.",
    ),
    Trigger(
        "step_follows_review",
        STEP,
        "INSERT",
        "NEW.kind IN ('approved', 'rejected') AND NOT EXISTS "
        f"(SELECT 1 FROM {STEP} s WHERE s.version_id = NEW.version_id "
        "AND s.fingerprint = NEW.fingerprint AND s.kind = 'submitted')",
        "A draft is sent to review before it is approved or rejected.",
    ),
    Trigger(
        "step_needs_a_second_person",
        STEP,
        "INSERT",
        "NEW.kind = 'approved' AND EXISTS "
        f"(SELECT 1 FROM {CONTRIBUTION} c WHERE c.version_id = NEW.version_id "
        "AND c.by_id = NEW.by_id)",
        "Who wrote a draft cannot approve it; another person has to.",
    ),
    Trigger(
        "step_confirms_another_persons_emergency",
        STEP,
        "INSERT",
        "NEW.kind = 'confirmed' AND NOT EXISTS "
        f"(SELECT 1 FROM {STEP} s WHERE s.version_id = NEW.version_id "
        "AND s.kind = 'emergency' AND s.by_id <> NEW.by_id)",
        "An emergency is confirmed by another person than who published.",
    ),
]

SECTION_TRIGGERS = [
    Trigger(
        "section_no_insert",
        SECTION,
        "INSERT",
        f"EXISTS ({PUBLISHED} NEW.version_id) OR EXISTS (SELECT 1 FROM {SECTION} s "
        f"JOIN {VERSION} v ON v.id = s.version_id "
        "WHERE v.published_at IS NOT NULL AND s.id = NEW.id)",
        "A published version gets no further sections.",
    ),
    Trigger(
        "section_no_update",
        SECTION,
        "UPDATE",
        "NEW.id <> OLD.id OR "
        f"EXISTS ({PUBLISHED} OLD.version_id) OR EXISTS ({PUBLISHED} NEW.version_id)",
        "A section of a published version never changes.",
    ),
    Trigger(
        "section_no_delete",
        SECTION,
        "DELETE",
        f"EXISTS ({PUBLISHED} OLD.version_id) AND {SECTION_STAYS}",
        "A section of a published version is never deleted.",
    ),
    never(SECTION, "TRUNCATE", "Sections of published versions are never deleted."),
]

EVENT_TRIGGERS = [
    *append_only(WITHDRAWAL, "A withdrawal"),
    Trigger(
        "withdrawal_only_of_upcoming",
        WITHDRAWAL,
        "INSERT",
        f"NOT EXISTS ({PUBLISHED} NEW.version_id "
        "AND v.published_at <= NEW.withdrawn_at "
        "AND v.effective_at > NEW.withdrawn_at AND v.effective_at > {now})",
        "Only a published version that has not yet taken effect can be withdrawn.",
    ),
    Trigger(
        "withdrawal_only_once",
        WITHDRAWAL,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {WITHDRAWAL} w WHERE w.version_id = NEW.version_id)",
        "This version is withdrawn already.",
    ),
    *append_only(REVIEW, "A review"),
    Trigger(
        "review_only_of_published",
        REVIEW,
        "INSERT",
        f"NOT EXISTS ({PUBLISHED} NEW.version_id)",
        "Only a published version can be reviewed.",
    ),
]

TRIGGERS = [
    *POLICY_TRIGGERS,
    *VERSION_TRIGGERS,
    *DRAFT_TRIGGERS,
    *SECTION_TRIGGERS,
    *EVENT_TRIGGERS,
    *WITHHOLDING_TRIGGERS,
]
