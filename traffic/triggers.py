"""What the database refuses about this room's rows.

This room imports no other but pages, so these are what ``policy.append_only`` needs;
``centene_site/traffic.py`` makes them stand.
"""

# Tables whose rows are added and never changed, and what one row is called.
APPEND_ONLY = {
    "traffic_disclosure": "An entry about a disclosure",
    "traffic_monthlyreport": "An aggregate report",
    "traffic_reportexport": "The export of an aggregate report",
    "traffic_thirdpartychange": "A change of the register of third parties",
}
THIRD_PARTY = "traffic_thirdparty"
NEVER_DELETED = "A third party is never deleted; say since when it is not used."
# Name, table, event, condition and message.
REFUSALS = [
    # INSERT OR REPLACE finds the old row by what it corrects, too.
    (
        "disclosure_no_second_correction",
        "traffic_disclosure",
        "INSERT",
        "EXISTS (SELECT 1 FROM traffic_disclosure d "
        "WHERE d.corrects_id = NEW.corrects_id)",
        "This entry is corrected already: correct the correction.",
    ),
    (
        "monthly_report_no_second",
        "traffic_monthlyreport",
        "INSERT",
        "EXISTS (SELECT 1 FROM traffic_monthlyreport m WHERE m.month = NEW.month)",
        "There is one aggregate report of a month; it is never replaced.",
    ),
    ("third_party_no_delete", THIRD_PARTY, "DELETE", "true", NEVER_DELETED),
    ("third_party_no_truncate", THIRD_PARTY, "TRUNCATE", "true", NEVER_DELETED),
    (
        "third_party_no_replace",
        THIRD_PARTY,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {THIRD_PARTY} t "
        "WHERE t.id = NEW.id OR t.name = NEW.name)",
        "There is an entry for this third party.",
    ),
]
