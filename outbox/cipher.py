"""Personal data at rest: encrypted, and found again without being revealed.

Two keys come from each secret in ``settings.MAIL_KEYS`` (HKDF-SHA256): one encrypts,
the other makes keyed hashes. The first secret is used for what is new; the others only
still read what was written with them: docs/mail.md says how to change keys.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_BYTES = 32


class Unreadable(Exception):
    """No key fits: it was encrypted with another key, or altered."""


def encrypt(text: str) -> str:
    """The text as an ASCII token (Fernet: AES-128-CBC and HMAC-SHA256)."""
    return _ciphers(tuple(settings.MAIL_KEYS)).encrypt(text.encode()).decode("ascii")


def decrypt(token: str) -> str:
    """What was encrypted with any of the keys. Raises Unreadable."""
    try:
        return _ciphers(tuple(settings.MAIL_KEYS)).decrypt(token).decode()
    except InvalidToken:
        raise Unreadable from None


def keyed_hash(text: str) -> str:
    """64 hex digits that only a holder of the newest key can compute from the text.

    To be stored beside an encrypted text that has to be found again.
    """
    return keyed_hashes(text)[0]


def keyed_hashes(text: str) -> list[str]:
    """The text's hash under every key, the newest first: what to look a row up by."""
    return [
        hmac.digest(key, text.encode(), "sha256").hex()
        for key in _lookup_keys(tuple(settings.MAIL_KEYS))
    ]


def key_mark() -> str:
    """16 hex digits that tell the newest key from any other.

    To be stored beside what is kept for long and encrypted anew once the key changes.
    """
    return keyed_hash("the mark of this key")[:16]


@lru_cache(maxsize=1)
def _ciphers(secrets: Sequence[str]) -> MultiFernet:
    keys = (_derived(secret, b"outbox encryption") for secret in secrets)
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])


@lru_cache(maxsize=1)
def _lookup_keys(secrets: Sequence[str]) -> list[bytes]:
    return [_derived(secret, b"outbox lookup") for secret in secrets]


def _derived(secret: str, use: bytes) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=use)
    return derivation.derive(secret.encode())
