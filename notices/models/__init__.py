"""Notices, and what is written for one before its version is published."""

from notices.models.draft import NoticeDraft
from notices.models.notice import Notice, next_number

__all__ = ["Notice", "NoticeDraft", "next_number"]
