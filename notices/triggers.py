"""What the database refuses about notices."""

from policy.append_only import Trigger, append_only, never
from policy.tables import REDACTION, VERSION, WITHDRAWAL, WITHHOLDING

NOTICE = "notices_notice"
END = "notices_noticeend"
CONFIRMATION = "notices_endconfirmation"
BEGUN = "OLD.shown_from <= {now}"
CHANGED = " OR ".join(
    f"NEW.{column} <> OLD.{column}"
    for column in (
        *("summary", "for_whom", "what_to_do", "shorter_notice"),
        *("shown_from", "shown_until", "created_at", "created_by_id"),
        "posted_with_version",
    )
)
# It lists headings of two versions: they go where one of the two is redacted.
SECTIONS_CHANGED = (
    "NEW.sections <> OLD.sections AND NOT (NEW.sections = '[]' AND EXISTS "
    f"(SELECT 1 FROM {VERSION} v WHERE v.id = OLD.version_id AND EXISTS "
    f"(SELECT 1 FROM {REDACTION} d JOIN {VERSION} r ON r.id = d.version_id "
    "WHERE r.policy_id = v.policy_id AND (r.id = v.id "
    "OR r.number = OLD.compared_with))))"
)

# What was approved with a version that was neither withdrawn nor withheld since.
STAYS_WITH_VERSION = (
    f"EXISTS (SELECT 1 FROM {NOTICE} o WHERE o.id = NEW.notice_id "
    "AND o.posted_with_version "
    f"AND NOT EXISTS (SELECT 1 FROM {WITHDRAWAL} d WHERE d.version_id = o.version_id) "
    f"AND NOT EXISTS (SELECT 1 FROM {WITHHOLDING} h "
    "WHERE h.version_id = o.version_id))"
)

NOTICES = [
    # UPDATE OR REPLACE would delete the notice whose key or number it takes.
    Trigger(
        "notice_keeps_its_number",
        NOTICE,
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.number <> OLD.number "
        "OR (OLD.tag <> '' AND NEW.tag <> OLD.tag)",
        "A notice keeps its number.",
    ),
    Trigger(
        "notice_keeps_its_words",
        NOTICE,
        "UPDATE",
        f"{BEGUN} AND ({CHANGED} OR {SECTIONS_CHANGED} "
        "OR (OLD.digest <> '' AND NEW.digest <> OLD.digest) "
        "OR COALESCE(NEW.version_id, 0) <> COALESCE(OLD.version_id, 0) "
        "OR COALESCE(NEW.compared_with, 0) <> COALESCE(OLD.compared_with, 0))",
        "A notice that was shown is not edited; end it early and post another.",
    ),
    Trigger(
        "notice_no_delete",
        NOTICE,
        "DELETE",
        BEGUN,
        "A notice that was shown is never deleted; end it early.",
    ),
    never(NOTICE, "TRUNCATE", "Notices are never deleted together."),
    Trigger(
        "notice_no_replace",
        NOTICE,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {NOTICE} n WHERE n.id = NEW.id "
        "OR n.number = NEW.number)",
        "A notice is never replaced.",
    ),
    Trigger(
        "notice_is_posted_with_its_hash",
        NOTICE,
        "INSERT",
        "NEW.digest = '' OR NEW.tag = ''",
        "A notice is posted with its hash and its name in the feed.",
    ),
]

ENDS = [
    *append_only(END, "The end of a notice"),
    Trigger(
        "notice_ends_only_once",
        END,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {END} e WHERE e.notice_id = NEW.notice_id)",
        "This notice was ended already.",
    ),
    Trigger(
        "notice_ends_only_while_it_shows",
        END,
        "INSERT",
        f"NOT EXISTS (SELECT 1 FROM {NOTICE} n WHERE n.id = NEW.notice_id "
        "AND n.shown_from <= NEW.ended_at AND n.shown_until > NEW.ended_at "
        "AND n.shown_until > {now})",
        "Only a notice that shows now can be ended.",
    ),
    Trigger(
        "notice_ends_now",
        END,
        "INSERT",
        "NEW.ended_at < {a_minute_ago} OR NEW.ended_at > {in_a_minute}",
        "A notice is ended now, neither in the past nor later.",
    ),
    Trigger(
        "notice_is_superseded_by_a_later_one",
        END,
        "INSERT",
        "NEW.superseded_by_id IS NOT NULL AND NOT EXISTS "
        f"(SELECT 1 FROM {NOTICE} n JOIN {NOTICE} o ON n.number > o.number "
        "WHERE n.id = NEW.superseded_by_id AND o.id = NEW.notice_id)",
        "A notice is superseded by a later one.",
    ),
    Trigger(
        "notice_stays_with_its_version",
        END,
        "INSERT",
        f"NEW.superseded_by_id IS NULL AND {STAYS_WITH_VERSION}",
        "This notice was posted with its version: only withdrawing or withholding the "
        "version ends it early.",
    ),
    Trigger(
        "notice_gives_way_to_no_less",
        END,
        "INSERT",
        f"NEW.superseded_by_id IS NOT NULL AND {STAYS_WITH_VERSION} "
        f"AND (NEW.reason = '' OR NOT EXISTS (SELECT 1 FROM {NOTICE} n JOIN {NOTICE} o "
        "ON n.version_id = o.version_id AND n.shown_until >= o.shown_until "
        "WHERE n.id = NEW.superseded_by_id AND n.posted_with_version "
        "AND o.id = NEW.notice_id))",
        "This notice was posted with its version: what supersedes it gives a reason, "
        "is about the same version and ends no earlier.",
    ),
]

CONFIRMATIONS = [
    *append_only(CONFIRMATION, "The confirmation of a superseding notice"),
    Trigger(
        "notice_end_is_confirmed_only_once",
        CONFIRMATION,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {CONFIRMATION} c WHERE c.end_id = NEW.end_id)",
        "This was confirmed already.",
    ),
    Trigger(
        "notice_end_is_confirmed_by_another",
        CONFIRMATION,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {END} e WHERE e.id = NEW.end_id "
        "AND e.ended_by_id = NEW.confirmed_by_id)",
        "Who superseded a notice cannot confirm it; another person does.",
    ),
    Trigger(
        "notice_end_needs_confirmation",
        CONFIRMATION,
        "INSERT",
        f"NOT EXISTS (SELECT 1 FROM {END} e JOIN {NOTICE} o ON o.id = e.notice_id "
        f"JOIN {NOTICE} n ON n.id = e.superseded_by_id WHERE e.id = NEW.end_id "
        "AND o.posted_with_version AND n.posted_with_version)",
        "Only a notice in place of one that was posted with its version is confirmed.",
    ),
    Trigger(
        "notice_end_is_confirmed_now",
        CONFIRMATION,
        "INSERT",
        "NEW.confirmed_at < {a_minute_ago} OR NEW.confirmed_at > {in_a_minute}",
        "A superseding notice is confirmed now, neither in the past nor later.",
    ),
]

TRIGGERS = [*NOTICES, *ENDS, *CONFIRMATIONS]
