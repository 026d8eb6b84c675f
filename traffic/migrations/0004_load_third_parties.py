"""The third party that the bundled catalogue of cookies names."""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone
from django.utils.translation import gettext_noop as _

GOOGLE_ANALYTICS = {
    "name": _("Google Analytics"),
    "company": "Google",
    "what_it_does": _(
        "Counts which pages are read, and tells one browser from another to do so. It "
        "is there only where the operator of this site has set it up, and it runs only "
        "in the browsers of people who accepted analytics cookies."
    ),
    "needs_registration": False,
    "privacy_policy_url": "https://policies.google.com/privacy",
    "hosts": "google-analytics.com\ngoogletagmanager.com\ngoogle.com",
    "cookies": "_ga\n_ga_*",
    "shared": _(
        "The address of the page, its title, the page before it, facts about the "
        "browser and its screen, and the identifiers in its cookies. The browser "
        "contacts Google itself, so Google receives its IP address."
    ),
    "why": _("To learn which pages are read, so that we can write them better."),
    "reviewed_on": date(2026, 11, 27),
    "ended_on": None,
}


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add it where there is no entry of the name, with the record of that."""
    alias = schema_editor.connection.alias
    parties = apps.get_model("traffic", "ThirdParty").objects.using(alias)
    party, is_new = parties.get_or_create(
        name=GOOGLE_ANALYTICS["name"], defaults=GOOGLE_ANALYTICS
    )
    if is_new:
        changes = apps.get_model("traffic", "ThirdPartyChange").objects.using(alias)
        reviewed = GOOGLE_ANALYTICS | {"reviewed_on": "2026-11-27"}
        changes.create(third_party=party, content=reviewed, changed_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("traffic", "0003_add_third_parties")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
