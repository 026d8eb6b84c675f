"""The four categories and every cookie that the site can set."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.translation import gettext_noop as _

# varname: name, description, cookies with what each is for
CATALOGUE = {
    "authentication": (
        _("Authentication"),
        _(
            "Keep staff signed in, and your privacy request open; visitors have no "
            "accounts"
        ),
        {
            "sessionid": _("Keeps staff signed in."),
            "csrftoken": _(
                "Protects forms against misuse by other sites. Set when staff sign "
                "in, or where a form needs it."
            ),
            "rights-request": _(
                "Stands for the link to your privacy request, so that the link does "
                "not stay in the address. It is set when you open one, and signs "
                "nobody in."
            ),
        },
    ),
    "status": (
        _("Status"),
        _("Show that you are signed in, and keep hidden the notices that you hide"),
        {
            "status": _("A signed hint that you are signed in. It names nobody."),
            "hidden-notices": _(
                "The numbers of the notices that you hid. It is set when you hide one."
            ),
        },
    ),
    "analytics": (
        _("Analytics"),
        _("Google Analytics: helps us see which pages are read"),
        {
            "_ga": _("Tells one browser from another, to count visitors."),
            "_ga_*": _("Tells one visit from the next."),
        },
    ),
    "consent": (
        _("Cookie consent"),
        _("Remember this choice; otherwise we ask again next visit"),
        {"choice": _("Remembers what you accepted and rejected.")},
    ),
}


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add what is missing; leave alone what staff changed."""
    alias = schema_editor.connection.alias
    groups = apps.get_model("cookie_consent", "CookieGroup").objects.using(alias)
    cookies = apps.get_model("cookie_consent", "Cookie").objects.using(alias)
    for order, (varname, (name, description, listed)) in enumerate(CATALOGUE.items()):
        group, _created = groups.get_or_create(
            varname=varname,
            defaults={"name": name, "description": description, "ordering": order},
        )
        for cookie, purpose in listed.items():
            cookies.get_or_create(
                cookiegroup=group,
                name=cookie,
                domain="",
                defaults={"description": purpose},
            )


def unload(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove these rows, and a category only when nothing else is in it."""
    alias = schema_editor.connection.alias
    groups = apps.get_model("cookie_consent", "CookieGroup").objects.using(alias)
    cookies = apps.get_model("cookie_consent", "Cookie").objects.using(alias)
    for varname, (_name, _description, listed) in CATALOGUE.items():
        cookies.filter(
            cookiegroup__varname=varname, name__in=listed, domain=""
        ).delete()
        groups.filter(varname=varname, cookie__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0001_add_consent_records"),
        ("cookie_consent", "0004_cookie_natural_key"),
    ]

    operations = [migrations.RunPython(load, unload)]
