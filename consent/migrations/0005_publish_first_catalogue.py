"""What drafts must also say of the bundled rows, and the first catalogue version."""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from consent import drafting
from consent.choices import CATEGORIES
from consent.own_cookies import OWN_COOKIES, lifetime
from policy import sealing

HEADING = _("Cookies")
SENTENCE = _("We use cookies to see which pages are read, but only if you accept.")
CHANGE_NOTE = _("The first catalogue.")

# varname: what rejecting means, purpose, legal basis. The bases are for counsel to
# confirm: ePrivacy Directive 2002/58/EC, article 5(3); GDPR, articles 6(1)(a) and (f).
FACTS = {
    "authentication": (
        _(
            "If you reject it, reading works as before, and so does the link to a "
            "privacy request. Who signs in is asked first, because signing in cannot "
            "do without it."
        ),
        _(
            "To recognize staff who signed in, to protect the forms they use, and to "
            "keep the link to a privacy request out of the address."
        ),
        _(
            "Strictly necessary for what staff ask for by signing in; your consent for "
            "the cookie of a privacy request."
        ),
    ),
    "status": (
        _(
            "If you reject it, pages do not show that you are signed in, and a notice "
            "that you hide is back when you open your browser again."
        ),
        _(
            "To show staff the way to their desk on public pages, and to remember which "
            "notices you hid."
        ),
        _(
            "Your consent. The hint is set for staff who signed in, the list of hidden "
            "notices when you ask to hide one, and neither for anybody else."
        ),
    ),
    "analytics": (
        _("If you reject it, your browser sends nothing to Google. Every page works."),
        _("To count which pages are read, so that we can write them better."),
        _("Your consent (GDPR, article 6(1)(a)). Without it, nothing is loaded."),
    ),
    "consent": (
        _(
            "If you reject it, we keep your choice until you close your browser, and "
            "then ask again."
        ),
        _("To honor your choice, and to be able to show that we did."),
        _("Our duty to be able to show consent (GDPR, article 7(1))."),
    ),
}
# name: provider, lifetime, third party. Empty where this site and its settings say so.
# Google's scripts set their cookies on this site's own host: first party.
COOKIES = {
    "_ga": (_("Google"), _("At most 180 days"), False),
    "_ga_*": (_("Google"), _("At most 180 days"), False),
}


def publish(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Complete the draft, and freeze it as version 1."""
    alias = schema_editor.connection.alias

    def manager(name: str, label: str = "consent") -> Any:
        return apps.get_model(label, name)._default_manager.using(alias)

    banner = manager("BannerDraft").get_or_create(
        pk=1, defaults={"heading": HEADING, "sentence": SENTENCE}
    )[0]
    categories = []
    groups = manager("CookieGroup", "cookie_consent").order_by("ordering")
    for group in groups.filter(varname__in=CATEGORIES):
        refusing, purpose, basis = FACTS[group.varname]
        _extend(
            manager("DraftCategory").model,
            group,
            alias,
            refusing=refusing,
            purpose=purpose,
            legal_basis=basis,
        )
        cookies = []
        rows = manager("Cookie", "cookie_consent").filter(cookiegroup=group)
        for cookie in rows.order_by("pk"):
            provider, stays, third = COOKIES.get(cookie.name, ("", "", False))
            _extend(
                manager("DraftCookie").model,
                cookie,
                alias,
                provider=provider,
                lifetime=stays,
                third_party=third,
            )
            own = lifetime(cookie.name) if cookie.name in OWN_COOKIES else ""
            cookies.append(
                {
                    "name": cookie.name,
                    "purpose": cookie.description,
                    "lifetime": stays or own,
                    "provider": provider or drafting.THIS_SITE,
                    "third_party": third,
                }
            )
        categories.append(
            {
                "slug": group.varname,
                "title": group.name,
                "lead": group.description,
                "refusing": refusing,
                "purpose": purpose,
                "legal_basis": basis,
                "cookies": cookies,
            }
        )
    salt = sealing.make_salt()
    now = timezone.now()
    row = {
        "number": 1,
        "content": {
            "banner": {
                "heading": banner.heading,
                "sentence": banner.sentence,
                "accept": drafting.ACCEPT,
                "reject": drafting.REJECT,
                "link": drafting.LINK,
            },
            "categories": sorted(
                categories, key=lambda each: CATEGORIES.index(each["slug"])
            ),
        },
        "material": True,
        "change_note": CHANGE_NOTE,
        "published_at": now,
        "publisher_salt": salt,
        "publisher_seal": sealing.seal(salt, ""),
        "previous_digest": "",
    }
    frozen = {name: value for name, value in row.items() if name != "publisher_salt"}
    frozen["published_at"] = sealing.iso(now)
    manager("CatalogueVersion").create(**row, digest=sealing.hash_of(frozen))


def _extend(
    model: type[models.Model], parent: models.Model, alias: str, **fields: Any
) -> None:
    """Give a row of the package its row of ours."""
    link = model._meta.pk
    assert link is not None
    child = model(**{link.attname: parent.pk}, **fields)
    for field in parent._meta.concrete_fields:
        setattr(child, field.attname, getattr(parent, field.attname))
    child.save_base(raw=True, using=alias, force_insert=True)


class Migration(migrations.Migration):
    dependencies = [("consent", "0004_add_catalogue_versions")]

    operations = [migrations.RunPython(publish, migrations.RunPython.noop)]
