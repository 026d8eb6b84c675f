"""Notices, what is written before and after one, how often one shows; subscribers."""

from notices.models.draft import NoticeDraft
from notices.models.end import NoticeEnd
from notices.models.notice import Notice, next_number
from notices.models.shown import ShownCount
from notices.models.subscription import Kind, Subscriber, Subscription

__all__ = [
    "Kind",
    "Notice",
    "NoticeDraft",
    "NoticeEnd",
    "ShownCount",
    "Subscriber",
    "Subscription",
    "next_number",
]
