"""Aggregate figures with no address in them; third parties; disclosures."""

from traffic.models.report import MonthlyReport, ReportExport
from traffic.models.view import Aspect, ViewCount

__all__ = ["Aspect", "MonthlyReport", "ReportExport", "ViewCount"]
