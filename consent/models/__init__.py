"""The rows of the room: what was asked, what was chosen, and what proves it."""

from consent.models.catalogue import CatalogueVersion
from consent.models.draft import BannerDraft, DraftCategory, DraftCookie
from consent.models.record import (
    Action,
    ConsentRecord,
    ConsentSubject,
    Source,
    clean_receipt_code,
    make_receipt_code,
)
from consent.models.seal import DaySeal
from consent.models.selftest import SelfTest
from consent.models.tally import Kind, Tally

__all__ = [
    "Action",
    "BannerDraft",
    "CatalogueVersion",
    "ConsentRecord",
    "ConsentSubject",
    "DaySeal",
    "DraftCategory",
    "DraftCookie",
    "Kind",
    "SelfTest",
    "Source",
    "Tally",
    "clean_receipt_code",
    "make_receipt_code",
]
