"""What the database refuses between a draft and a version: two people, one text."""

from policy.append_only import Trigger, append_only
from policy.tables import CONTRIBUTION, PUBLISHING, STEP, VERSION
from policy.withholding_triggers import CONTRIBUTION_CHANGES, STEP_CHANGES

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


def kept(key: str) -> str:
    """What a contribution keeps of a draft's content under the key."""
    return f"{{json}}(c.content, '{{root}}{key}')"


# A draft's words could be exchanged in two strokes, its fingerprint away and back: so
# what is published is compared with what was kept when the fingerprint was made.
AS_KEPT = " AND ".join(
    [
        "c.version_id = NEW.id AND c.fingerprint = NEW.fingerprint",
        *(
            f"{kept(column)} = NEW.{column}"
            for column in (
                *("source", "change_note", "language", "reason"),
                *("title", "company"),
            )
        ),
        f"(CAST({kept('material')} AS text) IN ('1', 'true')) = NEW.material",
        f"REPLACE(CAST({kept('reasons')} AS text), ', ', ',') "
        "= REPLACE(CAST(NEW.reasons AS text), ', ', ',')",
        f"(({kept('effective_at')} = '' AND NEW.effective_at = NEW.published_at) "
        f"OR SUBSTR(REPLACE({kept('effective_at')}, 'T', ' '), 1, 19) "
        "= SUBSTR(CAST(NEW.effective_at AS text), 1, 19))",
    ]
)
WROTE = f"SELECT 1 FROM {CONTRIBUTION} c WHERE c.version_id = NEW.version_id"

DRAFT_TRIGGERS = [
    Trigger(
        "version_keeps_its_policy",
        VERSION,
        "UPDATE",
        "NEW.policy_id <> OLD.policy_id",
        "A version keeps its policy.",
    ),
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
        "AND r.fingerprint = NEW.fingerprint "
        "AND r.kind IN ('rejected', 'shorter notice', 'counsel') AND r.id > s.id))",
        "A version is published after another person approved exactly this text, and "
        "all that was recorded beside it.",
    ),
    Trigger(
        "version_says_what_was_approved",
        VERSION,
        "UPDATE",
        f"{PUBLISHING} AND NEW.origin = 'desk' AND NOT EXISTS "
        f"(SELECT 1 FROM {CONTRIBUTION} c WHERE {AS_KEPT})",
        "What is published is not what was kept of the approved draft.",
    ),
    *append_only(CONTRIBUTION, "A contribution", CONTRIBUTION_CHANGES),
    Trigger(
        "contribution_is_to_an_open_draft",
        CONTRIBUTION,
        "INSERT",
        f"NEW.by_id IS NULL OR NOT EXISTS (SELECT 1 FROM {VERSION} v "
        "WHERE v.id = NEW.version_id AND v.published_at IS NULL)",
        "A contribution is that of a person to an open draft.",
    ),
    Trigger(
        "contribution_is_what_its_fingerprint_stands_for",
        CONTRIBUTION,
        "INSERT",
        f"EXISTS ({WROTE} AND c.fingerprint = NEW.fingerprint "
        "AND c.content <> NEW.content)",
        "This fingerprint stands for other words already.",
    ),
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
        f"NEW.kind = 'approved' AND (EXISTS ({WROTE} AND c.by_id = NEW.by_id) "
        f"OR NOT EXISTS ({WROTE} AND c.fingerprint = NEW.fingerprint))",
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
    Trigger(
        "step_confirms_what_somebody_else_looked_at",
        STEP,
        "INSERT",
        f"NEW.kind = 'confirmed' AND EXISTS ({WROTE} AND c.by_id = NEW.by_id) "
        f"AND EXISTS (SELECT 1 FROM {STEP} s WHERE s.version_id = NEW.version_id "
        "AND s.kind = 'emergency' AND s.by_id <> NEW.by_id "
        f"AND EXISTS ({WROTE} AND c.by_id = s.by_id))",
        "You both wrote this text; a third person has to confirm it.",
    ),
]
