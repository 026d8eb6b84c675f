"""The catalogue as visitors are asked with it: categories, cookies, banner wording.

Pure: it is read from the frozen content of catalogue versions (docs/consent.md has its
shape) and knows neither the database nor the package whose rows the draft is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from consent.choices import Asking


@dataclass(frozen=True)
class CatalogueCookie:
    """One cookie; ``name`` is without the prefix that https brings, see ``cookies``."""

    name: str
    purpose: str
    lifetime: str
    provider: str
    is_third_party: bool


@dataclass(frozen=True)
class Category:
    """One purpose of cookies; ``lead`` says what it does, ``refusing`` what is lost."""

    slug: str
    title: str
    lead: str
    refusing: str
    purpose: str
    legal_basis: str
    cookies: tuple[CatalogueCookie, ...]


@dataclass(frozen=True)
class Content:
    """All that a visitor is shown when asked."""

    heading: str
    sentence: str
    accept: str
    reject: str
    link: str
    categories: tuple[Category, ...]

    def lists(self, cookie: str) -> bool:
        """Whether a cookie of the name stands in it."""
        return any(
            cookie == listed.name
            for category in self.categories
            for listed in category.cookies
        )


@dataclass(frozen=True)
class Published:
    """One catalogue version: its content, and how it differs from the one before."""

    number: int
    is_material: bool
    change_note: str
    published_at: datetime
    digest: str
    content: Content


@dataclass(frozen=True)
class Catalogue:
    """Every catalogue version in order; the last is in force. There is at least one."""

    versions: tuple[Published, ...]

    @property
    def in_force(self) -> Published:
        """The version that visitors are asked with."""
        return self.versions[-1]

    @property
    def asking(self) -> Asking:
        """What ``decide`` needs to know of it."""
        material = [each.number for each in self.versions if each.is_material]
        return Asking(self.in_force.number, max(material, default=0))

    def since(self, number: int) -> tuple[Published, ...]:
        """The versions after that number."""
        return tuple(each for each in self.versions if each.number > number)

    def numbered(self, number: int) -> Published | None:
        """The version of that number, if there is one."""
        return next((each for each in self.versions if each.number == number), None)


def parse(rows: list[dict[str, Any]]) -> Catalogue:
    """The catalogue from ``CatalogueVersion`` rows in JSON, in order of number."""
    return Catalogue(
        tuple(
            Published(
                number=row["number"],
                is_material=row["material"],
                change_note=row["change_note"],
                published_at=datetime.fromisoformat(row["published_at"]),
                digest=row["digest"],
                content=parse_content(row["content"]),
            )
            for row in rows
        )
    )


def parse_content(content: Mapping[str, Any]) -> Content:
    """The frozen content of one version. Its words go through gettext."""
    banner = {name: _(words) for name, words in content["banner"].items()}
    return Content(
        **banner,
        categories=tuple(_category(row) for row in content["categories"]),
    )


def _category(row: Mapping[str, Any]) -> Category:
    words = ("title", "lead", "refusing", "purpose", "legal_basis")
    return Category(
        slug=row["slug"],
        **{name: _(row[name]) for name in words},
        cookies=tuple(
            CatalogueCookie(
                name=cookie["name"],
                purpose=_(cookie["purpose"]),
                lifetime=_(cookie["lifetime"]),
                provider=_(cookie["provider"]),
                is_third_party=cookie["third_party"],
            )
            for cookie in row["cookies"]
        ),
    )


def banner_differences(old: Content, new: Content) -> Iterator[str]:
    """What the banner says otherwise now, in sentences."""
    for name, sentence in (
        ("heading", _("The banner's heading is now “%(words)s”.")),
        ("sentence", _("The banner now says “%(words)s”.")),
        ("accept", _("The button that accepts now says “%(words)s”.")),
        ("reject", _("The button that rejects now says “%(words)s”.")),
        ("link", _("The link to all choices now says “%(words)s”.")),
    ):
        if getattr(old, name) != getattr(new, name):
            yield sentence % {"words": _quoted(getattr(new, name))}


def _quoted(words: str) -> str:
    """A sentence inside another has no full stop of its own."""
    return words.removesuffix(".")


def differences(old: Content, new: Content) -> Iterator[str]:
    """What is asked otherwise now, in sentences."""
    for category in new.categories:
        before = next((c for c in old.categories if c.slug == category.slug), None)
        if before is None:
            yield _("New category: %(title)s.") % {"title": category.title}
        else:
            yield from _category_differences(before, category)
    titles = {category.slug for category in new.categories}
    for category in old.categories:
        if category.slug not in titles:
            yield _("No longer asked about: %(title)s.") % {"title": category.title}


def _category_differences(old: Category, new: Category) -> Iterator[str]:
    title = new.title
    if old.title != title:
        yield _("“%(old)s” is now called “%(title)s”.") % {
            "old": old.title,
            "title": title,
        }
    for name, sentence in (
        ("lead", _("%(title)s: it now says “%(words)s”.")),
        ("purpose", _("%(title)s: the purpose is now “%(words)s”.")),
        ("legal_basis", _("%(title)s: the legal basis is now “%(words)s”.")),
        ("refusing", _("%(title)s: of rejecting it now says “%(words)s”.")),
    ):
        if getattr(old, name) != getattr(new, name):
            yield sentence % {"title": title, "words": _quoted(getattr(new, name))}
    before = {cookie.name: cookie for cookie in old.cookies}
    for cookie in new.cookies:
        known = before.pop(cookie.name, None)
        names = {"title": title, "cookie": cookie.name, "purpose": cookie.purpose}
        if known is None:
            yield _("%(title)s: new cookie %(cookie)s. %(purpose)s") % names
        elif known != cookie:
            party = _("third party") if cookie.is_third_party else _("first party")
            names["facts"] = f"{cookie.provider}, {cookie.lifetime}, {party}."
            yield _("%(title)s: cookie %(cookie)s is now: %(purpose)s %(facts)s") % (
                names
            )
    for name in before:
        yield _("%(title)s: the cookie %(cookie)s is gone.") % {
            "title": title,
            "cookie": name,
        }
