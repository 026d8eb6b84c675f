"""What the database refuses about consent records."""

from policy.append_only import Trigger, append_only

RECORD = "consent_consentrecord"

TRIGGERS = [
    *append_only(RECORD, "A consent record"),
    # INSERT OR REPLACE finds the old row by its receipt code, too.
    Trigger(
        "consent_record_no_second_receipt",
        RECORD,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {RECORD} r WHERE r.receipt_code = NEW.receipt_code)",
        "A consent record is never replaced: its receipt code is taken.",
    ),
]
