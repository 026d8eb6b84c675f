"""What the answer of a mail server means for a mail.

A server repeats addresses, even names, in its answers. Of what it says once it was told
the recipient, only the codes are kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from smtplib import (
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

LONGEST_TEXT = 300


class Kind(Enum):
    """Whom a failure concerns."""

    REFUSED = "this mail will never be taken"
    LATER = "this mail may be taken later"
    SERVER = "no mail can be handed over for now"


@dataclass(frozen=True)
class Failure:
    """Why a mail was not sent; ``text`` is one line without personal data."""

    kind: Kind
    text: str


# 421 closes the connection; 530 wants a password or TLS first (RFC 4954, RFC 3207).
ABOUT_THE_SERVER = {421, 530}

# Enhanced status codes (RFC 3463) and the subject that their second number names.
ENHANCED = re.compile(r"\s*[245]\.([0-9]{1,3})\.[0-9]{1,3}(?![0-9.])")
SUBJECTS = {
    "1": "address",
    "2": "mailbox",
    "3": "mail system",
    "4": "network",
    "5": "protocol",
    "6": "content",
    "7": "policy",
}
# "Relay denied", "not signed": they refuse us rather than the recipient, and an
# operator can mend that.
POLICY = "7"


def judge(error: Exception) -> Failure:
    """What an error of smtplib or of the network says of the mail in hand."""
    if isinstance(error, SMTPRecipientsRefused):
        return _judged_answer(*next(iter(error.recipients.values())))
    if isinstance(error, SMTPSenderRefused):
        # The sender is the same for all mails: it is this site that is refused.
        return Failure(Kind.SERVER, explain(error))
    if isinstance(error, SMTPResponseException):
        return _judged_answer(error.smtp_code, error.smtp_error)
    if isinstance(error, SMTPNotSupportedError):
        return Failure(Kind.REFUSED, "The mail server takes no such address.")
    if isinstance(error, OSError):
        return Failure(Kind.SERVER, explain(error))
    return Failure(Kind.LATER, f"The mail cannot be made: {type(error).__name__}.")


def explain(error: OSError) -> str:
    """An error from before the server knew the recipient, in one line."""
    if isinstance(error, SMTPResponseException):
        answer = f"{error.smtp_code} {_decoded(error.smtp_error)}"
        return _one_line(answer)
    return _one_line(error.strerror or str(error) or type(error).__name__)


def _judged_answer(code: int, reply: bytes | str) -> Failure:
    enhanced = ENHANCED.match(_decoded(reply))
    subject = enhanced.group(1) if enhanced else ""
    text = f"{code} {enhanced.group().strip()}" if enhanced else str(code)
    if subject in SUBJECTS:
        text += f" ({SUBJECTS[subject]})"
    if code in ABOUT_THE_SERVER:
        return Failure(Kind.SERVER, text)
    if code < 500 or subject == POLICY:
        return Failure(Kind.LATER, text)
    return Failure(Kind.REFUSED, text)


def _decoded(reply: bytes | str) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply


def _one_line(text: str) -> str:
    return " ".join(re.sub(r"[^\x20-\x7e]", " ", text).split())[:LONGEST_TEXT]
