"""Notices, what is written for one before its version is published, subscribers."""

from notices.models.draft import NoticeDraft
from notices.models.notice import Notice, next_number
from notices.models.subscription import Kind, Subscriber, Subscription

__all__ = [
    "Kind",
    "Notice",
    "NoticeDraft",
    "Subscriber",
    "Subscription",
    "next_number",
]
