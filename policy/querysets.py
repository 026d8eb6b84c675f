"""The questions that pages ask of versions; time is always an argument."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from pages import clock

if TYPE_CHECKING:
    from policy.models import PolicyVersion  # noqa: F401


class PolicyVersionQuerySet(models.QuerySet["PolicyVersion"]):
    """Versions by where they stand at a moment."""

    def drafts(self) -> Self:
        """What staff are still writing; never public."""
        return self.filter(published_at__isnull=True)

    def published(self) -> Self:
        """Everything that was made public, withdrawn versions included."""
        return self.filter(published_at__isnull=False)

    def standing(self) -> Self:
        """Published and not withdrawn: what takes or took force."""
        return self.published().filter(withdrawal__isnull=True)

    def readable(self) -> Self:
        """What is not withheld: whose words a page may give."""
        return self.filter(withholdings__isnull=True)

    def withheld(self) -> Self:
        """What no page may give a word of."""
        return self.filter(withholdings__isnull=False).distinct()

    def begun(self, at: datetime | None = None) -> Self:
        """What has taken force by the moment (default: now), superseded or not."""
        return self.standing().filter(effective_at__lte=at or clock.now())

    def in_force(self, at: datetime | None = None) -> Self:
        """The version of each policy that is in force at the moment (default: now)."""
        return self.filter(pk__in=_last_begun(at or clock.now()))

    def not_superseded(self, at: datetime | None = None) -> Self:
        """In force at the moment (default: now), or to take force after it."""
        at = at or clock.now()
        begins_later = Q(effective_at__gt=at)
        return self.standing().filter(Q(pk__in=_last_begun(at)) | begins_later)

    def in_force_during(self, start: datetime, end: datetime) -> Self:
        """Every version in force at any time from ``start`` until before ``end``."""
        begun = _siblings().filter(effective_at__lte=start).order_by("-effective_at")
        first = Coalesce(Subquery(begun.values("effective_at")[:1]), start)
        return self.standing().filter(effective_at__gte=first, effective_at__lt=end)

    def upcoming(self, at: datetime | None = None) -> Self:
        """Versions that were public at the moment and were to take force after it."""
        at = at or clock.now()
        return self.published().filter(
            Q(withdrawal__isnull=True) | Q(withdrawal__withdrawn_at__gt=at),
            published_at__lte=at,
            effective_at__gt=at,
        )

    def review_overdue(self, at: datetime | None = None) -> Self:
        """Versions in force that nobody looked at for more than 12 calendar months, the
        one that waits longest first. What is withheld cannot be read again.

        Adds ``looked_at``: its last review by the moment, or its publication. An import
        was not published here, so that its effective date counts.
        """
        at = at or clock.now()
        published = Case(
            When(origin="import", then=F("effective_at")), default=F("published_at")
        )
        reviews = _reviews().filter(reviewed_at__lte=at).values("reviewed_at")[:1]
        looked_at = Coalesce(Subquery(reviews), published)
        overdue = self.in_force(at).readable().annotate(looked_at=looked_at)
        return overdue.filter(looked_at__lt=a_year_before(at)).order_by("looked_at")

    def awaiting_confirmation(self) -> Self:
        """What one person published alone, and nobody else stood by yet."""
        return self.published().filter(
            Exists(_steps("emergency")), ~Exists(_steps("confirmed"))
        )

    def dated(self) -> Self:
        """Add ``superseded_at``: the moment the next version takes force, or None;
        and ``draft_step``: what was last decided about a draft as it is.

        Needed by ``PolicyVersion.status()``; one query, however many versions.
        """
        versions = self.with_end().with_withholdings()
        return versions.annotate(draft_step=_draft_step())

    def with_end(self) -> Self:
        """Add ``superseded_at`` alone: enough for the status of what is published."""
        versions = self.with_is_withheld().select_related("policy", "withdrawal")
        return versions.annotate(superseded_at=_superseded_at())

    def with_is_withheld(self) -> Self:
        """For ``PolicyVersion.is_withheld``: in the same query."""
        return self.annotate(has_withholdings=_has_withholdings())

    def with_withholdings(self) -> Self:
        """For ``PolicyVersion.withheld``: one more query, however many versions."""
        return self.prefetch_related(_withholdings())

    def with_before(self) -> Self:
        """Add ``standing_before``: the number of the nearest standing version before
        that can be read, or None.

        What was withdrawn never applied to a reader, and what is withheld is not shown:
        changes are told past both.
        """
        return self.annotate(standing_before=_standing_before())

    def with_after(self) -> Self:
        """Add ``standing_after``: the same on the other side."""
        return self.annotate(standing_after=_standing_after())

    def with_dates(self, at: datetime | None = None) -> Self:
        """For ``Reading.dates``: add ``meaning_since``, the moment of the latest
        material version up to this one (a first version counts), and ``reviewed_at``.

        ``at`` is when a draft without an effective date would take force.
        """
        return self.annotate(
            meaning_since=_meaning_since(at), reviewed_at=_reviewed_at()
        )

    def without_bodies(self) -> Self:
        """For lists: leave the long texts in the database."""
        return self.defer("source", "html")

    def with_text_of(self, versions: Self) -> Self:
        """The same, with the HTML of those versions alone, as ``text``."""
        return self.without_bodies().with_text_where(Q(pk__in=versions.values("pk")))

    def with_text_where(self, condition: Q) -> Self:
        """Add ``text``: the HTML where the condition holds, else None."""
        return self.annotate(text=Case(When(condition, then="html")))

    def newest_first(self) -> Self:
        """By number, the newest first."""
        return self.order_by(F("number").desc(nulls_first=True))


def load_withholdings(versions: Sequence[PolicyVersion]) -> None:
    """The same as ``with_withholdings()`` for versions at hand: one query."""
    prefetch_related_objects(versions, _withholdings())


def _withholdings() -> Prefetch[str]:
    from policy.models import Withholding

    return Prefetch("withholdings", Withholding.objects.select_related("request"))


def _siblings() -> PolicyVersionQuerySet:
    """Standing versions of the same policy, for use in a subquery."""
    from policy.models import PolicyVersion

    return PolicyVersion.objects.standing().filter(policy=OuterRef("policy"))


def _shown_siblings() -> PolicyVersionQuerySet:
    """Standing versions of the same policy that can be read, for use in a subquery.

    The same as ``_siblings().readable()``, in words by which PostgreSQL knows that
    nearly all are: it then takes the nearest from the index instead of sorting all.
    """
    from policy.models import PolicyVersion, Withdrawal, Withholding

    of_it = {"version": OuterRef("pk")}
    return PolicyVersion.objects.published().filter(
        ~Exists(Withdrawal.objects.filter(**of_it).order_by()),
        ~Exists(Withholding.objects.filter(**of_it).order_by()),
        policy=OuterRef("policy"),
    )


def _last_begun(at: datetime) -> models.QuerySet[Any, Any]:
    """The keys of the versions in force, looked up policy by policy: to ask of every
    version whether a later one has begun takes long where there are thousands."""
    from policy.models import Policy, PolicyVersion

    begun = PolicyVersion.objects.begun(at).filter(policy=OuterRef("pk"))
    last = Subquery(begun.order_by("-effective_at").values("pk")[:1])
    return Policy.objects.order_by().annotate(last_begun=last).values("last_begun")


def _reviews() -> models.QuerySet[Any]:
    """The reviews of the version, the last first, for use in a subquery."""
    from policy.models.events import Review

    reviews = Review.objects.filter(version=OuterRef("pk"))
    return reviews.order_by("-reviewed_at")


def _steps(kind: str) -> models.QuerySet[Any]:
    """Steps of the kind about the version, for use in a subquery."""
    from policy.models.drafting import DraftStep

    return DraftStep.objects.filter(version=OuterRef("pk"), kind=kind)


def a_year_before(moment: datetime) -> datetime:
    """The same moment 12 calendar months before; of February 29, on the 28th."""
    try:
        return moment.replace(year=moment.year - 1)
    except ValueError:
        return moment.replace(year=moment.year - 1, day=28)


# Built once: Django takes longer to build these than the database takes to answer.


@cache
def _superseded_at() -> Subquery:
    later = _siblings().filter(effective_at__gt=OuterRef("effective_at"))
    return Subquery(later.order_by("effective_at").values("effective_at")[:1])


@cache
def _standing_before() -> Subquery:
    before = _shown_siblings().filter(number__lt=OuterRef("number"))
    return Subquery(before.order_by("-number").values("number")[:1])


@cache
def _standing_after() -> Subquery:
    after = _shown_siblings().filter(number__gt=OuterRef("number"))
    return Subquery(after.order_by("number").values("number")[:1])


@cache
def _has_withholdings() -> Exists:
    from policy.models import Withholding

    return Exists(Withholding.objects.filter(version=OuterRef("pk")).order_by())


@cache
def _reviewed_at() -> Subquery:
    return Subquery(_reviews().values("reviewed_at")[:1])


def _meaning_since(at: datetime | None) -> Coalesce:
    moment = Coalesce(OuterRef("effective_at"), at) if at else OuterRef("effective_at")
    earlier = _siblings().filter(effective_at__lte=moment).values("effective_at")
    return Coalesce(
        Subquery(earlier.filter(material=True).order_by("-effective_at")[:1]),
        Subquery(earlier.order_by("effective_at")[:1]),
    )


@cache
def _draft_step() -> Subquery:
    """The last step that says where a draft stands with its present content."""
    from policy.models.drafting import ADDED, DECISIVE, DraftStep, StepKind

    steps = DraftStep.objects.filter(
        version=OuterRef("pk"),
        fingerprint=OuterRef("fingerprint"),
        kind__in=DECISIVE,
    )
    added_later = DraftStep.objects.filter(
        version=OuterRef("version"),
        fingerprint=OuterRef("fingerprint"),
        kind__in=ADDED,
        pk__gt=OuterRef("pk"),
    )
    steps = steps.exclude(Q(Exists(added_later), kind=StepKind.APPROVED))
    return Subquery(steps.order_by("-pk").values("kind")[:1])
