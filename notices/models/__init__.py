"""Notices, what is written before and after one, how often one shows; subscribers."""

from notices.models.draft import NoticeDraft
from notices.models.end import EndConfirmation, NoticeEnd
from notices.models.notice import Notice, next_number
from notices.models.shown import ShownCount
from notices.models.subscription import Kind, Subscriber, Subscription

__all__ = [
    "EndConfirmation",
    "Kind",
    "Notice",
    "NoticeDraft",
    "NoticeEnd",
    "ShownCount",
    "Subscriber",
    "Subscription",
    "next_number",
]
