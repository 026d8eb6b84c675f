"""The database refuses to change what was published, whoever asks and however."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, models, transaction

from policy import withholding
from policy.models import (
    PolicyVersion,
    Redaction,
    Review,
    Section,
    Withdrawal,
    WithholdingDecline,
)
from policy.publishing import withdraw
from tests.attacks import POSTGRESQL_ONLY, SQLITE_ONLY, execute, refused
from tests.factories import (
    make_request,
    make_staff,
    make_upcoming,
    make_version,
    make_withheld,
)

pytestmark = pytest.mark.django_db

PERMANENT = "A published version never changes; publish a new version instead."
ADDRESS = (
    "The address and the time zone of a policy with a published version are fixed."
)


def make_withdrawal() -> Withdrawal:
    return withdraw(make_upcoming(), by=make_staff(), reason="A court forbade it.")


def make_review(version: PolicyVersion | None = None) -> Review:
    return Review.objects.create(
        version=version or make_version(),
        reviewed_by=make_staff(),
        reviewed_by_name="pat",
    )


def make_section() -> Section:
    return make_version().sections.all()[0]


def make_decline() -> WithholdingDecline:
    return withholding.decline(make_request(), by=make_staff(), reason="No.")


def make_redaction() -> Redaction:
    version = make_withheld(covers_storage=True).version
    return Redaction.objects.create(version=version, redacted_by="op")


# What is kept: how to make one, a column with another value, and the two refusals.
KEPT = {
    "version": (
        make_version,
        "source",
        PERMANENT,
        "A published version is never deleted.",
    ),
    "section": (
        make_section,
        "html",
        "A section of a published version never changes.",
        "A section of a published version is never deleted.",
    ),
    "withdrawal": (
        make_withdrawal,
        "reason",
        "A withdrawal is never changed.",
        "A withdrawal is never deleted.",
    ),
    "review": (
        make_review,
        "note",
        "A review is never changed.",
        "A review is never deleted.",
    ),
    "request": (
        make_request,
        "reason",
        "A request to withhold is never changed.",
        "A request to withhold is never deleted.",
    ),
    "decline": (
        make_decline,
        "reason",
        "A declined request is never changed.",
        "A declined request is never deleted.",
    ),
    "withholding": (
        make_withheld,
        "withheld_by_name",
        "A withholding is never changed.",
        "A withholding is never deleted.",
    ),
    "redaction": (
        make_redaction,
        "redacted_by",
        "A redaction is never changed.",
        "A redaction is never deleted.",
    ),
    "policy": (
        lambda: make_version().policy,
        "slug",
        ADDRESS,
        "A policy with a published version is never deleted.",
    ),
}
Kept = tuple[Callable[[], models.Model], str, str, str]
every_kept_row = pytest.mark.parametrize("kept", KEPT.values(), ids=KEPT)


def rows_of(row: models.Model) -> models.QuerySet[models.Model]:
    return type(row)._default_manager.filter(pk=row.pk)


@every_kept_row
def test_it_refuses_to_be_saved_anew(kept: Kept) -> None:
    make, column, sentence, _ = kept
    row = make()
    setattr(row, column, "altered")
    with refused(sentence):
        row.save()
    with refused(sentence):
        row.save(update_fields=[column])


@every_kept_row
def test_it_refuses_an_update_of_many(kept: Kept) -> None:
    make, column, sentence, _ = kept
    row = make()
    with refused(sentence):
        rows_of(row).update(**{column: "altered"})
    setattr(row, column, "altered")
    with refused(sentence):
        type(row)._default_manager.bulk_update([row], [column])


@every_kept_row
def test_it_refuses_raw_sql(kept: Kept) -> None:
    make, column, sentence, never_deleted = kept
    row = make()
    table = row._meta.db_table
    with refused(sentence):
        execute(f"UPDATE {table} SET {column} = 'altered' WHERE id = %s", row.pk)
    with refused(never_deleted):
        execute(f"DELETE FROM {table} WHERE id = %s", row.pk)


@every_kept_row
def test_it_refuses_to_be_deleted(kept: Kept) -> None:
    make, _, _, sentence = kept
    row = make()
    # Where other rows point to it, Django refuses first.
    for delete in (row.delete, rows_of(row).delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            delete()
    with refused(sentence):
        rows_of(row)._raw_delete(using="default")


@every_kept_row
def test_its_key_is_never_given_to_another_row(kept: Kept) -> None:
    make = kept[0]
    row, other = make(), make()
    with refused():
        rows_of(other).update(id=row.pk)
    with refused():
        rows_of(row).update(id=row.pk + 1000)


def copied(row: models.Model) -> str:
    """The end of an INSERT of the row as it is; takes its key."""
    fields = row._meta.concrete_fields
    columns = ", ".join(
        connection.ops.quote_name(str(field.column)) for field in fields
    )
    table = row._meta.db_table
    return f"INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE id = %s"


@every_kept_row
def test_it_is_never_replaced_through_its_key(kept: Kept) -> None:
    row, kept_column = kept[0](), kept[1]
    with refused():
        type(row)._default_manager.bulk_create([row])
    with refused():
        execute(
            f"INSERT {copied(row)} "
            f"ON CONFLICT (id) DO UPDATE SET {kept_column} = 'altered'",
            row.pk,
        )
    with refused():
        type(row)._default_manager.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[kept_column],
        )


@SQLITE_ONLY
@every_kept_row
def test_sqlite_never_replaces_it(kept: Kept) -> None:
    row, other = kept[0](), kept[0]()
    table = row._meta.db_table
    with refused():
        execute(f"INSERT OR REPLACE {copied(row)}", row.pk)
    with refused():
        execute(f"REPLACE {copied(row)}", row.pk)
    with refused():
        execute(
            f"UPDATE OR REPLACE {table} SET id = %s WHERE id = %s", row.pk, other.pk
        )


@POSTGRESQL_ONLY
@every_kept_row
def test_postgresql_never_empties_its_table(kept: Kept) -> None:
    row = kept[0]()
    # Foreign keys are checked first: with checks outstanding PostgreSQL refuses anyway.
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    with refused("never deleted"):
        execute(f"TRUNCATE {row._meta.db_table} CASCADE")


@POSTGRESQL_ONLY
@every_kept_row
def test_postgresql_never_merges_into_it(kept: Kept) -> None:
    make, column, sentence, _ = kept
    row = make()
    with refused(sentence):
        execute(
            f"MERGE INTO {row._meta.db_table} t USING (SELECT %s AS id) s "
            f"ON t.id = s.id WHEN MATCHED THEN UPDATE SET {column} = 'altered'",
            row.pk,
        )
