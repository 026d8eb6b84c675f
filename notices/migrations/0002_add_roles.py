from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from policy.roles import APPROVERS, AUDITORS, EDITORS, PRIVACY_OFFICE, grant

GRANTS = {
    EDITORS: ["view", "add", "change", "delete"],
    APPROVERS: ["view", "add", "change", "delete"],
    PRIVACY_OFFICE: ["view"],
    AUDITORS: ["view"],
}


def add_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group, actions in GRANTS.items():
        grant(apps, schema_editor, group, "notices", "notice", actions)


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_add_notices"), ("policy", "0002_add_roles")]

    operations = [migrations.RunPython(add_roles, migrations.RunPython.noop)]
