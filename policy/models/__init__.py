"""The models of this room, split by subject."""

from policy.models.derived import StoredRedline, UnchangedSince
from policy.models.events import Review, Withdrawal
from policy.models.policy import Policy
from policy.models.version import (
    Direction,
    Origin,
    PolicyVersion,
    Section,
    Status,
)

__all__ = [
    "Direction",
    "Origin",
    "Policy",
    "PolicyVersion",
    "Review",
    "Section",
    "Status",
    "StoredRedline",
    "UnchangedSince",
    "Withdrawal",
]
