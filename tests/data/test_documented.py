"""docs/api.md lists every field of every answer, and no other."""

from __future__ import annotations

import pytest

from centene_site.schemas import SCHEMAS
from devtools import ROOT
from tests.data.fieldlists import ADDRESSES, field_lists

BEGIN = "<!-- From the schemas: pytest --rewrite tests/data/test_documented.py -->\n"
END = "<!-- Until here. -->\n"
PATH = ROOT / "docs" / "api.md"


def test_every_answer_has_its_list() -> None:
    assert set(ADDRESSES) == set(SCHEMAS)


def test_the_lists_are_those_of_the_schemas(request: pytest.FixtureRequest) -> None:
    before, _begin, rest = PATH.read_text(encoding="utf-8").partition(BEGIN)
    lists, _end, after = rest.partition(END)
    expected = f"\n{field_lists()}\n"
    if request.config.getoption("--rewrite"):
        PATH.write_text(before + BEGIN + expected + END + after, encoding="utf-8")
        return
    assert lists == expected
