"""No policy can hide a page of the site: every first segment is reserved."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import URLPattern, URLResolver, get_resolver

from policy.slugs import RESERVED_SLUGS, validate_slug_is_free
from tests.factories import make_policy


def first_segments() -> set[str]:
    """What stands before the first slash in every address of the site's own."""
    patterns: list[URLPattern | URLResolver] = get_resolver().url_patterns
    return {str(pattern.pattern).partition("/")[0] for pattern in patterns}


def test_every_first_segment_of_the_site_is_reserved() -> None:
    own = {name for name in first_segments() if name and "." not in name}
    assert {"admin", "consent", "cookies", "notices", "livez", "readyz"} <= own
    assert own <= set(RESERVED_SLUGS)


def test_the_static_files_are_reserved(settings: object) -> None:
    assert settings.STATIC_URL.strip("/") in RESERVED_SLUGS  # type: ignore[attr-defined]


def test_no_reserved_slug_stands_twice() -> None:
    assert len(set(RESERVED_SLUGS)) == len(RESERVED_SLUGS)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["Terms", "a_b_c", "-terms", "a--b"])
def test_an_address_has_one_spelling(slug: str) -> None:
    with pytest.raises(ValidationError, match="lower-case letters, digits and hyphens"):
        validate_slug_is_free(slug)


@pytest.mark.django_db
def test_the_database_refuses_capital_letters() -> None:
    with pytest.raises(IntegrityError, match="policy_slug_is_lower_case"):
        make_policy(slug="COOKIES")
