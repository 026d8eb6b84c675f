"""Who may look at consent records."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from policy.roles import AUDITORS, PRIVACY_OFFICE, grant


def grant_view(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The privacy office and the auditors read; nobody writes."""
    for role in (PRIVACY_OFFICE, AUDITORS):
        grant(apps, schema_editor, role, "consent", "consentrecord", ["view"])


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0002_load_catalogue"),
        ("policy", "0002_add_roles"),
    ]

    operations = [migrations.RunPython(grant_view, migrations.RunPython.noop)]
