"""What a mail says and to whom: checked when it is queued, encrypted while it waits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from outbox import cipher

MOST_ADDRESS = 254  # RFC 5321, 4.5.3.1: a path of 256 octets with its brackets
MOST_LINE = 900  # RFC 5322, 2.1.1: lines of 998 octets

# Control characters, and the two that some programs take for the end of a line.
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
CONTROL_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,75}")

# The sender writes these.
OWN_HEADERS = {"from", "sender", "to", "cc", "bcc", "subject", "date", "message-id"}
OWN_HEADERS |= {"auto-submitted", "mime-version", "return-path"}


class InvalidMail(ValueError):
    """A mail that cannot be queued; the text is a sentence that says why.

    It repeats nothing of the mail: the sentence may be logged.
    """


@dataclass(frozen=True)
class Letter:
    """One recipient's mail: plain text, and HTML where there is any.

    ``headers`` are added to those that every mail has, for example List-Unsubscribe.
    """

    recipient: str
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def check(self) -> None:
        """Raise InvalidMail at the first thing that no mail may contain."""
        for problem in self._problems():
            raise InvalidMail(problem)

    def sealed(self) -> str:
        """All of it as one encrypted token."""
        return cipher.encrypt(json.dumps(vars(self)))

    @classmethod
    def unsealed(cls, token: str) -> Letter:
        """What ``sealed`` gave. Raises cipher.Unreadable."""
        return cls(**json.loads(cipher.decrypt(token)))

    def _problems(self) -> Iterator[str]:
        yield from line_problems("The recipient's address", self.recipient)
        if len(self.recipient) > MOST_ADDRESS or not _is_address(self.recipient):
            yield "The recipient's address is not an e-mail address."
        yield from line_problems("The subject", self.subject)
        if not self.text.strip():
            yield "The mail has no text."
        for name, text in (("text", self.text), ("HTML", self.html)):
            if CONTROL_IN_TEXT.search(text) or not _is_unicode(text):
                yield f"The mail's {name} contains control characters."
        for name, value in self.headers.items():
            yield from _header_problems(name, value)


def line_problems(what: str, line: str) -> Iterator[str]:
    """Why a text cannot stand in a mail's head: a line break would begin a header."""
    if CONTROL.search(line) or not _is_unicode(line):
        yield f"{what} contains a line break or another control character."
    if not line.strip():
        yield f"{what} is empty."
    if len(line.encode(errors="replace")) > MOST_LINE:
        yield f"{what} is longer than {MOST_LINE} bytes."


def _header_problems(name: str, value: str) -> Iterator[str]:
    if not HEADER_NAME.fullmatch(name):
        yield "A header's name consists of letters, digits and hyphens."
    elif name.lower() in OWN_HEADERS or name.lower().startswith("content-"):
        yield f"The header {name} is written by the sender."
    else:
        yield from line_problems(f"The header {name}", value)


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _is_unicode(text: str) -> bool:
    """Half of a surrogate pair is no character, and no encoding has it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
