"""A few requests to real servers, so that the benchmarks can still be run."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import __main__ as bench
from benchmarks import choosing, searching
from benchmarks.finding import QUERIES
from benchmarks.sites import Site


def test_choices_are_measured_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "NUMBER", 20)
    site = Site(tmp_path / "data")
    site.prepare()
    lines = choosing.measure(site, "SQLite", 1_000, 1, lambda what: None)
    assert [line.is_met for line in lines] == [True, True, True]
    assert lines[1].measured == "40 rows of 40 posts"


def test_searches_are_measured(tmp_path: Path) -> None:
    site = Site(tmp_path / "data")
    site.prepare("--no-policies")
    site.seed(versions=2)
    lines = list(searching.measure(site, 2, "SQLite", lambda what: None))
    assert len(lines) == 2 * len(QUERIES)
    assert all(line.measured.endswith(" ms") for line in lines)


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.main(["pages"])
    assert "pages" in capsys.readouterr().err
