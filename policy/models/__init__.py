"""The models of this room, split by subject."""

from policy.models.choices import Direction, MaterialReason, Origin, Status
from policy.models.derived import StoredRedline, UnchangedSince
from policy.models.drafting import Contribution, DraftStep, StepKind
from policy.models.events import Review, Withdrawal
from policy.models.noticeperiod import NoticePeriodChange
from policy.models.policy import Policy
from policy.models.search import SearchEntry
from policy.models.section import Section
from policy.models.version import PolicyVersion
from policy.models.withholding import (
    Destruction,
    Ground,
    Redaction,
    RequestState,
    Withholding,
    WithholdingDecline,
    WithholdingRequest,
)

__all__ = [
    "Contribution",
    "Destruction",
    "Direction",
    "DraftStep",
    "Ground",
    "MaterialReason",
    "NoticePeriodChange",
    "Origin",
    "Policy",
    "PolicyVersion",
    "Redaction",
    "RequestState",
    "Review",
    "SearchEntry",
    "Section",
    "Status",
    "StepKind",
    "StoredRedline",
    "UnchangedSince",
    "Withdrawal",
    "Withholding",
    "WithholdingDecline",
    "WithholdingRequest",
]
