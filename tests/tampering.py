"""What somebody can do who owns the database, for tests of what is found of it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from io import StringIO

from django.core.management import call_command
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Model

from policy.append_only import Trigger

Tampering = Callable[[random.Random], str]


def verdict(command: str, *arguments: str, **options: object) -> str:
    """What a command prints. Raises CommandError with what a verifying one finds."""
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


def drop_triggers(triggers: Iterable[Trigger]) -> None:
    """From here on nothing stands in the way."""
    with connection.cursor() as cursor:
        for trigger in triggers:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}")
            else:
                cursor.execute(
                    f"DROP TRIGGER IF EXISTS {trigger.name} ON {trigger.table}"
                )


def altered(value: object, chance: random.Random) -> object:
    """Another value that the column takes."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + chance.randint(1, 9)
    if isinstance(value, str):
        if len(value) == 64 and set(value) <= set("0123456789abcdef"):
            return "".join(chance.choices("0123456789abcdef", k=64))
        place = chance.randint(0, len(value))
        return value[:place] + chance.choice("xyz") + value[place:]
    return value.replace(microsecond=chance.randint(1, 999_998))  # type: ignore[attr-defined]


def pick(model: type[Model], chance: random.Random) -> Model:
    """Any row of the table."""
    return chance.choice(list(model._default_manager.order_by("pk")))


def alter(row: Model, column: str, value: object) -> str:
    """Write one column of one row; return what that was."""
    type(row)._default_manager.filter(pk=row.pk).update(**{column: value})
    return f"update {type(row).__name__}.{column}"


def try_all(
    kinds: Sequence[Tampering], problems: Callable[[], Iterator[str]], times: int
) -> None:
    """Tamper so many times, each alone: something is found of each.

    What a column or a constraint refuses never came to be, and does not count.
    """
    assert list(problems()) == []
    found = 0
    for seed in itertools.count():
        chance = random.Random(seed)
        with suppress(DataError, IntegrityError), transaction.atomic():
            what = chance.choice(kinds)(chance)
            assert any(problems()), f"{seed}: {what}"
            found += 1
            transaction.set_rollback(True)
        if found == times:
            break
    assert list(problems()) == []
