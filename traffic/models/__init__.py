"""Aggregate figures with no address in them; third parties; disclosures."""

from traffic.models.disclosure import (
    Disclosed,
    Disclosure,
    DisclosureKind,
    LegalGround,
)
from traffic.models.report import MonthlyReport, ReportExport
from traffic.models.third_party import ThirdParty, ThirdPartyChange
from traffic.models.view import Aspect, ViewCount

__all__ = [
    "Aspect",
    "Disclosed",
    "Disclosure",
    "DisclosureKind",
    "LegalGround",
    "MonthlyReport",
    "ReportExport",
    "ThirdParty",
    "ThirdPartyChange",
    "ViewCount",
]
