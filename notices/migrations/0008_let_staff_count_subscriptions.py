from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from policy.roles import APPROVERS, AUDITORS, EDITORS, PRIVACY_OFFICE, grant


def grant_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The desk shows counts only, so every role may look."""
    for group in (EDITORS, APPROVERS, PRIVACY_OFFICE, AUDITORS):
        grant(apps, schema_editor, group, "notices", "subscription", ["view"])


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0007_add_subscriptions"),
        ("policy", "0002_add_roles"),
    ]

    operations = [migrations.RunPython(grant_roles, migrations.RunPython.noop)]
