"""What dev.py does, with the standard library alone."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Refusal(Exception):
    """A command cannot go on; its text is one sentence that says what to do."""
