"""What the tests of the desk write into the catalogue's draft."""

from __future__ import annotations

from typing import Any

from consent.models import CatalogueVersion, DraftCategory, DraftCookie
from consent.publishing import publish_catalogue

ANALYTICS = "analytics"
DRAFTS = "/admin/consent/draftcategory/"
PUBLISH = "/admin/consent/catalogueversion/publish/"


def draft_category(slug: str = ANALYTICS) -> DraftCategory:
    """The drafted category."""
    category: DraftCategory = DraftCategory.objects.get(varname=slug)
    return category


def change_draft(slug: str = ANALYTICS, **fields: str) -> None:
    """Change what the draft says of a category, its purpose by default."""
    category = draft_category(slug)
    for name, words in (fields or {"purpose": "To count."}).items():
        setattr(category, name, words)
    category.save()


def publish_changed_catalogue(*, material: bool = True) -> CatalogueVersion:
    """The next catalogue version."""
    number = CatalogueVersion.objects.count()
    change_draft(purpose=f"To count pages, as said {number} times before.")
    return publish_catalogue(by=None, material=material, change_note="It changed.")


def category_address(slug: str = ANALYTICS) -> str:
    """The form of a category."""
    return f"{DRAFTS}{draft_category(slug).pk}/change/"


def category_form(
    slug: str = ANALYTICS,
    cookies: dict[str, dict[str, Any]] | None = None,
    **fields: str,
) -> dict[str, Any]:
    """The form as it is, with changed ``fields``.

    ``cookies`` are changes by name of a cookie; a name that is not there is added.
    """
    category = draft_category(slug)
    names = ["name", "description", "refusing", "purpose", "legal_basis"]
    form: dict[str, Any] = {name: getattr(category, name) for name in names} | fields
    changes = dict(cookies or {})
    present = DraftCookie.objects.filter(cookiegroup=category).order_by("pk")
    rows = [_cookie(cookie) | changes.pop(cookie.name, {}) for cookie in present]
    rows += [
        {"name": name, "description": "What for.", "lifetime": "1 day"} | change
        for name, change in changes.items()
    ]
    form |= {
        "draftcookie_set-TOTAL_FORMS": len(rows),
        "draftcookie_set-INITIAL_FORMS": len(present),
    }
    for number, row in enumerate(rows):
        form |= {
            f"draftcookie_set-{number}-{name}": value for name, value in row.items()
        }
    return form


def _cookie(cookie: DraftCookie) -> dict[str, Any]:
    return {
        "cookie_ptr": cookie.pk,
        "cookiegroup": cookie.cookiegroup_id,
        "description": cookie.description,
        "provider": cookie.provider,
        "lifetime": cookie.lifetime,
    }
