"""What the database refuses about this room's rows.

This room imports no other but pages, so these are what ``policy.append_only`` needs;
``centene_site/apps.py`` makes them stand.
"""

# Tables whose rows are added and never changed, and what one row is called.
APPEND_ONLY = {
    "traffic_monthlyreport": "An aggregate report",
    "traffic_reportexport": "The export of an aggregate report",
}
# Name, table, event, condition and message.
REFUSALS = [
    (
        "monthly_report_no_second",
        "traffic_monthlyreport",
        "INSERT",
        "EXISTS (SELECT 1 FROM traffic_monthlyreport m WHERE m.month = NEW.month)",
        "There is one aggregate report of a month; it is never replaced.",
    ),
]
