"""What the database refuses about notices."""

from policy.append_only import Trigger, never

NOTICE = "notices_notice"
BEGUN = "OLD.shown_from <= {now}"
CHANGED = " OR ".join(
    f"NEW.{column} <> OLD.{column}"
    for column in (
        *("summary", "for_whom", "what_to_do", "sections", "shorter_notice"),
        *("shown_from", "created_by_id"),
    )
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
        f"{BEGUN} AND ({CHANGED} "
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
