"""What an answer of a mail server means."""

from __future__ import annotations

import smtplib

import pytest

from outbox.failures import Kind, explain, judge

JANE = "jane@example.com"


def at_recipient(code: int, reply: bytes) -> Exception:
    return smtplib.SMTPRecipientsRefused({JANE: (code, reply)})


@pytest.mark.parametrize(
    ("error", "kind", "text"),
    [
        (
            at_recipient(550, b"5.1.1 <jane@example.com> Jane Doe is unknown"),
            Kind.REFUSED,
            "550 5.1.1 (address)",
        ),
        (at_recipient(550, b"No such user jane"), Kind.REFUSED, "550"),
        (at_recipient(550, b"5.1.1.9 odd"), Kind.REFUSED, "550"),
        (at_recipient(553, b"5.99.1 odd"), Kind.REFUSED, "553 5.99.1"),
        (at_recipient(450, b"4.2.0 Later"), Kind.LATER, "450 4.2.0 (mailbox)"),
        (at_recipient(554, b"5.7.1 Relay denied"), Kind.LATER, "554 5.7.1 (policy)"),
        (at_recipient(421, b"Closing"), Kind.SERVER, "421"),
        (at_recipient(530, b"5.7.0 Sign in"), Kind.SERVER, "530 5.7.0 (policy)"),
        (smtplib.SMTPDataError(554, b"5.6.0 No"), Kind.REFUSED, "554 5.6.0 (content)"),
        (
            smtplib.SMTPDataError(452, "4.3.1 \xff"),
            Kind.LATER,
            "452 4.3.1 (mail system)",
        ),
        (
            smtplib.SMTPSenderRefused(550, b"5.7.1 Who\r\nare you?", "us@example.com"),
            Kind.SERVER,
            "550 5.7.1 Who are you?",
        ),
        (
            smtplib.SMTPServerDisconnected("Connection unexpectedly closed"),
            Kind.SERVER,
            "Connection unexpectedly closed",
        ),
        (ConnectionResetError(104, "Reset by peer"), Kind.SERVER, "Reset by peer"),
        (TimeoutError(), Kind.SERVER, "TimeoutError"),
        (
            smtplib.SMTPNotSupportedError("SMTPUTF8"),
            Kind.REFUSED,
            "The mail server takes no such address.",
        ),
        (ValueError(JANE), Kind.LATER, "The mail cannot be made: ValueError."),
    ],
)
def test_an_error_is_judged(error: Exception, kind: Kind, text: str) -> None:
    failure = judge(error)
    assert (failure.kind, failure.text) == (kind, text)


def test_before_a_recipient_is_named_the_answer_is_kept_in_one_line() -> None:
    error = smtplib.SMTPAuthenticationError(535, b"5.7.8 Bad\npassword \xe2\x80\xa8")
    assert explain(error) == "535 5.7.8 Bad password"
    assert explain(smtplib.SMTPNotSupportedError("No STARTTLS")) == "No STARTTLS"
    assert len(explain(OSError("x" * 1000))) == 300
