"""Mails that wait, and counts that keep others from misusing them."""

from outbox.models.limit import LimitWindow
from outbox.models.mail import (
    KEPT_AFTER_GIVING_UP,
    LEASE,
    Mail,
    MailQuerySet,
    State,
)

__all__ = [
    "KEPT_AFTER_GIVING_UP",
    "LEASE",
    "LimitWindow",
    "Mail",
    "MailQuerySet",
    "State",
]
