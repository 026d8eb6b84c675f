"""Who reads what became of mails; the outbox itself knows no roles of other rooms."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from policy.roles import AUDITORS, PRIVACY_OFFICE, grant


def grant_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The privacy office reads and may try again; the auditors read."""
    grant(apps, schema_editor, PRIVACY_OFFICE, "outbox", "mail", ["view", "retry"])
    grant(apps, schema_editor, AUDITORS, "outbox", "mail", ["view"])


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_add_mails"), ("policy", "0002_add_roles")]

    operations = [migrations.RunPython(grant_roles, migrations.RunPython.noop)]
