"""E-mail addresses: one spelling of each, and hashes to find it again by."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode
from django.utils.translation import gettext as _

from outbox import cipher
from outbox.letters import MOST_ADDRESS, line_problems


def clean_address(typed: str) -> str:
    """The address to send to: without spaces around it, the domain as DNS has it.

    Raises ValidationError with a sentence for who typed it.
    """
    address = _with_plain_domain(typed.strip())
    validate_email(address)
    if len(address) > MOST_ADDRESS:
        raise ValidationError(_("This is too long for an e-mail address."))
    if any(line_problems("", address)):
        raise ValidationError(_("Enter a valid email address."))
    return address


def address_hash(address: str) -> str:
    """What to store beside an encrypted address that has to be found again."""
    return cipher.keyed_hash(comparable(address))


def address_hashes(address: str) -> list[str]:
    """The hash under every key: what to look an address up by."""
    return cipher.keyed_hashes(comparable(address))


def comparable(address: str) -> str:
    """The one spelling of an address that is hashed; not to be written to.

    Only the host may tell capitals apart (RFC 5321, 2.4), and none is known to.

    Otherwise one mailbox would have as many names as its letters have cases.
    """
    try:
        return _with_plain_domain(address.strip()).lower()
    except ValidationError:
        return address.strip().lower()


def _with_plain_domain(address: str) -> str:
    local, at, domain = address.rpartition("@")
    try:
        return f"{local}{at}{punycode(domain.lower())}"
    except UnicodeError:
        raise ValidationError(_("Enter a valid email address.")) from None
