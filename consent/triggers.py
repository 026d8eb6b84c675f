"""What the database refuses about consent records, seals and catalogue versions."""

from policy.append_only import Trigger, append_only, never

RECORD = "consent_consentrecord"
SEAL = "consent_dayseal"
CATALOGUE = "consent_catalogueversion"

# Sealed days touch: the first that ends after a moment is the one that holds it. Found
# by index, because the triggers ask it once per row.
SEALED_DAY = (
    f"(SELECT begins_at, keep_until FROM {SEAL} WHERE ends_at > OLD.chosen_at "
    "ORDER BY ends_at LIMIT 1)"
)

RECORDS = [
    # Whole sealed days may go after their time; the seal stays.
    *(
        trigger
        for trigger in append_only(RECORD, "A consent record")
        if trigger.event != "DELETE"
    ),
    Trigger(
        f"{RECORD}_no_early_delete",
        RECORD,
        "DELETE",
        f"NOT EXISTS (SELECT 1 FROM {SEALED_DAY} s "
        "WHERE s.begins_at <= OLD.chosen_at AND s.keep_until < {now})",
        "A consent record is never deleted before its sealed day may go.",
    ),
    Trigger(
        f"{RECORD}_no_late_insert",
        RECORD,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {SEAL} s WHERE s.ends_at > NEW.chosen_at)",
        "A consent record is never added to a day that is sealed.",
    ),
    # INSERT OR REPLACE finds the old row by its receipt code, too.
    Trigger(
        "consent_record_no_second_receipt",
        RECORD,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {RECORD} r WHERE r.receipt_code = NEW.receipt_code)",
        "A consent record is never replaced: its receipt code is taken.",
    ),
]

SEALS = [
    never(SEAL, "UPDATE", "A sealed day is never changed."),
    never(SEAL, "DELETE", "A sealed day is never deleted."),
    never(SEAL, "TRUNCATE", "A sealed day is never deleted."),
    Trigger(
        f"{SEAL}_in_order",
        SEAL,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {SEAL} s WHERE s.ends_at > NEW.begins_at "
        "OR s.day = NEW.day OR s.digest = NEW.digest)",
        "A day is sealed once, after the day before it.",
    ),
    Trigger(
        f"{SEAL}_not_early",
        SEAL,
        "INSERT",
        "NEW.ends_at > {now}",
        "A day is sealed after it ended.",
    ),
]

CATALOGUES = [
    never(CATALOGUE, "UPDATE", "A catalogue version is never changed."),
    never(CATALOGUE, "DELETE", "A catalogue version is never deleted."),
    never(CATALOGUE, "TRUNCATE", "A catalogue version is never deleted."),
    Trigger(
        f"{CATALOGUE}_in_order",
        CATALOGUE,
        "INSERT",
        f"NEW.number <> 1 + (SELECT COALESCE(MAX(c.number), 0) FROM {CATALOGUE} c) "
        f"OR EXISTS (SELECT 1 FROM {CATALOGUE} c WHERE c.digest = NEW.digest)",
        "Catalogue versions are numbered without gaps, and never replaced.",
    ),
]

TRIGGERS = [*RECORDS, *SEALS, *CATALOGUES]
