"""Destroying the words of a version whose withholding covers storage.

The row stays with its number, dates and hash; the database allows this one change and
no other (``policy.withholding_triggers``). Afterwards the storage is cleaned of what
the database had set aside: see docs/auditing.md for backups and replicas.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from pages.forgetting import forget_finished_pages
from policy import sealing
from policy.models import (
    Contribution,
    Destruction,
    DraftStep,
    Policy,
    PolicyVersion,
    Redaction,
    SearchEntry,
    Section,
    StoredRedline,
    UnchangedSince,
    Withholding,
)
from policy.passages import holds, of_other_drafts
from policy.refusals import Refused
from policy.search import index
from policy.withholding_triggers import REDACTED, WORDS

RedactionStep = Callable[[PolicyVersion], None]
_steps: list[RedactionStep] = []
# The tables that hold words of versions.
_models: list[type[Model]] = [
    PolicyVersion,
    Section,
    Contribution,
    DraftStep,
    StoredRedline,
    UnchangedSince,
    SearchEntry,
]


class StorageInUse(Exception):
    """The words are destroyed, but old pages of the database could not be cleaned."""


def add_redaction_step(step: RedactionStep, *models: type[Model]) -> None:
    """Let a room destroy its own copies, in these tables, inside the transaction."""
    if step not in _steps:
        _steps.append(step)
        _models.extend(models)


def refuse_uncovered(version: PolicyVersion) -> None:
    """Raises Refused where no order that covers storage withheld the version."""
    withholdings = Withholding.objects.filter(version=version)
    if not withholdings.filter(request__covers_storage=True).exists():
        raise Refused(
            _(
                "%(version)s is not withheld by an order that covers storage. Ask for "
                "that at the desk first; another person has to confirm it."
            )
            % {"version": version}
        )


def redact(
    version: PolicyVersion, *, by: str, passages: Sequence[str] = ()
) -> Redaction:
    """Destroy the version's words; done before, it is safe to repeat.

    ``by`` is who ran the command. With ``passages``, what was saved for other drafts of
    the policy is destroyed too where it holds one of them. Raises Refused.
    """
    _begin_cleanly()
    with transaction.atomic():
        Policy.objects.select_for_update().get(pk=version.policy_id)
        refuse_uncovered(version)
        redaction = Redaction.objects.filter(version=version).first()
        if redaction is None:
            redaction = Redaction(version=version, redacted_by=by)
            redaction.digest = sealing.redaction_digest(redaction)
            redaction.save(force_insert=True)
        _destroy(version)
        _destroy_saves(redaction, passages, by)
        for step in _steps:
            step(version)
        index.forget()
        forget_finished_pages()
    return redaction


def _destroy(version: PolicyVersion) -> None:
    words: dict[str, Any] = dict.fromkeys(WORDS, REDACTED)
    PolicyVersion.objects.filter(pk=version.pk).update(**words, reason="")
    Section.objects.filter(version=version).delete()
    version.contributions.update(content={})
    version.steps.update(findings=[])


def _destroy_saves(redaction: Redaction, passages: Sequence[str], by: str) -> None:
    """Each on record first: the database asks for that."""
    version = redaction.version
    saves = of_other_drafts(Contribution, version).exclude(content={})
    for save in [each for each in saves if holds(each.content, passages)]:
        Destruction.objects.create(
            redaction=redaction, contribution=save, destroyed_by=by
        )
        Contribution.objects.filter(pk=save.pk).update(content={})
    gone = set(
        of_other_drafts(Contribution, version)
        .filter(destruction__isnull=False)
        .values_list("version_id", "fingerprint")
    )
    # A finding quotes a few words: those about a destroyed save all go.
    for step in list(of_other_drafts(DraftStep, version).exclude(findings=[])):
        is_about = (step.version_id, step.fingerprint) in gone
        if is_about or holds(step.findings, passages):
            Destruction.objects.create(redaction=redaction, step=step, destroyed_by=by)
            DraftStep.objects.filter(pk=step.pk).update(findings=[])


def _begin_cleanly() -> None:
    """SQLite otherwise leaves what was deleted in its free pages."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def clean_storage() -> None:
    """Rewrite what the database set aside, so that no old row is left in its files.

    Outside any transaction; on PostgreSQL each table is locked for the time that it
    takes. Raises StorageInUse where readers hold on to old pages of SQLite.
    """
    if connection.vendor == "sqlite":
        _clean_sqlite()
    else:
        _clean_postgresql()


def _clean_sqlite() -> None:
    """The write-ahead log keeps old pages until it is emptied."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy = cursor.fetchone()[0]
    if is_busy:
        raise StorageInUse


def _clean_postgresql() -> None:
    """The statistics of the planner hold samples of columns."""
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in [*(model._meta.db_table for model in _models), index.TABLE]:
            cursor.execute(f"VACUUM (FULL, ANALYZE) {quoted(table)}")
        cursor.execute("VACUUM (FULL) pg_catalog.pg_statistic")
