"""The hash, and the name in the feed, of notices that were posted before.

An end that was moved by then is the planned one: nobody kept what was planned at first.
"""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from pages.tags import tag
from policy.sealing import hash_of, iso

# A rule that the ends of notices replace; SQLite lost it with the table of before.
OLD_TRIGGER = "DROP TRIGGER IF EXISTS notice_ends_only_once ON notices_notice"


def hash_notices(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Nothing else of a notice is touched."""
    alias = schema_editor.connection.alias
    notices = apps.get_model("notices", "Notice")._default_manager.using(alias)
    for notice in notices.select_related("version__policy"):
        notices.filter(pk=notice.pk).update(
            digest=hash_of(_canonical(notice)),
            tag=tag(f"notice-{notice.number}", notice.created_at),
        )


def _canonical(notice: Any) -> dict[str, object]:
    version = notice.version
    return {
        "number": notice.number,
        "summary": notice.summary,
        "for_whom": notice.for_whom,
        "what_to_do": notice.what_to_do,
        "policy": version.policy.slug if version else "",
        "version": version.number if version else None,
        "version_hash": version.digest if version else "",
        "sections": notice.sections,
        "compared_with": notice.compared_with,
        "shorter_notice": notice.shorter_notice,
        "shown_from": iso(notice.shown_from),
        "shown_until": iso(notice.shown_until),
    }


def drop_old_trigger(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Only PostgreSQL still has it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(OLD_TRIGGER)


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_add_ends_hashes_and_shown_counts")]

    operations = [
        migrations.RunPython(drop_old_trigger, migrations.RunPython.noop),
        migrations.RunPython(hash_notices, migrations.RunPython.noop),
    ]
