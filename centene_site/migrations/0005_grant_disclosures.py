"""Who records disclosures to authorities."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from policy.roles import AUDITORS, PRIVACY_OFFICE, grant


def grant_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The privacy office records and corrects; the auditors read."""
    actions = {PRIVACY_OFFICE: ["view", "add"], AUDITORS: ["view"]}
    for role, allowed in actions.items():
        grant(apps, schema_editor, role, "traffic", "disclosure", allowed)


class Migration(migrations.Migration):
    dependencies = [
        ("centene_site", "0004_grant_third_parties"),
        ("traffic", "0005_add_disclosures"),
    ]

    operations = [migrations.RunPython(grant_roles, migrations.RunPython.noop)]
