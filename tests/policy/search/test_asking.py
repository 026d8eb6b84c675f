"""What somebody typed becomes terms; nothing in it is a command."""

from __future__ import annotations

import pytest

from policy.search.asking import MOST_WORDS, Query, read


def phrases(query: Query) -> list[tuple[tuple[str, ...], ...]]:
    return [term.phrases for term in query.terms]


def test_each_word_is_a_term() -> None:
    assert phrases(read("Your  RIGHTS")) == [(("your",),), (("rights",),)]


@pytest.mark.parametrize("quotes", ['""', "“”", "„“", "«»"])
def test_words_in_quotes_are_one_term(quotes: str) -> None:
    query = read(f"see {quotes[0]}your rights{quotes[1]}")
    assert phrases(query) == [(("see",),), (("your", "rights"),)]
    assert not query.terms[1].is_beginning


@pytest.mark.parametrize("text", ['your "rights', '"your rights', 'your rights"'])
def test_a_quote_that_is_not_closed_is_none(text: str) -> None:
    assert phrases(read(text)) == [(("your",),), (("rights",),)]


def test_a_word_of_three_letters_may_go_on_and_a_shorter_one_may_not() -> None:
    assert [term.is_beginning for term in read("ip right").terms] == [False, True]


def test_both_spellings_of_a_hyphenated_word_are_good() -> None:
    assert phrases(read("e-mail")) == [(("e", "mail"), ("email",))]
    assert phrases(read('"e-mail"')) == [(("e", "mail"),)]


def test_a_script_without_spaces_is_looked_for_in_pairs() -> None:
    assert phrases(read("個人情報")) == [(("個人", "人情", "情報"),)]
    assert phrases(read("報")) == [(("報",),)]
    assert read("報").terms[0].is_beginning


@pytest.mark.parametrize(
    "text", ["", " ", '"', '""', "(", "*", "🍪", "\0", "-", "' OR 1=1", "a AND"]
)
def test_nothing_is_a_command(text: str) -> None:
    for term in read(text).terms:
        assert all(word.isalnum() for phrase in term.phrases for word in phrase)


def test_what_is_typed_twice_counts_once() -> None:
    assert len(read("rights Rights RIGHTS").terms) == 1


def test_more_words_than_count_are_left_out_and_that_is_said() -> None:
    words = [f"word{number}" for number in range(MOST_WORDS)]
    query = read(" ".join(words))
    assert len(query.terms) == MOST_WORDS
    assert not query.is_cut
    query = read(" ".join([*words, "more"]))
    assert len(query.terms) == MOST_WORDS
    assert query.is_cut


def test_a_phrase_that_is_too_long_is_cut_as_well() -> None:
    for text in (f'"{"word " * 99}"', "个人信息" * 40, "a-b-c-d-" * 20):
        query = read(text)
        assert query.is_cut, text
        assert len(query.terms[0].phrases[0]) == MOST_WORDS
