"""The cookie of privacy requests, in the draft of sites that asked without it before.

As with hidden notices (0013): a new site's first catalogue has it; elsewhere the company
publishes it when it wants to, and until then the cookie is not set.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

AUTHENTICATION = "authentication"
COOKIE = "rights-request"
# What the draft said of the category when it came: other words are the company's own.
OLD_LEAD = "Keep staff signed in; visitors have no accounts"
OLD_FACTS = {
    "refusing": (
        "If you reject it, reading works as before. Who signs in is asked first, "
        "because signing in cannot do without it."
    ),
    "purpose": "To recognize staff who signed in, and to protect the forms they use.",
    "legal_basis": "Strictly necessary for what staff ask for by signing in.",
}

loaded = import_module("consent.migrations.0002_load_catalogue")
published = import_module("consent.migrations.0005_publish_first_catalogue")


def amend(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the cookie where it is missing; leave alone what staff wrote."""
    alias = schema_editor.connection.alias

    def manager(name: str, label: str = "consent") -> Any:
        return apps.get_model(label, name)._default_manager.using(alias)

    category = manager("DraftCategory").filter(varname=AUTHENTICATION).first()
    cookies = manager("Cookie", "cookie_consent")
    if category is None or cookies.filter(name=COOKIE).exists():
        return
    _, lead, listed = loaded.CATALOGUE[AUTHENTICATION]
    groups = manager("CookieGroup", "cookie_consent").filter(pk=category.pk)
    cookie = cookies.create(
        cookiegroup=groups.get(), name=COOKIE, domain="", description=listed[COOKIE]
    )
    published._extend(
        manager("DraftCookie").model,
        cookie,
        alias,
        provider="",
        lifetime="",
        third_party=False,
    )
    groups.filter(description=OLD_LEAD).update(description=lead)
    facts = zip(OLD_FACTS.items(), published.FACTS[AUTHENTICATION], strict=True)
    rows = manager("DraftCategory").filter(pk=category.pk)
    for (name, old), new in facts:
        rows.filter(**{name: old}).update(**{name: new})


class Migration(migrations.Migration):
    dependencies = [("consent", "0013_draft_hidden_notices")]

    operations = [migrations.RunPython(amend, migrations.RunPython.noop)]
