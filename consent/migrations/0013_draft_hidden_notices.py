"""The cookie of hidden notices, in the draft of sites that asked without it before.

A new site's first catalogue has it. Elsewhere the company publishes it when it wants
to: an upgrade never publishes in its name, and until then the cookie is not set.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

STATUS = "status"
COOKIE = "hidden-notices"
# What the draft said of the category when it came: other words are the company's own.
OLD_LEAD = "Show that you are signed in"
OLD_FACTS = (
    "If you reject it, pages do not show that you are signed in.",
    "To show staff the way to their desk on public pages.",
    "Your consent; the hint is set for staff who signed in, and nobody else.",
)

loaded = import_module("consent.migrations.0002_load_catalogue")
published = import_module("consent.migrations.0005_publish_first_catalogue")


def amend(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the cookie where it is missing; leave alone what staff wrote."""
    alias = schema_editor.connection.alias

    def manager(name: str, label: str = "consent") -> Any:
        return apps.get_model(label, name)._default_manager.using(alias)

    category = manager("DraftCategory").filter(varname=STATUS).first()
    cookies = manager("Cookie", "cookie_consent")
    if category is None or cookies.filter(name=COOKIE).exists():
        return
    _, lead, listed = loaded.CATALOGUE[STATUS]
    group = manager("CookieGroup", "cookie_consent").get(pk=category.pk)
    cookie = cookies.create(
        cookiegroup=group, name=COOKIE, domain="", description=listed[COOKIE]
    )
    published._extend(
        manager("DraftCookie").model,
        cookie,
        alias,
        provider="",
        lifetime="",
        third_party=False,
    )
    if group.description == OLD_LEAD:
        manager("CookieGroup", "cookie_consent").filter(pk=group.pk).update(
            description=lead
        )
    _amend_facts(category, alias)


def _amend_facts(category: models.Model, alias: str) -> None:
    names = ("refusing", "purpose", "legal_basis")
    for name, old, new in zip(names, OLD_FACTS, published.FACTS[STATUS], strict=True):
        if getattr(category, name) == old:
            rows = type(category)._default_manager.using(alias)
            rows.filter(pk=category.pk).update(**{name: new})


class Migration(migrations.Migration):
    dependencies = [("consent", "0012_index_consent_records")]

    operations = [migrations.RunPython(amend, migrations.RunPython.noop)]
