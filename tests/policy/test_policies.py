"""What may be a policy: its address and its time zone."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from policy.models import Policy
from policy.slugs import RESERVED_SLUGS
from tests.attacks import refused
from tests.factories import make_policy

pytestmark = pytest.mark.django_db

TAKEN = ["en", "fr", "a", *RESERVED_SLUGS]


def policy(**fields: object) -> Policy:
    return Policy(**{"slug": "terms", "title": "Terms", "company": "Us"} | fields)


def test_it_has_chicago_time_unless_told_otherwise() -> None:
    terms = policy()
    terms.full_clean()
    assert terms.zone.key == "America/Chicago"


@pytest.mark.parametrize("slug", TAKEN)
def test_it_refuses_an_address_of_the_site_in_a_sentence(slug: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        policy(slug=slug).full_clean()
    assert set(refusal.value.message_dict) == {"slug"}
    assert f"“{slug}” is an address of the site itself" in str(refusal.value)


@pytest.mark.parametrize("slug", TAKEN)
def test_the_database_refuses_an_address_of_the_site(slug: str) -> None:
    with refused("policy_slug_is_free"):
        Policy.objects.bulk_create([policy(slug=slug)])


def test_the_database_refuses_to_move_a_policy_to_an_address_of_the_site() -> None:
    make_policy()
    with refused("policy_slug_is_free"):
        Policy.objects.update(slug="cookies")


def test_its_constraint_speaks_in_a_sentence() -> None:
    with pytest.raises(ValidationError, match="belongs to the site itself"):
        policy(slug="admin").validate_constraints()


def test_it_refuses_an_address_that_is_taken() -> None:
    make_policy(slug="terms")
    with pytest.raises(ValidationError, match="already exists"):
        policy().full_clean()
    with refused():
        Policy.objects.bulk_create([policy()])


@pytest.mark.parametrize("slug", ["two words", "a/b", "café", "x" * 51, ""])
def test_it_refuses_what_is_no_address(slug: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        policy(slug=slug).full_clean()
    assert "slug" in refusal.value.message_dict


@pytest.mark.parametrize(
    "name", ["Chicago", "../etc/passwd", "UTC+1", "america/chicago"]
)
def test_it_refuses_what_is_no_time_zone(name: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        policy(time_zone=name).full_clean()
    assert f"“{name}” is not a time zone" in str(refusal.value)


def test_they_are_listed_by_order_then_title() -> None:
    for order, title in [(2, "Alpha"), (1, "Beta"), (1, "Alpha")]:
        make_policy(order=order, title=title)
    found = Policy.objects.values_list("order", "title")
    assert list(found) == [(1, "Alpha"), (1, "Beta"), (2, "Alpha")]
