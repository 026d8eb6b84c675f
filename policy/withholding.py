"""Withholding: what must never have been published is not shown any more.

One person asks, another confirms (``policy.withholding_triggers``). The row stays and
keeps its place in time; archive and redlines that hold its words go in the same act.
Nothing here can be undone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from pages.forgetting import forget_finished_pages
from policy import sealing
from policy.archive import remove_archives
from policy.models import (
    Ground,
    Policy,
    PolicyVersion,
    StoredRedline,
    Withholding,
    WithholdingDecline,
    WithholdingRequest,
)
from policy.refusals import Refused
from policy.search import entries as search_entries

logger = logging.getLogger(__name__)

WithholdingStep = Callable[[Withholding], None]
_steps: list[WithholdingStep] = []


def add_withholding_step(step: WithholdingStep) -> None:
    """Let a room act inside the transaction that withholds a version."""
    if step not in _steps:
        _steps.append(step)


Foreteller = Callable[[PolicyVersion], Iterable[str]]
_foretellers: list[Foreteller] = []


def add_foreteller(foretell: Foreteller) -> None:
    """Let a room say beforehand what withholding a version does to what it holds."""
    if foretell not in _foretellers:
        _foretellers.append(foretell)


def foretold(version: PolicyVersion) -> list[str]:
    """What rooms will do once the version is withheld: sentences."""
    return [words for foretell in _foretellers for words in foretell(version)]


def ask(
    version: PolicyVersion,
    *,
    by: AbstractBaseUser,
    ground: Ground,
    reason: str,
    covers_storage: bool,
) -> WithholdingRequest:
    """Ask to withhold a version; another person has to confirm. Raises Refused."""
    if not reason.strip():
        raise Refused(_("Say why the version is withheld: readers will see it."))
    salt, name = sealing.make_salt(), by.get_username()
    request = WithholdingRequest(
        version=version,
        ground=ground,
        reason=reason.strip(),
        covers_storage=covers_storage,
        asked_by_id=by.pk,
        asked_by_name=name,
        asker_salt=salt,
        asker_seal=sealing.seal(salt, name),
    )
    with transaction.atomic():
        _lock(version)
        _insert(request)
    return request


def decline(
    request: WithholdingRequest, *, by: AbstractBaseUser, reason: str
) -> WithholdingDecline:
    """Say no, or take back what one asked for. Raises Refused."""
    if not reason.strip():
        raise Refused(_("Say why the request is declined."))
    declined = WithholdingDecline(
        request=request,
        declined_by_id=by.pk,
        declined_by_name=by.get_username(),
        reason=reason.strip(),
    )
    with transaction.atomic():
        _lock(request.version)
        _insert(declined)
    return declined


def confirm(request: WithholdingRequest, *, by: AbstractBaseUser) -> Withholding:
    """Withhold what another person asked to withhold. Raises Refused."""
    salt, name = sealing.make_salt(), by.get_username()
    with transaction.atomic():
        policy = _lock(request.version)
        version = PolicyVersion.objects.get(pk=request.version_id)
        version.policy = policy
        last = Withholding.objects.filter(version__policy=policy).order_by("pk").last()
        withholding = Withholding(
            version=version,
            request=request,
            withheld_at=timezone.now(),
            withheld_by_id=by.pk,
            withheld_by_name=name,
            withholder_salt=salt,
            withholder_seal=sealing.seal(salt, name),
            previous_digest=last.digest if last else "",
        )
        withholding.digest = sealing.withholding_digest(withholding)
        _insert(withholding)
        StoredRedline.objects.filter(Q(old=version) | Q(new=version)).delete()
        search_entries.leave_out(version)
        for step in _steps:
            step(withholding)
        forget_finished_pages()
        transaction.on_commit(lambda: _remove_archives(policy))
    return withholding


def _remove_archives(policy: Policy) -> None:
    """The version is withheld by now; a file that cannot go is for operators."""
    try:
        remove_archives(policy)
    except OSError:
        logger.exception("Archives with withheld text remain: remove them by hand.")


def _lock(version: PolicyVersion) -> Policy:
    """One after the other: publishing and redlines of the policy wait."""
    return Policy.objects.select_for_update().get(pk=version.policy_id)


def _insert(row: WithholdingRequest | WithholdingDecline | Withholding) -> None:
    """Raises Refused with what a trigger says."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(str(error).splitlines()[0]) from None
