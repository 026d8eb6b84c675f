"""What the database refuses about notices."""

from policy.append_only import Trigger, never
from policy.tables import REDACTION, VERSION

NOTICE = "notices_notice"
BEGUN = "OLD.shown_from <= {now}"
CHANGED = " OR ".join(
    f"NEW.{column} <> OLD.{column}"
    for column in (
        *("summary", "for_whom", "what_to_do", "shorter_notice"),
        *("shown_from", "created_by_id"),
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

TRIGGERS = [
    # UPDATE OR REPLACE would delete the notice whose key or number it takes.
    Trigger(
        "notice_keeps_its_number",
        NOTICE,
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.number <> OLD.number",
        "A notice keeps its number.",
    ),
    Trigger(
        "notice_keeps_its_words",
        NOTICE,
        "UPDATE",
        f"{BEGUN} AND ({CHANGED} OR {SECTIONS_CHANGED} "
        "OR COALESCE(NEW.version_id, 0) <> COALESCE(OLD.version_id, 0) "
        "OR COALESCE(NEW.compared_with, 0) <> COALESCE(OLD.compared_with, 0))",
        "A notice that was shown is not edited; end it early and post another.",
    ),
    Trigger(
        "notice_ends_only_once",
        NOTICE,
        "UPDATE",
        "OLD.shown_until <= {now} AND NEW.shown_until <> OLD.shown_until",
        "A notice that has ended does not begin again; post another.",
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
]
