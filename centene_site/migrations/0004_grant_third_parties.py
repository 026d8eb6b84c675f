"""Who keeps the register of third parties."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from policy.roles import APPROVERS, AUDITORS, EDITORS, PRIVACY_OFFICE, grant


def grant_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The privacy office keeps it; whoever writes or reads policies sees it."""
    actions = {
        PRIVACY_OFFICE: ["view", "add", "change"],
        AUDITORS: ["view"],
        APPROVERS: ["view"],
        EDITORS: ["view"],
    }
    for role, allowed in actions.items():
        grant(apps, schema_editor, role, "traffic", "thirdparty", allowed)


class Migration(migrations.Migration):
    dependencies = [
        ("centene_site", "0003_grant_aggregate_reports"),
        ("traffic", "0004_load_third_parties"),
    ]

    operations = [migrations.RunPython(grant_roles, migrations.RunPython.noop)]
