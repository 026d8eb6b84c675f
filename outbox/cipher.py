"""Personal data at rest: encrypted, and found again without being revealed.

Two keys come from each secret in ``settings.MAIL_KEYS`` for each use (HKDF-SHA256): one
encrypts, the other makes keyed hashes. The first secret is used for what is new; the
others only still read what was written with them: docs/mail.md says how to change keys.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_BYTES = 32


class Unreadable(Exception):
    """No key fits: it was encrypted with another key, or altered."""


@dataclass(frozen=True)
class Cipher:
    """The keys of one use, such as "outbox": what one use encrypted or hashed tells
    nothing to another.
    """

    use: str

    def encrypt(self, text: str) -> str:
        """The text as an ASCII token (Fernet: AES-128-CBC and HMAC-SHA256)."""
        return self.encrypt_bytes(text.encode()).decode("ascii")

    def decrypt(self, token: str) -> str:
        """What was encrypted with any of the keys. Raises Unreadable."""
        return self.decrypt_bytes(token.encode()).decode()

    def encrypt_bytes(self, content: bytes) -> bytes:
        """The same for a file; a third longer, because the token is ASCII."""
        return self._ciphers().encrypt(content)

    def decrypt_bytes(self, token: bytes) -> bytes:
        """What was encrypted with any of the keys. Raises Unreadable."""
        try:
            return self._ciphers().decrypt(token)
        except InvalidToken:
            raise Unreadable from None

    def keyed_hash(self, text: str) -> str:
        """64 hex digits that only a holder of the newest key can compute from the text.

        To be stored beside an encrypted text that has to be found again.
        """
        return self.keyed_hashes(text)[0]

    def keyed_hashes(self, text: str) -> list[str]:
        """The hash under every key, the newest first: what to look a row up by."""
        keys = _lookup_keys(self.use, tuple(settings.MAIL_KEYS))
        return [hmac.digest(key, text.encode(), "sha256").hex() for key in keys]

    def key_mark(self) -> str:
        """16 hex digits that tell the newest key from any other.

        To be stored beside what is kept for long and encrypted anew once the key
        changes.
        """
        return self.keyed_hash("the mark of this key")[:16]

    def _ciphers(self) -> MultiFernet:
        return _ciphers(self.use, tuple(settings.MAIL_KEYS))


MAILS = Cipher("outbox")
encrypt = MAILS.encrypt
decrypt = MAILS.decrypt
keyed_hash = MAILS.keyed_hash
keyed_hashes = MAILS.keyed_hashes
key_mark = MAILS.key_mark


@lru_cache(maxsize=8)
def _ciphers(use: str, secrets: Sequence[str]) -> MultiFernet:
    keys = (_derived(secret, f"{use} encryption") for secret in secrets)
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])


@lru_cache(maxsize=8)
def _lookup_keys(use: str, secrets: Sequence[str]) -> list[bytes]:
    return [_derived(secret, f"{use} lookup") for secret in secrets]


def _derived(secret: str, use: str) -> bytes:
    derivation = HKDF(
        algorithm=SHA256(), length=KEY_BYTES, salt=None, info=use.encode()
    )
    return derivation.derive(secret.encode())
