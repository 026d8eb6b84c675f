"""What the database refuses about mails.

This room imports no other, so these are the fields of ``policy.append_only.Trigger``:
name, table, event, condition and message. ``centene_site/apps.py`` makes them stand.
"""

MAIL = "outbox_mail"
OVER = "OLD.letter = ''"
NEVER_DELETED = "What remains of a mail is never deleted."
NEVER_CHANGED = "What remains of a mail never changes."
FIXED = ("id", "purpose", "reference", "message_id", "created_at", "due_at")

REFUSALS = [
    (
        "mail_begins_as_waiting",
        MAIL,
        "INSERT",
        "NEW.state <> 'waiting' OR NEW.attempts <> 0",
        "A mail begins as waiting; only a sender records what became of it.",
    ),
    # INSERT OR REPLACE deletes the old row without its DELETE trigger. Two questions,
    # each to an index: PostgreSQL would answer one with OR by reading the whole table.
    (
        "mail_no_replace",
        MAIL,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {MAIL} m WHERE m.id = NEW.id) "
        f"OR EXISTS (SELECT 1 FROM {MAIL} m WHERE m.message_id = NEW.message_id)",
        "A mail is never replaced.",
    ),
    (
        "mail_keeps_what_it_is",
        MAIL,
        "UPDATE",
        " OR ".join(f"NEW.{column} <> OLD.{column}" for column in FIXED),
        "A mail keeps its purpose, reference and Message-ID, and when it was queued.",
    ),
    ("mail_is_over", MAIL, "UPDATE", OVER, NEVER_CHANGED),
    ("mail_no_delete", MAIL, "DELETE", OVER, NEVER_DELETED),
    ("mail_no_truncate", MAIL, "TRUNCATE", "true", NEVER_DELETED),
]
