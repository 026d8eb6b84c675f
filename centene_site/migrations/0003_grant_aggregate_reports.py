"""Who reads aggregate reports, and who takes them out."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from policy.roles import AUDITORS, PRIVACY_OFFICE, grant


def grant_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The privacy office answers for what leaves the site; the auditors read."""
    actions = {PRIVACY_OFFICE: ["view", "export"], AUDITORS: ["view"]}
    for role, allowed in actions.items():
        grant(apps, schema_editor, role, "traffic", "monthlyreport", allowed)
        grant(apps, schema_editor, role, "traffic", "reportexport", ["view"])


class Migration(migrations.Migration):
    dependencies = [
        ("centene_site", "0002_grant_traffic"),
        ("traffic", "0002_add_aggregate_reports"),
    ]

    operations = [migrations.RunPython(grant_roles, migrations.RunPython.noop)]
