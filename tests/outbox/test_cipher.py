"""Personal data at rest: only the keys read it, and keys can be changed."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from outbox import cipher

OLD, NEW = "an old key " * 6, "a new key " * 6
TEXT = "jäne@example.com"


def test_what_is_encrypted_can_be_read_again() -> None:
    token = cipher.encrypt(TEXT)
    assert cipher.decrypt(token) == TEXT
    assert "example" not in token
    assert token.isascii()


def test_the_same_text_never_looks_the_same() -> None:
    assert cipher.encrypt(TEXT) != cipher.encrypt(TEXT)


def test_what_was_altered_is_not_read() -> None:
    token = cipher.encrypt(TEXT)
    altered = token[:40] + ("A" if token[40] != "A" else "B") + token[41:]
    for wrong in (altered, "", "plain text"):
        with pytest.raises(cipher.Unreadable):
            cipher.decrypt(wrong)


def test_a_key_of_before_still_reads(settings: Settings) -> None:
    settings.MAIL_KEYS = [OLD]
    token = cipher.encrypt(TEXT)
    settings.MAIL_KEYS = [NEW, OLD]
    assert cipher.decrypt(token) == TEXT
    newer = cipher.encrypt(TEXT)
    settings.MAIL_KEYS = [NEW]
    assert cipher.decrypt(newer) == TEXT
    with pytest.raises(cipher.Unreadable):
        cipher.decrypt(token)


def test_a_keyed_hash_finds_a_text_with_the_keys_only(settings: Settings) -> None:
    settings.MAIL_KEYS = [OLD]
    before = cipher.keyed_hash(TEXT)
    assert len(before) == 64
    assert before == cipher.keyed_hash(TEXT) != cipher.keyed_hash(TEXT + " ")
    settings.MAIL_KEYS = [NEW, OLD]
    assert cipher.keyed_hashes(TEXT) == [cipher.keyed_hash(TEXT), before]
    settings.MAIL_KEYS = [NEW]
    assert before not in cipher.keyed_hashes(TEXT)


def test_a_mark_tells_the_newest_key_from_others(settings: Settings) -> None:
    settings.MAIL_KEYS = [OLD]
    before = cipher.key_mark()
    settings.MAIL_KEYS = [OLD, NEW]
    assert cipher.key_mark() == before
    settings.MAIL_KEYS = [NEW, OLD]
    assert cipher.key_mark() != before
