"""What a finished page answers to a request: coding, 304, HEAD. RFC 9110."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.utils.http import parse_etags, parse_http_date_safe

from pages.finished import BROTLI, GZIP, IDENTITY, Finished, RawHeader

MAX_AGE_SECONDS = 60
LONGEST = f"public, max-age={MAX_AGE_SECONDS}"
# A year, and no question whether it changed meanwhile (RFC 8246).
IMMUTABLE = "public, max-age=31536000, immutable"
VARY = (b"vary", b"Accept-Encoding")

# From then on nothing else can have been finished in the second that it names.
DATED_AFTER = timedelta(seconds=1)


class Conditions(NamedTuple):
    """The request headers that decide; '' where one is missing."""

    accept_encoding: str = ""
    if_none_match: str = ""
    if_modified_since: str = ""


class Answer(NamedTuple):
    """A whole response; to HEAD the body is left out, and its length is not."""

    status: int
    headers: list[RawHeader]
    body: bytes


def answer(page: Finished, conditions: Conditions, at: datetime) -> Answer:
    """The page, or 304 Not Modified."""
    form = page.form(chosen(conditions.accept_encoding))
    lifetime = cache_control(page.until, at, is_immutable=page.is_immutable)
    timely = [(b"cache-control", lifetime.encode())]
    is_dated = at >= page.since + DATED_AFTER
    if is_dated:
        timely.append((b"last-modified", page.last_modified))
    if _is_known(page, form.etag, is_dated, conditions):
        kept = [*timely, (b"etag", form.etag.encode()), VARY, *page.cross_origin]
        return Answer(304, kept, b"")
    return Answer(200, form.head + timely, form.body)


def cache_control(
    until: datetime | None, at: datetime, *, is_immutable: bool = False
) -> str:
    """How long anybody may keep it: never past the next known change."""
    if is_immutable:
        return IMMUTABLE
    if until is None:
        return LONGEST
    left = int((until - at).total_seconds())
    return f"public, max-age={max(0, min(MAX_AGE_SECONDS, left))}"


@lru_cache(maxsize=256)
def chosen(accept_encoding: str) -> str:
    """The coding that the client likes best; of equals the one that is smallest."""
    weights = _weights(accept_encoding)
    best, best_weight = IDENTITY, weights.get(IDENTITY, -1.0)
    for coding in (GZIP, BROTLI):
        weight = weights.get(coding, 0.0)
        if weight > 0 and weight >= best_weight:
            best, best_weight = coding, weight
    return best


def _weights(accept_encoding: str) -> dict[str, float]:
    """The weight of each known coding (12.5.3); what is not named has none."""
    named: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        coding, *parameters = (text.strip() for text in part.split(";"))
        named[coding] = _weight(parameters)
    if (rest := named.pop("*", None)) is not None:
        named = {BROTLI: rest, GZIP: rest, IDENTITY: rest} | named
    return named


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0


def _is_known(
    page: Finished, etag: str, is_dated: bool, conditions: Conditions
) -> bool:
    """Whether the client has these very bytes (13.1.2, 13.1.3)."""
    if conditions.if_none_match:
        known = conditions.if_none_match
        # The common case, without taking the list apart.
        if known == etag or known.strip() == "*":
            return True
        return etag in (tag.removeprefix("W/") for tag in parse_etags(known))
    if not conditions.if_modified_since or not is_dated:
        return False
    since = parse_http_date_safe(conditions.if_modified_since)
    return since is not None and int(page.since.timestamp()) <= since
