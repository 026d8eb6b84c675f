"""A made-up day is the same every time, and stays on this machine."""

from __future__ import annotations

import pytest

from benchmarks.visiting import MOST_VIEWS, made_up_day, main, send


def test_the_same_number_makes_the_same_day() -> None:
    assert list(made_up_day(50)) == list(made_up_day(50))
    assert list(made_up_day(50)) != list(made_up_day(50, seed=2))


@pytest.mark.parametrize("url", ["https://privacy.example.com", "http://10.0.0.1:8000"])
def test_it_goes_to_no_other_machine(url: str) -> None:
    with pytest.raises(ValueError, match="not on this machine"):
        send(url, made_up_day(1))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 2),
        (["http://localhost", "x"], 2),
        (["http://localhost", "0"], 2),
        (["http://localhost", str(MOST_VIEWS + 1)], 2),
        (["https://privacy.example.com"], 1),
    ],
)
def test_what_it_cannot_do_it_says(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == code
    assert capsys.readouterr().err
