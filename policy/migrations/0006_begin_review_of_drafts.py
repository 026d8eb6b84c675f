"""Open drafts get their first contributors, and approvers their permission."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from policy import drafting
from policy.roles import APPROVERS, grant


def begin(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Who began an open draft and who changed it last wrote what it says."""
    alias = schema_editor.connection.alias
    versions = apps.get_model("policy", "PolicyVersion")._default_manager.using(alias)
    contributions = apps.get_model("policy", "Contribution")._default_manager
    drafts = versions.filter(published_at__isnull=True, origin="desk")
    for draft in drafts.select_related("policy", "created_by", "updated_by"):
        content = drafting.content_of(draft)
        fingerprint = drafting.fingerprint(draft)
        writers = {draft.created_by, draft.updated_by}
        for person in [person for person in writers if person is not None]:
            contributions.using(alias).create(
                version=draft,
                by=person,
                by_name=person.username,
                saved_at=draft.updated_at,
                fingerprint=fingerprint,
                content=content,
            )
        versions.filter(pk=draft.pk).update(fingerprint=fingerprint)
    grant(apps, schema_editor, APPROVERS, "policy", "policyversion", ["approve"])


class Migration(migrations.Migration):
    dependencies = [("policy", "0005_add_review_of_drafts")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
