"""Notices as open data: the same facts that their pages show, for programs."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from notices.models import Notice
from notices.views import NOTICES_PER_PAGE
from pages import schema
from pages.data import (
    absolute,
    answer,
    data,
    data_by,
    link,
    moment,
    page_facts,
    page_links,
)
from pages.paging import page_of
from policy.data.schemas import EFFECTIVE_AT, NUMBER, SLUG
from policy.redline import SectionState
from policy.views.shared import to_permanent_address

Json = dict[str, object]


@data_by("page")
def notices(request: HttpRequest) -> HttpResponseBase:
    """Every notice that began to show, the newest first, in pages."""
    begun = Notice.objects.begun().with_facts().newest_first()
    page = page_of(request, begun, NOTICES_PER_PAGE)
    content = {
        "notices": [shape_of(each) for each in page],
        "links": {
            **page_links(link("notices_data"), page),
            "page": link("notices:notices"),
            "feed": link("notices:feed"),
        },
        **page_facts(page),
    }
    return answer("notices", content)


@data
def notice(request: HttpRequest, number: int) -> HttpResponseBase:
    """One notice, permanent once it began to show."""
    found = get_object_or_404(Notice.objects.begun().with_facts(), number=number)
    address = found.get_absolute_url().removesuffix("/") + ".json"
    elsewhere = to_permanent_address(request, address)
    return elsewhere or answer("notice", shape_of(found))


def shape_of(notice: Notice) -> Json:
    """A notice of ``with_facts()``; ``SHAPE`` says what each field is."""
    version = notice.version
    return {
        "number": notice.number,
        "id": notice.tag,
        "summary": notice.summary,
        "for_whom": notice.for_whom or None,
        "what_to_do": notice.what_to_do or None,
        "shorter_notice": notice.shorter_notice or None,
        "shown_from": moment(notice.shown_from),
        "shown_until": moment(notice.shown_until),
        "end": _end(notice),
        "about": _about(notice),
        "sections": notice.listed_sections,
        "hash": notice.digest,
        "links": {
            "self": link("notices:notice_data", notice.number),
            "page": absolute(notice.get_absolute_url()),
            "version": (
                link("policy:version_data", version.policy.slug, version.number)
                if version
                else None
            ),
            "changes": (
                absolute(notice.redline_url.removesuffix("/") + ".json")
                if notice.redline_url
                else None
            ),
        },
    }


def _end(notice: Notice) -> Json | None:
    end = notice.early_end
    if end is None:
        return None
    by = end.superseded_by
    return {
        "ended_at": moment(end.ended_at),
        "reason": end.reason or None,
        "superseded_by": link("notices:notice_data", by.number) if by else None,
    }


def _about(notice: Notice) -> Json | None:
    version = notice.version
    if version is None:
        return None
    return {
        "policy": version.policy.slug,
        "number": version.number,
        "time_zone": version.policy.time_zone,
        "effective_at": moment(version.effective_at),
        "withheld": notice.lacks_text,
    }


END = schema.record(
    "How it was ended before its time.",
    {
        "ended_at": schema.moment("When it was ended."),
        "reason": schema.maybe(schema.text("Why, in plain words.")),
        "superseded_by": schema.maybe(schema.link("The notice in its place.")),
    },
)
ABOUT = schema.record(
    "The version that it is about.",
    {
        "policy": SLUG,
        "number": NUMBER,
        "time_zone": schema.text("The time zone of the policy, by its IANA name."),
        "effective_at": EFFECTIVE_AT,
        "withheld": schema.flag("Whether that version is withheld."),
    },
)
SECTION = schema.record(
    "A section that changes.",
    {
        "heading": schema.text("Its heading."),
        "place": schema.text("Its place on the page of the comparison."),
        "state": schema.one_of(list(SectionState), "What becomes of it."),
    },
)
SHAPE = {
    "number": schema.whole("The notice's number."),
    "id": schema.text("Its name in the feed, which stays when the site moves."),
    "summary": schema.text("What changes, and when."),
    "for_whom": schema.maybe(schema.text("Whom it concerns.")),
    "what_to_do": schema.maybe(schema.text("What a reader can do about it.")),
    "shorter_notice": schema.maybe(schema.text("Why it was announced so late.")),
    "shown_from": schema.moment("When it began to show."),
    "shown_until": schema.moment("Until when it shows, as planned."),
    "end": schema.maybe(END),
    "about": schema.maybe(ABOUT),
    "sections": schema.rows(SECTION, "The sections that change."),
    "hash": schema.digest("The notice's SHA-256."),
    "links": schema.record(
        "Ways from here.",
        {
            "self": schema.link("This notice."),
            "page": schema.link("Its page."),
            "version": schema.maybe(schema.link("The version that it is about.")),
            "changes": schema.maybe(schema.link("What changed in that version.")),
        },
    ),
}
SCHEMAS = {
    "notices": schema.paged(
        "The notices, the newest first.",
        {
            "notices": schema.rows(
                schema.record("A notice.", SHAPE), "Those of this page."
            ),
            "links": schema.page_links(
                {
                    "page": schema.link("The same to read."),
                    "feed": schema.link("The newest as a feed (Atom)."),
                }
            ),
        },
    ),
    "notice": schema.answer("A notice.", SHAPE),
}
