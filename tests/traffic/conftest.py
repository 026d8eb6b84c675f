"""Nothing that another test counted is counted here."""

from collections.abc import Iterator

import pytest

from traffic.counting import arrivals, views


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    for counted in (views, arrivals):
        counted.forget()
    yield
    for counted in (views, arrivals):
        counted.forget()
