"""The full-text index of search entries: FTS5 on SQLite, tsvector on PostgreSQL.

Both are a table of one name, beside ``SearchEntry`` and with its keys, and take words
that are folded already: FTS5 through a tokenizer that only splits at spaces, PostgreSQL
without any parser or dictionary, as text that is a tsvector. Neither ranks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import DatabaseError, connection, transaction
from django.db.models.expressions import RawSQL

from policy.models import SearchEntry
from policy.search.asking import Term

TABLE = "policy_searchindex"
# PostgreSQL, "Limitations" of text search types.
LAST_POSITION = 16_383


def matching(terms: Sequence[Term], newest: int | None = None) -> RawSQL:
    """The keys of entries that have every term, or so many of the highest; for
    ``pk__in``."""
    if connection.vendor == "sqlite":
        sql = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s"
        given: list[int | str] = [" AND ".join(map(_fts5, terms))]
    else:
        sql = f"SELECT entry_id FROM {TABLE} WHERE terms @@ %s::tsquery"
        given = [" & ".join(map(_tsquery, terms))]
    if newest is not None:
        sql += f" ORDER BY {_key()} DESC LIMIT %s"
        given.append(newest)
    return RawSQL(sql, given)


def put(entries: Iterable[SearchEntry]) -> None:
    """Take in entries that are saved, and not in it yet."""
    if connection.vendor == "sqlite":
        sql = f"INSERT INTO {TABLE} (rowid, heading, body) VALUES (%s, %s, %s)"
    else:
        sql = f"INSERT INTO {TABLE} (entry_id, terms) VALUES (%s, %s::tsvector)"
    rows: list[tuple[int | str, ...]] = [(each.pk, *_kept(each)) for each in entries]
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def remove(keys: Iterable[int]) -> None:
    """Take entries out; those that are not in it do not matter."""
    sql = f"DELETE FROM {TABLE} WHERE {_key()} = %s"
    with connection.cursor() as cursor:
        cursor.executemany(sql, [(key,) for key in keys])


def agreeing(entries: Sequence[SearchEntry]) -> set[int]:
    """The keys of those entries whose words are in it as they are in the entry."""
    if not entries:
        return set()
    if connection.vendor == "sqlite":
        return _agreeing_on_sqlite(entries)
    values = ", ".join(["(%s, %s::tsvector)"] * len(entries))
    given = [part for each in entries for part in (each.pk, _tsvector(each))]
    sql = (
        f"SELECT i.entry_id FROM {TABLE} i JOIN (VALUES {values}) AS v (id, terms) "
        "ON v.id = i.entry_id AND v.terms = i.terms"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return {row[0] for row in cursor.fetchall()}


def strays() -> list[int]:
    """The keys of what it holds without an entry."""
    sql = (
        f"SELECT {_key()} FROM {TABLE} WHERE {_key()} NOT IN "
        "(SELECT id FROM policy_searchentry)"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


def is_sound() -> bool:
    """Whether its own parts agree; on PostgreSQL the server sees to that."""
    try:
        with transaction.atomic():
            _command("integrity-check")
    except DatabaseError:
        return False
    return True


def make_sound() -> None:
    """Make its own parts anew from the words that it holds."""
    _command("rebuild")


def forget() -> None:
    """Keep no trace of what was taken out: FTS5 otherwise only marks it as gone until
    it happens to merge. Where PostgreSQL keeps such, a VACUUM removes it."""
    _command("optimize")


def _command(name: str) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES (%s)", [name])


def _key() -> str:
    return "rowid" if connection.vendor == "sqlite" else "entry_id"


def _agreeing_on_sqlite(entries: Sequence[SearchEntry]) -> set[int]:
    marks = ", ".join(["%s"] * len(entries))
    sql = f"SELECT rowid, heading, body FROM {TABLE} WHERE rowid IN ({marks})"
    with connection.cursor() as cursor:
        cursor.execute(sql, [each.pk for each in entries])
        held = {row[0]: row[1:] for row in cursor.fetchall()}
    return {
        each.pk
        for each in entries
        if held.get(each.pk) == (each.heading_words, each.body_words)
    }


def _fts5(term: Term) -> str:
    """Every word in quotes: no word is a command of FTS5."""
    star = "*" if term.is_beginning else ""
    phrases = [f'"{" ".join(phrase)}"{star}' for phrase in term.phrases]
    return f"({' OR '.join(phrases)})"


def _tsquery(term: Term) -> str:
    phrases = []
    for phrase in term.phrases:
        quoted = [f"'{word}'" for word in phrase]
        if term.is_beginning:
            quoted[-1] += ":*"
        phrases.append(" <-> ".join(quoted))
    return f"({' | '.join(f'({phrase})' for phrase in phrases)})"


def _kept(entry: SearchEntry) -> tuple[str, ...]:
    """The words as the database takes them."""
    if connection.vendor == "sqlite":
        return entry.heading_words, entry.body_words
    return (_tsvector(entry),)


def _tsvector(entry: SearchEntry) -> str:
    """Words with their places, those of the heading first and of weight A."""
    places: dict[str, list[str]] = defaultdict(list)
    headed = entry.heading_words.split()
    # A gap: no phrase goes from the heading into the text.
    for place, word in enumerate([*headed, "|", *entry.body_words.split()], start=1):
        weight = "A" if place <= len(headed) else ""
        if word != "|":
            places[word].append(f"{min(place, LAST_POSITION)}{weight}")
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())
