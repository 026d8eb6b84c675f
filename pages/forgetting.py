"""Forgetting finished pages: what must not be shown any more is nowhere left."""

from __future__ import annotations

import logging

from django.db import transaction

from pages import copies, stamp

logger = logging.getLogger(__name__)


def forget_finished_pages() -> None:
    """Make every finished page unusable once the present transaction commits.

    Their copies on this machine go; another machine replaces its own when it hears of
    the stamp. Raises TransactionManagementError outside a transaction.
    """
    stamp.renew(forget=True)
    transaction.on_commit(_remove_copies)


def _remove_copies() -> None:
    try:
        copies.remove()
    except OSError:
        logger.exception("Copies of finished pages remain: remove them by hand.")
