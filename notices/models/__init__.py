"""Notices, what is written before one and after it, and how often it was shown."""

from notices.models.draft import NoticeDraft
from notices.models.end import NoticeEnd
from notices.models.notice import Notice, next_number
from notices.models.shown import ShownCount

__all__ = ["Notice", "NoticeDraft", "NoticeEnd", "ShownCount", "next_number"]
