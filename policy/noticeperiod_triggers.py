"""What the database refuses about notice periods: none changes without who and why."""

from policy.append_only import Trigger, append_only
from policy.tables import PERIOD_CHANGE, POLICY

# The last change of the policy's period is the one that is being made.
IS_ON_RECORD = (
    f"EXISTS (SELECT 1 FROM {PERIOD_CHANGE} c WHERE c.id = (SELECT MAX(l.id) "
    f"FROM {PERIOD_CHANGE} l WHERE l.policy_id = OLD.id) "
    "AND c.from_days = OLD.notice_period_days AND c.to_days = NEW.notice_period_days)"
)

NOTICE_PERIOD_TRIGGERS = [
    Trigger(
        "policy_notice_period_changes_on_record",
        POLICY,
        "UPDATE",
        f"NEW.notice_period_days <> OLD.notice_period_days AND NOT {IS_ON_RECORD}",
        "A notice period is changed through the desk, which keeps who changed it and "
        "why.",
    ),
    *append_only(PERIOD_CHANGE, "A change of a notice period"),
    Trigger(
        "notice_period_change_begins_where_it_is",
        PERIOD_CHANGE,
        "INSERT",
        f"NOT EXISTS (SELECT 1 FROM {POLICY} p WHERE p.id = NEW.policy_id "
        "AND p.notice_period_days = NEW.from_days)",
        "The notice period was changed meanwhile; look again.",
    ),
    Trigger(
        "notice_period_changes_now",
        PERIOD_CHANGE,
        "INSERT",
        "NEW.changed_at < {a_minute_ago} OR NEW.changed_at > {in_a_minute}",
        "A notice period is changed now, neither in the past nor later.",
    ),
]
