"""The catalogue in force as open data: what visitors are asked with, for programs."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from consent.catalogue import Published
from consent.choices import CATEGORIES
from consent.in_force import catalogue_now
from pages import schema
from pages.data import answer, data, link, moment, problem

Json = dict[str, object]


@data
def catalogue(request: HttpRequest) -> HttpResponseBase:
    """The catalogue version that visitors are asked with now."""
    known = catalogue_now()
    if known is None:
        return problem(503, _("No catalogue of cookies is published."))
    return answer("catalogue", shape_of(known.in_force))


def shape_of(version: Published) -> Json:
    """A catalogue version; ``SCHEMAS`` says what each field is."""
    return {
        "number": version.number,
        "material": version.is_material,
        "change_note": version.change_note,
        "published_at": moment(version.published_at),
        "hash": version.digest,
        "banner": {name: getattr(version.content, name) for name in BANNER},
        "categories": [asdict(each) for each in version.content.categories],
        "links": {
            "self": link("catalogue_data"),
            "page": link("cookies"),
        },
    }


BANNER: dict[str, schema.Schema] = {
    "heading": schema.text("Its heading."),
    "sentence": schema.text("What it asks."),
    "accept": schema.text("The button that accepts."),
    "reject": schema.text("The button that rejects."),
    "link": schema.text("The link to all choices."),
}
COOKIE = schema.record(
    "A cookie.",
    {
        "name": schema.text("Its name, without the prefix that https brings."),
        "purpose": schema.text("What it is for."),
        "lifetime": schema.text("How long the browser keeps it."),
        "provider": schema.text("Who sets it."),
        "is_third_party": schema.flag("Whether that is a third party."),
    },
)
CATEGORY = schema.record(
    "One purpose of cookies.",
    {
        "slug": schema.one_of(sorted(CATEGORIES), "Its name for programs."),
        "title": schema.text("Its name."),
        "lead": schema.text("What it does."),
        "refusing": schema.text("What is lost by rejecting it."),
        "purpose": schema.text("What it is for."),
        "legal_basis": schema.text("What allows it."),
        "cookies": schema.rows(COOKIE, "Its cookies."),
    },
)
SCHEMAS = {
    "catalogue": schema.answer(
        "The catalogue version that visitors are asked with now.",
        {
            "number": schema.whole("The catalogue version's number."),
            "material": schema.flag("Whether it asked every visitor again."),
            "change_note": schema.text("What changed and why."),
            "published_at": schema.moment("When it was published."),
            "hash": schema.digest("Its SHA-256."),
            "banner": schema.record("The words of the banner.", BANNER),
            "categories": schema.rows(CATEGORY, "In their order."),
            "links": schema.record(
                "Ways from here.",
                {
                    "self": schema.link("This answer."),
                    "page": schema.link("The page of all choices."),
                },
            ),
        },
    ),
}
