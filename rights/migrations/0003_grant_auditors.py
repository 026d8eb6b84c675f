from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from policy.roles import AUDITORS, grant

# The log and its figures name nobody who asks; requests themselves are about persons.
SEEN = ["step", "personalview", "hold", "holdrelease"]


def grant_auditors(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for model in SEEN:
        grant(apps, schema_editor, AUDITORS, "rights", model, ["view"])


class Migration(migrations.Migration):
    dependencies = [("rights", "0002_grant_privacy_office")]

    operations = [migrations.RunPython(grant_auditors, migrations.RunPython.noop)]
