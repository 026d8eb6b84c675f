"""Words are compared without case and accents, the same for every database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.search.folding import LONGEST_WORD, Kind, fold, joined, words

MOST_LETTERS = 10_000


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("İstanbul", "istanbul"),
        ("ısı", "isi"),
        ("ﬁle", "file"),
        ("Élan", "elan"),
        ("E\u0301lan", "elan"),
        ("Ørsted", "orsted"),
        ("ὈΔΥΣΣΕΎΣ", "οδυσσευσ"),
        ("ὀδυσσεύς", "οδυσσευσ"),
        ("Ёлка", "елка"),
        ("شُكْرًا", "شكرا"),
        ("الـــقواعد", "القواعد"),
        ("שָׁלוֹם", "שלום"),
        ("٢٠٢٠", "2020"),
        ("２０２０", "2020"),
        ("²", "2"),
        ("soft\u00adhyphen", "softhyphen"),
        ("ﾃﾞｰﾀ", "データ"),
        ("हिन्दी", "हिन्दी"),
        ("한국어", "한국어"),
        ("🍪", ""),
        ("\ufe0f", ""),
    ],
)
def test_spellings_of_one_word_are_the_same(word: str, folded: str) -> None:
    assert fold(word) == folded


def test_vowel_signs_and_voicing_make_another_word() -> None:
    assert fold("दिन") != fold("दीन")
    assert fold("か") != fold("が")
    assert fold("กิน") != fold("กัน")


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text: str) -> None:
    for word in words(text):
        assert fold(word.letters) == word.letters


@given(st.text(max_size=200))
def test_a_word_holds_no_space_and_no_punctuation(text: str) -> None:
    for word in words(text):
        assert word.letters
        assert len(word.letters) <= 2 * LONGEST_WORD
        assert not set(word.letters) & set(" \0\t\n'\"\\|&!():*<>-")
        assert len(word.letters.split()) == 1
        assert 0 <= word.start < word.end <= len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't sell my data.", "dont sell my data"),
        ("The user’s “rights”", "the users rights"),
        ("a\0b", "a b"),
        ("x_y/z", "x y z"),
        ("Send an e-mail", "send an e mail | email"),
        ("opt-out, E\u2011Mail", "opt out e mail | optout email"),
        ("first-party-cookie", "first party cookie | firstpartycookie"),
        ("- item", "item"),
        ("个人信息", "个人 人信 信息 | 息"),
        ("GDPR対応", "gdpr 対応 | 応"),
        ("ข้อมูล", "ข้อ อมู มูล | ล"),
        ("", ""),
        ("🍪 … “”", ""),
    ],
)
def test_a_text_is_its_words(text: str, expected: str) -> None:
    assert joined(text, MOST_LETTERS) == expected


def test_words_say_where_they_stand() -> None:
    text = "Über E-Mail: 個人情報"
    found = {(word.letters, text[word.start : word.end]) for word in words(text)}
    assert found == {
        ("uber", "Über"),
        ("e", "E"),
        ("mail", "Mail"),
        ("email", "E-Mail"),
        ("個人", "個人"),
        ("人情", "人情"),
        ("情報", "情報"),
        ("報", "報"),
    }
    kinds = [word.kind for word in words("個人 e-mail")]
    assert kinds == [Kind.PAIR, Kind.TAIL, Kind.WORD, Kind.WORD, Kind.COMPOUND]


def test_an_index_takes_no_more_than_so_many_letters() -> None:
    assert len(joined("word " * 1000, 50)) <= 50
    assert len(joined("ﷺ " * 1000, 500)) <= 500
