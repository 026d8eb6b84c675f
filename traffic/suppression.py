"""Which figures of a table are left out, so that no small group can be read off it.

A figure below ``least`` is left out, and as many others as it takes that subtraction
does not give it back: whoever has all the rest of the table, with its totals, can tell
it only within a range of at least ``least``. So any sum that can be worked out and that
a small figure is part of is at least as large.

Rows, columns and totals are the edges of a network in which as much flows out of every
node as into it. What is left out can be anything that keeps that balance: how far one
edge may go up or down is a maximum flow through the others (L. H. Cox, "Network models
for complementary cell suppression", 1995).
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

Node = Hashable
Name = Hashable

# Where rows begin and columns end. What flows between is the grand total: published.
SOURCE, SINK = "source", "sink"


class TooSmall(Exception):
    """Nothing of the table can be published."""


@dataclass(frozen=True)
class Edge:
    """One figure; ``name`` says which, ``floor`` what it is known to be at least."""

    name: Name
    tail: Node
    head: Node
    count: int
    floor: int = 0


@dataclass(frozen=True)
class Step:
    """A way along an edge, with the flow or against it, and how much it can take."""

    edge: Edge
    to: Node
    is_forward: bool


@dataclass
class _Network:
    """The edges by their nodes, and what was already sent along them."""

    edges: list[Edge]
    sent: dict[Name, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        self.steps: dict[Node, list[Step]] = defaultdict(list)
        for edge in self.edges:
            self.steps[edge.tail].append(Step(edge, edge.head, True))
            self.steps[edge.head].append(Step(edge, edge.tail, False))

    def room(self, step: Step, most: int) -> int:
        """Up there is no bound but ``most``, down no figure passes its floor."""
        sent = self.sent[step.edge.name]
        return most if step.is_forward else step.edge.count - step.edge.floor + sent

    def send(self, path: Iterable[Step], amount: int) -> None:
        for step in path:
            self.sent[step.edge.name] += amount if step.is_forward else -amount


def suppressed(edges: list[Edge], least: int) -> set[Name]:
    """The names of the figures to leave out. Raises TooSmall."""
    small = [edge for edge in edges if edge.count < least]
    hidden = {edge.name for edge in small}
    for edge in sorted(small, key=lambda each: (each.count, repr(each.name))):
        while width(edge, edges, hidden, least) < least:
            hidden |= _more(edge, edges, hidden, least)
    return hidden


def width(edge: Edge, edges: list[Edge], hidden: set[Name], least: int) -> int:
    """How many values less one the figure may have for who knows what is published;
    no more than ``least`` is looked for."""
    others = [each for each in edges if each.name in hidden and each != edge]
    up, _ = _flow(_Network(others), edge.head, edge.tail, least)
    down, _ = _flow(_Network(others), edge.tail, edge.head, edge.count)
    return up + down


def _flow(network: _Network, start: Node, end: Node, most: int) -> tuple[int, _Network]:
    """As much as can be sent, up to ``most``."""
    total = 0
    while total < most:
        path = _path(network, start, end, most, {})
        if path is None:
            break
        amount = min([most - total, *(network.room(step, most) for step in path)])
        network.send(path, amount)
        total += amount
    return total, network


def _more(edge: Edge, edges: list[Edge], hidden: set[Name], least: int) -> set[Name]:
    """The smallest figures that have to be left out as well. Raises TooSmall."""
    others = [each for each in edges if each != edge]
    costs = {e.name: e.count + 1 for e in others if e.name not in hidden}
    known = [each for each in others if each.name in hidden]
    for start, end, most in (
        (edge.head, edge.tail, least),
        (edge.tail, edge.head, edge.count),
    ):
        total, used = _flow(_Network(known), start, end, most)
        if total == most:
            continue
        network = _Network(others, used.sent)
        path = _path(network, start, end, most, costs)
        if path is not None:
            return {step.edge.name for step in path}
    raise TooSmall


def _path(
    network: _Network, start: Node, end: Node, most: int, costs: Mapping[Name, int]
) -> list[Step] | None:
    """The cheapest way; None where there is none (Dijkstra)."""
    order = iter(range(10**9))
    waiting: list[tuple[int, int, Node, tuple[Step, ...]]] = [
        (0, next(order), start, ())
    ]
    done: set[Node] = set()
    while waiting:
        cost, _, node, path = heapq.heappop(waiting)
        if node == end:
            return list(path)
        if node in done:
            continue
        done.add(node)
        for step in network.steps[node]:
            if step.to not in done and network.room(step, most) > 0:
                further = cost + costs.get(step.edge.name, 0)
                heapq.heappush(waiting, (further, next(order), step.to, (*path, step)))
    return None


@dataclass(frozen=True)
class Table:
    """Counts by row and column, with a total of each, and of all.

    What is None is left out. ``total`` is always there.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], int | None]
    row_totals: Mapping[str, int | None]
    column_totals: Mapping[str, int | None]
    total: int


def safe_table(
    cells: Mapping[tuple[str, str], int], least: int, *, rest: str | None = None
) -> Table:
    """The table of the counts by (row, column) without its small groups.

    Where rows and columns were ``folded``, everybody knows that all of them but
    ``rest`` have totals that are not small. Raises TooSmall.
    """
    rows = tuple(dict.fromkeys(row for row, _ in cells))
    columns = tuple(dict.fromkeys(column for _, column in cells))
    whole = {(r, c): cells.get((r, c), 0) for r in rows for c in columns}
    by_row = {r: sum(whole[r, c] for c in columns) for r in rows}
    by_column = {c: sum(whole[r, c] for r in rows) for c in columns}
    total = sum(by_row.values())
    if total < least:
        raise TooSmall
    floors = {name: _floor(name, least, rest) for name in (*rows, *columns)}
    hidden = suppressed(list(_edges(whole, by_row, by_column, floors)), least)
    return Table(
        rows,
        columns,
        {k: None if ("cell", *k) in hidden else n for k, n in whole.items()},
        {r: None if ("row", r) in hidden else n for r, n in by_row.items()},
        {c: None if ("column", c) in hidden else n for c, n in by_column.items()},
        total,
    )


def _edges(
    cells: Mapping[tuple[str, str], int],
    by_row: Mapping[str, int],
    by_column: Mapping[str, int],
    floors: Mapping[str, int],
) -> Iterator[Edge]:
    for row, count in by_row.items():
        yield Edge(("row", row), SOURCE, ("row", row), count, floors[row])
    for (row, column), count in cells.items():
        yield Edge(("cell", row, column), ("row", row), ("column", column), count)
    for column, count in by_column.items():
        node = ("column", column)
        yield Edge(node, node, SINK, count, floors[column])


def _floor(name: str, least: int, rest: str | None) -> int:
    """What everybody knows of the total of what has a name of its own."""
    return 0 if rest is None or name == rest else least


def safe_list(
    counts: Mapping[str, int], least: int, *, rest: str | None = None
) -> tuple[dict[str, int | None], int]:
    """The counts without small groups, and their total; ``rest`` as of a table.

    Raises TooSmall.
    """
    total = sum(counts.values())
    if total < least:
        raise TooSmall
    edges = [
        Edge(name, SOURCE, SINK, count, _floor(name, least, rest))
        for name, count in counts.items()
    ]
    hidden = suppressed(edges, least)
    return {n: None if n in hidden else count for n, count in counts.items()}, total


def folded(
    counts: Mapping[str, int], least: int, most: int, rest: str
) -> dict[str, str]:
    """Under which name each value is counted: the largest under their own, no more than
    ``most``; small ones, whose very names might tell, under ``rest``."""
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    named = [name for name in ranked if counts[name] >= least and name != rest][:most]
    return {name: name if name in named else rest for name in counts}
