"""Checking that what was published still holds: the chain, its rows and the triggers.

Without a head kept outside this database the result is "consistent": who can rewrite
every row can also rewrite every hash. Against such a head it is "proved".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Max

from policy import sealing
from policy.append_only import missing
from policy.models import Policy, PolicyVersion, Section, Withdrawal, Withholding
from policy.triggers import TRIGGERS
from policy.verifying_withheld import broken_redaction, withholding_problems

VERSIONS_AT_A_TIME = 50


@dataclass(frozen=True)
class Head:
    """The end of a policy's chains at one time; enough to prove all before it.

    A head of before there were withholdings has none.
    """

    policy: str
    number: int
    digest: str
    withdrawals: int
    withdrawal_digest: str
    withholdings: int = 0
    withholding_digest: str = ""


def current_heads() -> Iterator[Head]:
    """The head of every policy with a published version."""
    for policy in Policy.objects.order_by("slug"):
        last = policy.versions.published().order_by("number").last()
        if last is not None and last.number is not None:
            withdrawals = Withdrawal.objects.filter(version__policy=policy)
            end = withdrawals.order_by("pk").last()
            withholdings = Withholding.objects.filter(version__policy=policy)
            withheld = withholdings.order_by("pk").last()
            yield Head(
                policy.slug,
                last.number,
                last.digest,
                withdrawals.count(),
                end.digest if end else "",
                withholdings.count(),
                withheld.digest if withheld else "",
            )


def problems(heads: list[Head] | None = None) -> Iterator[str]:
    """What does not hold, in sentences; nothing when all does."""
    for trigger in missing(connection, TRIGGERS):
        yield f"The trigger {trigger.name} is missing, switched off or altered."
    yield from row_problems(heads)


def row_problems(heads: list[Head] | None = None) -> Iterator[str]:
    """The first row of each chain that does not hold, whatever the triggers say."""
    for policy in Policy.objects.order_by("slug"):
        yield from policy_problems(policy)
    orphans = Section.objects.filter(version__published_at__isnull=True).first()
    if orphans is not None:
        yield f"Section {orphans.pk} belongs to a draft."
    for head in heads or []:
        yield from _head_problems(head)


def policy_problems(policy: Policy) -> Iterator[str]:
    """The first row of each of the policy's three chains that does not hold."""
    yield from _version_problems(policy)
    yield from _withdrawal_problems(policy)
    yield from withholding_problems(policy)


def _version_problems(policy: Policy) -> Iterator[str]:
    """The first version of the policy that does not hold, if any."""
    previous, expected = "", 1
    last = policy.versions.aggregate(last=Max("number"))["last"] or 0
    for first in range(1, last + 1, VERSIONS_AT_A_TIME):
        rows = (
            policy.versions.published()
            .filter(number__gte=first, number__lt=first + VERSIONS_AT_A_TIME)
            .select_related("redaction")
            .prefetch_related("sections")
            .order_by("number")
        )
        for version in rows:
            version.policy = policy
            if version.number != expected:
                yield f"{policy.slug}, version {expected}: the row is missing."
                return
            if problem := _broken(version, previous):
                yield f"{policy.slug}, version {expected}: {problem}"
                return
            previous, expected = version.digest, expected + 1
    if expected <= last:
        yield f"{policy.slug}, version {expected}: the row is missing."


def _broken(version: PolicyVersion, previous: str) -> str:
    sections = list(version.sections.all())
    if version.previous_digest != previous:
        return "it does not carry the hash of the version before."
    name = version.published_by_name
    if version.publisher_seal != sealing.seal(version.publisher_salt, name):
        return "the name of who published it does not match its seal."
    if hasattr(version, "redaction"):
        return broken_redaction(version, sections)
    if version.digest != sealing.digest(version, sections):
        return "its content does not match its hash."
    if [section.position for section in sections] != list(range(len(sections))):
        return "its sections are not in order."
    if version.html != "".join(section.html for section in sections):
        return "its sections do not make up its text."
    return ""


def _withdrawal_problems(policy: Policy) -> Iterator[str]:
    """The first withdrawal of the policy that does not hold, if any."""
    previous = ""
    rows = Withdrawal.objects.filter(version__policy=policy).select_related("version")
    for withdrawal in rows.order_by("pk"):
        name = withdrawal.withdrawn_by_name
        version = withdrawal.version
        holds = (
            withdrawal.previous_digest == previous
            and withdrawal.digest == sealing.withdrawal_digest(withdrawal)
            and withdrawal.withdrawer_seal
            == sealing.seal(withdrawal.withdrawer_salt, name)
            and version.effective_at is not None
            and withdrawal.withdrawn_at < version.effective_at
        )
        if not holds:
            number = version.number
            yield f"{policy.slug}, withdrawal of version {number}: it does not hold."
            return
        previous = withdrawal.digest


def _head_problems(head: Head) -> Iterator[str]:
    """Whether the database still holds what the head was taken of."""
    versions = PolicyVersion.objects.published().filter(policy__slug=head.policy)
    version = versions.filter(number=head.number).first()
    if version is None:
        yield f"{head.policy}, version {head.number}: the head has it, it is missing."
    elif version.digest != head.digest:
        yield f"{head.policy}, version {head.number}: its hash is not that of the head."
    for model, count, digest, what in (
        (Withdrawal, head.withdrawals, head.withdrawal_digest, "withdrawals"),
        (Withholding, head.withholdings, head.withholding_digest, "withholdings"),
    ):
        rows: Any = model._default_manager.filter(version__policy__slug=head.policy)
        digests = list(rows.order_by("pk").values_list("digest", flat=True))
        if ["", *digests][count : count + 1] != [digest]:
            yield f"{head.policy}: the {what} are not those of the head."
