"""Flaws of texts from elsewhere, by line; errors, or warnings where lenient."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from policy.models import PolicyVersion
from policy.textchecks import flaws
from tests.policy.files import write_file


@pytest.mark.parametrize(
    ("source", "line", "sentence"),
    [
        ("Fine.\n\nCopyright Â© 2021", 3, "wrong encoding"),
        ("We donâ€™t.", 1, "wrong encoding"),
        ("CafÃ©", 1, "wrong encoding"),
        ("One\n\n[email us]() or call", 3, "“email us” leads nowhere"),
        ("[](/terms)", 1, "the link to “/terms” has no words"),
    ],
)
def test_it_finds_a_flaw_and_its_line(source: str, line: int, sentence: str) -> None:
    (flaw,) = flaws(source)
    assert flaw.line == line
    assert sentence in flaw.sentence


@pytest.mark.parametrize(
    "text",
    [
        "Café, naïve, “quotes”, © 2021, São Paulo, Â is a letter, â la carte.",
        "[words](/terms) and [![picture](x.png)](/home), ÃO",
        "日本語, Ελληνικά, русский, עברית",
    ],
)
def test_good_text_has_none(text: str) -> None:
    assert flaws(text) == []


@pytest.mark.django_db
def test_a_flaw_stops_the_import_and_names_file_and_line(tmp_path: Path) -> None:
    path = write_file(tmp_path, body="\n## One\n\nCopyright Â© 2021.\n")
    with pytest.raises(CommandError) as error:
        call_command("load_policies", tmp_path)
    assert f"{path}, line 11: “Â©” looks like" in str(error.value)
    assert not PolicyVersion.objects.exists()


@pytest.mark.django_db
def test_lenient_warns_and_imports(tmp_path: Path) -> None:
    path = write_file(tmp_path, body="## One\n\nA <b>word</b>, Â©, [x]().\n")
    out, err = StringIO(), StringIO()
    call_command("load_policies", tmp_path, lenient=True, stdout=out, stderr=err)
    assert "1 imported" in out.getvalue()
    lines = err.getvalue().splitlines()
    assert [line for line in lines if f"{path}, line 10: " in line] == lines
    assert len(lines) == 4
    assert PolicyVersion.objects.get().source == "## One\n\nA word, Â©, [x]().\n"
