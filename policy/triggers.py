"""What the database refuses about policies, in words a person understands.

They hold against save, update, bulk_update, delete, cascades and raw SQL alike.
"""

from policy.append_only import Trigger, append_only, never
from policy.draft_triggers import DRAFT_TRIGGERS
from policy.noticeperiod_triggers import NOTICE_PERIOD_TRIGGERS
from policy.tables import (
    POLICY,
    PUBLISHED,
    PUBLISHING,
    REVIEW,
    SECTION,
    VERSION,
    WITHDRAWAL,
)
from policy.withholding_triggers import (
    SECTION_STAYS,
    VERSION_CHANGES,
    WITHHOLDING_TRIGGERS,
)

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
    Trigger(
        "policy_keeps_its_name_in_feeds",
        POLICY,
        "UPDATE",
        "NEW.tag_authority <> OLD.tag_authority",
        "Names in feeds stay when the site moves.",
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
    *NOTICE_PERIOD_TRIGGERS,
    *VERSION_TRIGGERS,
    *DRAFT_TRIGGERS,
    *SECTION_TRIGGERS,
    *EVENT_TRIGGERS,
    *WITHHOLDING_TRIGGERS,
]
