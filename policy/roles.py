"""Roles of staff: groups and their permissions, granted by each room's migration."""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EDITORS = "Policy editors"
APPROVERS = "Policy approvers"
PRIVACY_OFFICE = "Privacy office"
AUDITORS = "Auditors"


def grant(
    apps: Apps,
    schema_editor: BaseDatabaseSchemaEditor,
    group: str,
    app_label: str,
    model: str,
    actions: list[str],
) -> None:
    """Give a group permissions such as ``add_policyversion``; safe to repeat.

    Django makes permissions only after all migrations have run, so that the rows are
    created here when they do not exist yet.
    """
    alias = schema_editor.connection.alias
    role, _ = _manager(apps, "auth", "Group", alias).get_or_create(name=group)
    content_type, _ = _manager(
        apps, "contenttypes", "ContentType", alias
    ).get_or_create(app_label=app_label, model=model)
    for action in actions:
        permission, _ = _manager(apps, "auth", "Permission", alias).get_or_create(
            content_type=content_type,
            codename=f"{action}_{model}",
            defaults={"name": f"Can {action} {model}"},
        )
        role.permissions.add(permission)


def _manager(apps: Apps, app_label: str, model: str, alias: str) -> Any:
    return apps.get_model(app_label, model)._default_manager.using(alias)
