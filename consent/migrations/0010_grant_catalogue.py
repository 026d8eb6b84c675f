"""Who drafts and publishes the catalogue, and who reads what of the room."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from policy.roles import AUDITORS, PRIVACY_OFFICE, grant

READ = ("catalogueversion", "dayseal", "selftest", "tally")


def grant_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The privacy office drafts and publishes; the auditors read."""

    def give(role: str, model: str, *actions: str) -> None:
        grant(apps, schema_editor, role, "consent", model, list(actions))

    for model in READ:
        give(PRIVACY_OFFICE, model, "view")
        give(AUDITORS, model, "view")
    give(PRIVACY_OFFICE, "catalogueversion", "add")
    for model in ("bannerdraft", "draftcategory", "draftcookie"):
        give(PRIVACY_OFFICE, model, "view", "change")
        give(AUDITORS, model, "view")
    give(PRIVACY_OFFICE, "draftcookie", "add", "delete")


class Migration(migrations.Migration):
    dependencies = [("consent", "0009_add_tallies_and_self_tests")]

    operations = [migrations.RunPython(grant_roles, migrations.RunPython.noop)]
