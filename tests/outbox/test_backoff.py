"""When to try again, and when to give up."""

from datetime import timedelta

from outbox.backoff import PATIENCE, delay_after


def test_the_wait_doubles_from_a_minute_to_six_hours() -> None:
    waits = [delay_after(attempts) for attempts in range(1, 12)]
    minutes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]
    assert waits == [timedelta(minutes=number) for number in minutes]


def test_after_three_days_of_waiting_it_gives_up() -> None:
    waited, attempts = timedelta(), 1
    while (delay := delay_after(attempts)) is not None:
        waited += delay
        attempts += 1
    assert PATIENCE <= waited < PATIENCE + timedelta(hours=6)
    assert delay_after(attempts + 1000) is None
