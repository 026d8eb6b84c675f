"""Who reads figures of traffic; that room knows no roles of other rooms."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from policy.roles import APPROVERS, AUDITORS, PRIVACY_OFFICE, grant


def grant_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The figures name nobody: whoever answers for the policy reads them."""
    for role in (PRIVACY_OFFICE, AUDITORS, APPROVERS):
        grant(apps, schema_editor, role, "traffic", "viewcount", ["view"])


class Migration(migrations.Migration):
    dependencies = [
        ("centene_site", "0001_grant_mails"),
        ("traffic", "0001_add_view_counts"),
    ]

    operations = [migrations.RunPython(grant_roles, migrations.RunPython.noop)]
