"""A real SMTP server in a thread, which a test can instruct and switch off."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.dev.processes import free_port

TAKEN = "250 OK"


@dataclass
class Mailbox:
    """What arrived, and what the server answers instead of taking a mail.

    ``at_recipient`` gets the recipient's address, ``at_data`` how many mails arrived
    before; each returns the server's answer. Where ``hangs`` returns True for the mails
    that arrived so far, the last one did, but the sender is never told.
    """

    mails: list[EmailMessage] = field(default_factory=list)
    clients: set[object] = field(default_factory=set)
    at_sender: Callable[[], str] = lambda: TAKEN
    at_recipient: Callable[[str], str] = lambda address: TAKEN
    at_data: Callable[[int], str] = lambda arrived: TAKEN
    hangs: Callable[[int], bool] = lambda arrived: False
    is_hanging: bool = False

    @property
    def ids(self) -> list[str]:
        """The Message-ID of each mail, in the order of arrival."""
        return [str(mail["Message-ID"]) for mail in self.mails]

    @property
    def repeated(self) -> dict[str, int]:
        """How often each Message-ID arrived that did more than once."""
        return {key: times for key, times in Counter(self.ids).items() if times > 1}

    async def handle_MAIL(
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        self.clients.add(session.peer)
        envelope.mail_from = address
        return self.at_sender()

    async def handle_RCPT(
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        answer = self.at_recipient(address)
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = self.at_data(len(self.mails))
        if answer == TAKEN:
            content = cast(bytes, envelope.content)
            mail = message_from_bytes(content, policy=default)
            mail["Envelope-To"] = ", ".join(envelope.rcpt_tos)
            self.mails.append(mail)
            if self.hangs(len(self.mails)):
                self.is_hanging = True
                await asyncio.sleep(3600)
        return answer


class MailServer:
    """The server at one port, up or down."""

    def __init__(self) -> None:
        self.mailbox = Mailbox()
        self.port = int(free_port())
        self._controller: Controller | None = None

    @property
    def variables(self) -> dict[str, str]:
        """The settings of a site that sends through it."""
        return {
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.port),
            "DEFAULT_FROM_EMAIL": "Privacy office <privacy@example.com>",
        }

    def start(self) -> None:
        self._controller = Controller(
            self.mailbox, hostname="127.0.0.1", port=self.port, server_hostname="test"
        )
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None
