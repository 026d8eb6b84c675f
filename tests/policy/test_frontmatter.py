"""The import format: each error names the file, the line and what is wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from policy.frontmatter import BadFile, read
from tests.policy.files import file_text, write_file

CHICAGO = ZoneInfo("America/Chicago")


def problem(path: Path) -> str:
    with pytest.raises(BadFile) as refusal:
        read(path)
    text = str(refusal.value)
    assert text.startswith(f"{path}, line ")
    return text.removeprefix(f"{path}, ")


def test_it_reads_every_field(tmp_path: Path) -> None:
    path = write_file(
        tmp_path,
        title='"Terms: all of them"',
        material="yes",
        reason="A court said so.",
        lang="es",
        company="Us",
        body="\n\n## One\n\nText.\n\n---\n\nMore.\n\n\n",
    )
    file = read(path)
    assert (file.policy, file.title, file.material) == (
        "terms",
        "Terms: all of them",
        True,
    )
    assert (file.reason, file.language, file.company) == (
        "A court said so.",
        "es",
        "Us",
    )
    assert file.source == "## One\n\nText.\n\n---\n\nMore.\n"


def test_what_may_be_absent_has_a_value(tmp_path: Path) -> None:
    file = read(write_file(tmp_path))
    assert (file.reason, file.language, file.company) == ("", "en-US", "")
    assert file.effective == date(2020, 4, 17)


@pytest.mark.parametrize("before", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_change_nothing(
    tmp_path: Path, before: str, ending: str
) -> None:
    plain = read(write_file(tmp_path))
    path = tmp_path / "0001.md"
    path.write_bytes((before + file_text().replace("\n", ending)).encode())
    assert read(path) == plain


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2020-04-17", datetime(2020, 4, 17, 5, tzinfo=UTC)),
        ("2020-01-17", datetime(2020, 1, 17, 6, tzinfo=UTC)),
        ("2020-04-17T14:30", datetime(2020, 4, 17, 19, 30, tzinfo=UTC)),
        ("2020-04-17 14:30:15", datetime(2020, 4, 17, 19, 30, 15, tzinfo=UTC)),
        ("2020-04-17T14:30:00Z", datetime(2020, 4, 17, 14, 30, tzinfo=UTC)),
        ("2020-04-17T14:30:00+02:00", datetime(2020, 4, 17, 12, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_without_a_zone_is_that_of_the_policy(
    tmp_path: Path, text: str, moment: datetime
) -> None:
    file = read(write_file(tmp_path, effective=text))
    assert file.effective_at(CHICAGO) == moment


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"policy": None}, "line 1: “policy” is missing or empty."),
        ({"title": ""}, "line 3: “title” is missing or empty."),
        ({"effective": None}, "line 1: “effective” is missing or empty."),
        ({"change_note": '" "'}, "line 5: “change_note” is missing or empty."),
        ({"material": None}, "line 1: “material” is missing or empty."),
        ({"colour": "red"}, "line 7: “colour” is not a known field."),
        ({"policy": "Two words"}, "line 2: Enter a valid “slug”"),
        ({"policy": "cookies"}, "line 2: “cookies” is an address of the site itself"),
        ({"policy": "en"}, "line 2: “en” is an address of the site itself"),
        ({"policy": "x" * 51}, "line 2: “policy” is over 50 characters long."),
        ({"title": "x" * 121}, "line 3: “title” is over 120 characters long."),
        ({"company": "x" * 121}, "line 7: “company” is over 120 characters long."),
        ({"effective": "17 April 2020"}, "line 4: “effective” must be an ISO 8601"),
        ({"effective": "2020-02-30"}, "line 4: “effective” must be an ISO 8601"),
        ({"effective": "2020-04"}, "line 4: “effective” must be an ISO 8601"),
        ({"effective": "20200417T10"}, "line 4: “effective” must be an ISO 8601"),
        ({"material": "maybe"}, "line 6: “material” must be yes or no."),
        ({"lang": "English"}, "line 7: Write the language as in"),
        ({"title": "[a, b]"}, "line 3: “title” must be a single value."),
        ({"title": "Terms: all"}, "line 3: bad front matter: mapping values"),
        ({"title": '"a'}, "bad front matter"),
        ({"title": "\tTerms"}, "line 3: bad front matter"),
        ({"title": '"a\\0b"'}, "line 3: “title” holds a character that is no text."),
        ({"title": '"\\uD800"'}, "line 3: “title” holds a character that is no text."),
        ({"material": "no\npolicy: other"}, "line 7: “policy” stands twice."),
        ({"body": " \n\n"}, "line 8: the text is empty."),
        ({"body": "a\0b"}, "line 8: the text holds a NUL character."),
    ],
)
def test_an_error_names_file_and_line(
    tmp_path: Path, fields: dict[str, Any], expected: str
) -> None:
    assert expected in problem(write_file(tmp_path, **fields))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "line 1: the file must begin with front matter (---)."),
        (b"# Terms\n", "line 1: the file must begin with front matter (---)."),
        (b"---\npolicy: terms\n", "line 3: the front matter has no closing ---."),
        (b"---\n---\ntext", "line 2: the front matter must be lines of"),
        (b"---\njust words\n---\ntext", "line 2: the front matter must be lines of"),
        (b"---\n- a\n---\ntext", "line 2: the front matter must be lines of"),
        (b"---\ntitle: caf\xe9\n---\ntext", "line 2: the file is not UTF-8 text."),
        (b"---\ntitle: \x07\n---\ntext", "line 2: bad front matter"),
        (b"---\n? [a]\n: b\n---\ntext", "the name of a field must be a word."),
        (b"---\na: " + b"[" * 5000 + b"\n---\ntext", "nested too deeply"),
        (b"---\ntitle: *nowhere\n---\ntext", "line 2: bad front matter"),
    ],
)
def test_what_is_no_such_file_is_refused(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    path = tmp_path / "0001.md"
    path.write_bytes(content)
    assert expected in problem(path)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "folder.md"
    folder.mkdir()
    assert "line 1: the file cannot be read: " in problem(folder)
