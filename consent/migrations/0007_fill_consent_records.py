"""What records of before would have said, had they had the columns."""

from datetime import timedelta

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

TABLE = "consent_consentrecord"


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Until now what was requested took effect, with no exception.

    SQLite's triggers are away while migrations run; PostgreSQL's rest for these two
    statements, and nobody else sees them rest.
    """
    alias = schema_editor.connection.alias
    records = apps.get_model("consent", "ConsentRecord")._default_manager.using(alias)
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
    for accepts, days in (
        (True, settings.CONSENT_ACCEPT_DAYS),
        (False, settings.CONSENT_REJECT_DAYS),
    ):
        records.filter(requested_analytics=accepts).update(
            effective_authentication=F("requested_authentication"),
            effective_status=F("requested_status"),
            effective_analytics=F("requested_analytics"),
            effective_consent=F("requested_consent"),
            keep_until=F("chosen_at")
            + timedelta(days=days + settings.CONSENT_RECORD_DAYS),
        )
    if is_postgresql:
        schema_editor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER USER")


class Migration(migrations.Migration):
    dependencies = [("consent", "0006_extend_consent_records")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
