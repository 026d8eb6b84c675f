"""One spelling of each address, and hashes that find it again."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from pytest_django import Settings

from outbox.addresses import address_hash, address_hashes, clean_address


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  jane@example.com ", "jane@example.com"),
        ("Jane.Doe@EXAMPLE.com", "Jane.Doe@example.com"),
        ("jane@Bücher.example", "jane@xn--bcher-kva.example"),
        ("jane+news@example.co.uk", "jane+news@example.co.uk"),
    ],
)
def test_an_address_is_sent_to_as_it_was_typed_but_for_its_domain(
    typed: str, clean: str
) -> None:
    assert clean_address(typed) == clean
    assert clean_address(clean) == clean


@pytest.mark.parametrize(
    "typed",
    [
        *("", "jane", "jane@", "@example.com", "jane@example", "a@b@example.com"),
        *("jane@example..com", "jane@" + "x" * 64 + ".com", "j" * 250 + "@a.com"),
        *("jane@example.com\nbcc: x@example.com", '"a\x01b"@example.com'),
        *("jane\udc80@example.com", "jane@example.com, joe@example.com"),
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        clean_address(typed)


@pytest.mark.parametrize(
    "other", ["JANE@example.com", " jane@EXAMPLE.COM", "Jane@Example.com"]
)
def test_one_mailbox_has_one_hash(other: str) -> None:
    assert address_hash(other) == address_hash("jane@example.com")
    assert address_hash(other) != address_hash("joe@example.com")


def test_it_is_found_under_a_key_of_before(settings: Settings) -> None:
    settings.MAIL_KEYS = ["an old key " * 6]
    before = address_hash("jane@example.com")
    settings.MAIL_KEYS = ["a new key " * 6, "an old key " * 6]
    assert before in address_hashes("Jane@example.com")
    assert before != address_hash("jane@example.com")
