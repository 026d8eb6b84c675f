"""Who posts notices also ends them early."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from policy.roles import APPROVERS, EDITORS, grant


def grant_ending(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group in (EDITORS, APPROVERS):
        grant(apps, schema_editor, group, "notices", "notice", ["end"])


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_hash_notices")]

    operations = [migrations.RunPython(grant_ending, migrations.RunPython.noop)]
