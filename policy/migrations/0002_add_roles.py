from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from policy.roles import APPROVERS, AUDITORS, EDITORS, PRIVACY_OFFICE, grant

GRANTS = {
    EDITORS: {
        "policy": ["view", "add", "change"],
        "policyversion": ["view", "add", "change", "delete"],
        "withdrawal": ["view"],
        "review": ["view", "add"],
    },
    APPROVERS: {
        "policy": ["view", "change"],
        "policyversion": ["view", "publish", "withdraw"],
        "withdrawal": ["view"],
        "review": ["view", "add"],
    },
    PRIVACY_OFFICE: {
        "policy": ["view"],
        "policyversion": ["view"],
        "withdrawal": ["view"],
        "review": ["view"],
    },
    AUDITORS: {
        "policy": ["view"],
        "policyversion": ["view"],
        "withdrawal": ["view"],
        "review": ["view"],
    },
}


def add_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group, models in GRANTS.items():
        for model, actions in models.items():
            grant(apps, schema_editor, group, "policy", model, actions)


class Migration(migrations.Migration):
    dependencies = [
        ("policy", "0001_add_policies"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(add_roles, migrations.RunPython.noop)]
