"""Attacks on tables: what was left out cannot be worked out from the rest."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traffic.suppression import Table, TooSmall, folded, safe_list, safe_table

LEAST = 3
REST = "other"


def table_of(numbers: list[list[int]]) -> dict[tuple[str, str], int]:
    return {
        (f"r{i}", f"c{j}"): count
        for i, row in enumerate(numbers)
        for j, count in enumerate(row)
    }


Cells = dict[tuple[str, str], int]


def solutions(table: Table) -> Iterator[Cells]:
    """Every table of whole numbers that agrees with what is published: brute force."""
    keys = list(table.cells)

    def fits(chosen: Cells) -> bool:
        groups: list[tuple[int | None, list[int | None]]] = [
            (table.row_totals[r], [chosen.get((r, c)) for c in table.columns])
            for r in table.rows
        ]
        groups += [
            (table.column_totals[c], [chosen.get((r, c)) for r in table.rows])
            for c in table.columns
        ]
        groups += [(table.total, [chosen.get(key) for key in keys])]
        for expected, members in groups:
            known = [member for member in members if member is not None]
            if expected is None:
                continue
            if sum(known) > expected:
                return False
            if len(known) == len(members) and sum(known) != expected:
                return False
        return True

    def complete(chosen: Cells) -> Iterator[Cells]:
        if len(chosen) == len(keys):
            yield dict(chosen)
            return
        key = keys[len(chosen)]
        published = table.cells[key]
        values = range(table.total + 1) if published is None else [published]
        for value in values:
            chosen[key] = value
            if fits(chosen):
                yield from complete(chosen)
            del chosen[key]

    yield from complete({})


def figures(
    table: Table, cells: Mapping[tuple[str, str], int]
) -> dict[tuple[str, ...], int]:
    """Every cell and total of a whole table."""
    found: dict[tuple[str, ...], int] = {("cell", *key): n for key, n in cells.items()}
    for r in table.rows:
        found["row", r] = sum(cells[r, c] for c in table.columns)
    for c in table.columns:
        found["column", c] = sum(cells[r, c] for r in table.rows)
    return found


def published(table: Table) -> dict[tuple[str, ...], int | None]:
    found: dict[tuple[str, ...], int | None] = {}
    found |= {("cell", *key): n for key, n in table.cells.items()}
    found |= {("row", r): n for r, n in table.row_totals.items()}
    found |= {("column", c): n for c, n in table.column_totals.items()}
    return found


def is_known_large(name: tuple[str, ...], rest: str | None) -> bool:
    """Whether everybody knows that a total is not small: it has a name of its own."""
    return rest is not None and name[0] != "cell" and name[1] != rest


def attack(numbers: list[list[int]]) -> None:
    """Fail where any small figure, or any small sum, follows from what is published."""
    attack_cells(table_of(numbers))


def attack_folded(numbers: list[list[int]]) -> None:
    """The same, of small rows and columns that were folded, as everybody knows."""
    cells = table_of(numbers)
    rows, columns = Counter[str](), Counter[str]()
    for (row, column), count in cells.items():
        rows[row] += count
        columns[column] += count
    row_names = folded(rows, LEAST, 9, REST)
    column_names = folded(columns, LEAST, 9, REST)
    found: Counter[tuple[str, str]] = Counter()
    for (row, column), count in cells.items():
        found[row_names[row], column_names[column]] += count
    attack_cells(found, REST)


def attack_cells(true_cells: Cells, rest: str | None = None) -> None:
    try:
        table = safe_table(true_cells, LEAST, rest=rest)
    except TooSmall:
        return
    shown = published(table)
    assert all(n is None or n >= LEAST for n in shown.values())
    true = figures(table, true_cells)
    assert all(n is None or n == true[name] for name, n in shown.items())
    possible = [
        each
        for each in (figures(table, cells) for cells in solutions(table))
        if all(n >= LEAST for name, n in each.items() if is_known_large(name, rest))
    ]
    assert true in possible
    for name, count in true.items():
        if count < LEAST:
            values = {each[name] for each in possible}
            assert max(values) - min(values) >= LEAST, (true_cells, name, values)
    hidden = [("cell", *key) for key, n in table.cells.items() if n is None]
    for size in range(1, min(len(hidden), 5) + 1):
        for group in itertools.combinations(hidden, size):
            sums = {sum(each[name] for name in group) for each in possible}
            is_known = len(sums) == 1
            has_small = any(true[name] < LEAST for name in group)
            assert not (is_known and has_small and min(sums) < LEAST), group


SMALL = st.integers(min_value=0, max_value=6)


@given(st.lists(st.lists(SMALL, min_size=2, max_size=2), min_size=2, max_size=3))
def test_nothing_small_follows_from_a_table(numbers: list[list[int]]) -> None:
    attack(numbers)


TINY = st.integers(min_value=0, max_value=3)


@given(st.lists(st.lists(TINY, min_size=3, max_size=3), min_size=2, max_size=2))
def test_nothing_small_follows_from_a_wide_table(numbers: list[list[int]]) -> None:
    attack(numbers)


@given(
    st.lists(
        st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=3, max_size=3
    )
)
def test_nothing_small_follows_from_what_has_a_name(numbers: list[list[int]]) -> None:
    attack_folded(numbers)


def test_a_named_total_protects_no_more_than_what_is_unknown_of_it() -> None:
    """Of 10 and 4, only their sum would be left; but the 10 has a name, so the other
    is 4 at most: more has to go."""
    counts = {"a": 10, "other": 4, "b": 90, "c": 30}
    found, _ = safe_list(counts, 10, rest="other")
    assert found == {"a": 10, "other": None, "b": 90, "c": None}


@given(st.lists(SMALL, min_size=1, max_size=5))
def test_nothing_small_follows_from_a_single_row_or_column(row: list[int]) -> None:
    attack([row])
    attack([[count] for count in row])


@pytest.mark.parametrize(
    "numbers",
    [
        # One small cell: its row, its column, or both totals would give it back.
        [[9, 1], [9, 9]],
        [[1, 9], [9, 9], [9, 9]],
        # Two in a row that add up to little; two in different rows and columns.
        [[1, 1, 9], [9, 9, 9]],
        [[1, 9], [9, 1]],
        # Zeros, which are groups of nobody.
        [[9, 0], [0, 9]],
        [[0, 0], [9, 9]],
        [[0, 0], [0, 9]],
        # A small row, a small column.
        [[1, 1], [9, 9]],
        [[1, 9], [1, 9]],
        [[2, 0], [0, 2], [0, 0]],
    ],
)
def test_the_known_attacks_fail(numbers: list[list[int]]) -> None:
    attack(numbers)


def test_what_is_large_is_published() -> None:
    table = safe_table(table_of([[30, 40], [50, 60]]), 10)
    assert None not in published(table).values()
    assert table.total == 180


def test_one_small_cell_takes_three_others_and_no_total() -> None:
    numbers = [[500, 4, 300], [400, 200, 100], [90, 80, 70]]
    table = safe_table(table_of(numbers), 10)
    hidden = {name for name, n in published(table).items() if n is None}
    assert len(hidden) == 4
    assert {name[0] for name in hidden} == {"cell"}


def test_of_too_little_nothing_is_published() -> None:
    with pytest.raises(TooSmall):
        safe_table(table_of([[3, 3], [3, 0]]), 10)
    with pytest.raises(TooSmall):
        safe_list({"a": 9}, 10)
    with pytest.raises(TooSmall):
        safe_table({}, 10)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_in_a_list_what_is_left_out_is_no_small_group(counts: list[int]) -> None:
    named = {f"n{i}": count for i, count in enumerate(counts)}
    try:
        found, total = safe_list(named, 10)
    except TooSmall:
        return
    rest = total - sum(count for count in found.values() if count is not None)
    hidden = [name for name, count in found.items() if count is None]
    assert all(count is None or count >= 10 for count in found.values())
    assert not hidden or (rest >= 10 and len(hidden) >= 2)


def test_small_values_lose_their_names() -> None:
    counts = {"a": 50, "b": 9, "other": 40, "c": 60, "d": 10}
    assert folded(counts, 10, 2, "other") == {
        "a": "a",
        "b": "other",
        "other": "other",
        "c": "c",
        "d": "other",
    }
