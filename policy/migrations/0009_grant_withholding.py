"""Approvers and the privacy office withhold; every role sees what was asked."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from policy.roles import APPROVERS, AUDITORS, EDITORS, PRIVACY_OFFICE, grant


def add_grants(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group in (EDITORS, APPROVERS, PRIVACY_OFFICE, AUDITORS):
        grant(apps, schema_editor, group, "policy", "withholdingrequest", ["view"])
    for group in (APPROVERS, PRIVACY_OFFICE):
        grant(apps, schema_editor, group, "policy", "policyversion", ["withhold"])


class Migration(migrations.Migration):
    dependencies = [("policy", "0008_add_withholding")]

    operations = [migrations.RunPython(add_grants, migrations.RunPython.noop)]
