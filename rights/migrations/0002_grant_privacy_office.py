from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from policy.roles import PRIVACY_OFFICE, grant

# Requests are the Privacy office's alone: they are about persons.
GRANTS = {
    "rightsrequest": ["view", "add", "change"],
    "step": ["view", "add"],
    "message": ["view", "add"],
    "note": ["view", "add"],
    "answerfile": ["view", "add", "delete"],
    "answertemplate": ["view", "add", "change", "delete"],
    "hold": ["view", "add"],
    "holdrelease": ["view", "add"],
    "personalview": ["view"],
}


def grant_privacy_office(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for model, actions in GRANTS.items():
        grant(apps, schema_editor, PRIVACY_OFFICE, "rights", model, actions)


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0001_add_requests"),
        ("policy", "0002_add_roles"),
    ]

    operations = [migrations.RunPython(grant_privacy_office, migrations.RunPython.noop)]
