"""When to try again what could not be sent, and when to give up."""

from datetime import timedelta

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(hours=6)
# A mail server that is away over a weekend is back by then.
PATIENCE = timedelta(days=3)


def delay_after(attempts: int) -> timedelta | None:
    """How long to wait after the attempt of this number; None means give up.

    One minute after the first, doubling up to six hours. It counts attempts, not days
    since the mail was queued: while nothing was tried, nothing is given up.
    """
    waited = sum((_delay(number) for number in range(1, attempts)), timedelta())
    return _delay(attempts) if waited < PATIENCE else None


def _delay(attempts: int) -> timedelta:
    doublings = min(attempts - 1, 10)
    return min(SHORTEST * (1 << doublings), LONGEST)
