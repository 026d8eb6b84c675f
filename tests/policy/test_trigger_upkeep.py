"""Triggers survive migrations, and one that does not stand is found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.apps import apps
from django.core import checks
from django.core.management import call_command
from django.db import connection
from django.test import Client
from pytest_django import Settings

import consent.triggers
import notices.triggers
import policy.triggers
from policy.append_only import Trigger, install, missing
from policy.models import PolicyVersion, SearchEntry, StoredRedline, UnchangedSince
from tests.attacks import POSTGRESQL_ONLY, SQLITE_ONLY, execute, refused
from tests.factories import make_upcoming, make_version

ROOMS = (policy, notices, consent)
TRIGGERS: list[Trigger] = [
    trigger for room in ROOMS for trigger in room.triggers.TRIGGERS
]
KEPT = {trigger.name: trigger for trigger in TRIGGERS}["version_is_permanent"]

MIGRATION = """
from django.db import migrations, models

def fail(apps, schema_editor):
    raise RuntimeError("The migration failed on purpose.")

class Migration(migrations.Migration):
    dependencies = [("policy", "{before}")]
    operations = [{operations}]
"""
REBUILD = """
migrations.AddField("policyversion", "extra", models.TextField(default="x")),
migrations.AddField("policy", "extra", models.TextField(default="x")),
migrations.AddField("section", "extra", models.TextField(default="x")),
migrations.AlterField("policyversion", "reason", models.CharField(max_length=9000)),
migrations.AddConstraint("policy", models.CheckConstraint(
    condition=~models.Q(title=""), name="policy_has_a_title")),
"""
FAIL = "migrations.RunPython(fail, fail),"


def standing_names() -> list[str]:
    return [trigger.name for trigger in missing(connection, TRIGGERS)]


def drop(trigger: Trigger) -> None:
    table = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
    execute(f"DROP TRIGGER {trigger.name}{table}")


def trigger_errors() -> list[str]:
    found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    return [error.msg for error in found if error.id == "policy.E001"]


# --- Migrations ---


@pytest.fixture
def migrations(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A folder with the room's migrations, to which a test adds another."""
    folder = tmp_path / f"migrations_of_{tmp_path.name}"
    source = Path(apps.get_app_config("policy").path) / "migrations"
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"policy": folder.name}
    return folder


def add_migration(folder: Path, operations: str) -> Path:
    last = max(path.stem for path in folder.glob("0*.py"))
    path = folder / "0099_rebuild_tables.py"
    path.write_text(MIGRATION.format(before=last, operations=operations))
    return path


def test_they_survive_a_migration_that_rebuilds_their_tables(
    own_database: str, migrations: Path
) -> None:
    version = make_version()
    make_upcoming(version.policy)
    before = list(PolicyVersion.objects.order_by("pk").values())
    add_migration(migrations, REBUILD)
    call_command("migrate", verbosity=0)
    execute("SELECT extra FROM policy_policyversion")
    assert standing_names() == []
    assert list(PolicyVersion.objects.order_by("pk").values()) == before
    with refused(KEPT.message):
        PolicyVersion.objects.filter(pk=version.pk).update(source="altered")


@SQLITE_ONLY
def test_without_our_care_the_rebuild_would_drop_them(own_database: str) -> None:
    """Why all this is needed; a schema editor alone takes no care."""
    field = PolicyVersion._meta.get_field("reason")
    altered = field.clone()
    altered.set_attributes_from_name("reason")
    altered.null, altered.model = True, PolicyVersion
    with (
        pytest.raises(Exception, match="error in trigger"),
        connection.schema_editor() as editor,
    ):  # noqa: E501
        editor.alter_field(PolicyVersion, field, altered)


def test_a_failed_migration_is_seen_and_the_next_one_puts_them_back(
    own_database: str, migrations: Path, client: Client
) -> None:
    version = make_version()
    failing = add_migration(migrations, REBUILD + FAIL)
    with pytest.raises(RuntimeError, match="on purpose"):
        call_command("migrate", verbosity=0)
    assert client.get("/readyz").status_code == 503
    failing.unlink()
    call_command("migrate", verbosity=0, skip_checks=True)
    assert standing_names() == []
    assert client.get("/readyz").status_code == 200
    with refused(KEPT.message):
        PolicyVersion.objects.filter(pk=version.pk).update(source="altered")


def test_migrating_when_nothing_is_to_do_leaves_them_standing(
    own_database: str,
) -> None:
    call_command("migrate", verbosity=0)
    assert standing_names() == []


def test_migrating_puts_back_what_somebody_dropped(own_database: str) -> None:
    drop(KEPT)
    call_command("migrate", verbosity=0, skip_checks=True)
    assert standing_names() == []


# --- Finding what does not stand ---


@pytest.mark.django_db
def test_all_stand_in_a_migrated_database(client: Client) -> None:
    assert standing_names() == []
    assert trigger_errors() == []
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("trigger", TRIGGERS, ids=[t.name for t in TRIGGERS])
def test_a_dropped_one_is_found_and_put_back(trigger: Trigger) -> None:
    if trigger.event == "TRUNCATE" and connection.vendor == "sqlite":
        assert trigger.name not in standing_names()
        return
    drop(trigger)
    assert standing_names() == [trigger.name]
    install(connection, TRIGGERS)
    assert standing_names() == []


@pytest.mark.django_db
def test_while_one_is_missing_the_site_is_not_ready(client: Client) -> None:
    drop(KEPT)
    (error,) = trigger_errors()
    assert KEPT.name in error
    assert KEPT.table in error
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.content == b"a database check fails\n"


@SQLITE_ONLY
@pytest.mark.django_db
def test_sqlite_finds_one_that_was_altered() -> None:
    drop(KEPT)
    execute(f"{KEPT.sqlite_sql().removesuffix('; END')} AND 0; END")
    assert standing_names() == [KEPT.name]


POSTGRESQL_ALTERATIONS = {
    "disabled": "ALTER TABLE {table} DISABLE TRIGGER {name}",
    "all disabled": "ALTER TABLE {table} DISABLE TRIGGER USER",
    "for replicas": "ALTER TABLE {table} ENABLE REPLICA TRIGGER {name}",
    "another body": "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger "
    "LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "another event": "CREATE OR REPLACE TRIGGER {name} BEFORE INSERT ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION {name}()",
    "on a condition": "CREATE OR REPLACE TRIGGER {name} BEFORE UPDATE ON {table} "
    "FOR EACH ROW WHEN (false) EXECUTE FUNCTION {name}()",
    "of one column": "CREATE OR REPLACE TRIGGER {name} BEFORE UPDATE OF reason "
    "ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    "afterwards": "DROP TRIGGER {name} ON {table}; CREATE TRIGGER {name} "
    "AFTER UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    "on another table": "DROP TRIGGER {name} ON {table}; CREATE TRIGGER {name} "
    "BEFORE UPDATE ON auth_group FOR EACH ROW EXECUTE FUNCTION {name}()",
}


@POSTGRESQL_ONLY
@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", POSTGRESQL_ALTERATIONS.values(), ids=POSTGRESQL_ALTERATIONS
)
def test_postgresql_finds_one_that_was_altered(statement: str) -> None:
    execute(statement.format(name=KEPT.name, table=KEPT.table))
    assert KEPT.name in standing_names()
    install(connection, TRIGGERS)
    assert standing_names() == []


def test_no_two_bear_the_same_name() -> None:
    names = [trigger.name for trigger in TRIGGERS]
    assert len(set(names)) == len(names)


def test_a_sentence_with_a_quote_in_it_stays_whole() -> None:
    trigger = Trigger("t", "auth_group", "INSERT", "true", "It's refused.")
    assert "'It''s refused.'" in trigger.sqlite_sql()
    assert "'It''s refused.'" in trigger.postgresql_body()


def test_every_model_that_keeps_history_has_a_table_here() -> None:
    derived = {SearchEntry, StoredRedline, UnchangedSince}
    kept = set(apps.get_app_config("policy").get_models()) - derived
    assert {trigger.table for trigger in TRIGGERS} >= {
        model._meta.db_table for model in kept
    }
