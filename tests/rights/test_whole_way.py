"""The whole way, through a real mail server and `manage.py work`; commits are real."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from outbox.models import Mail, State
from rights import lifecycle
from rights.correspondence import write_to_person
from rights.law import Right
from rights.models import AnswerFile, FileFacts, RightsRequest
from rights.states import WITHOUT_IDENTITY
from rights.words import Check, Outcome
from tests.factories import make_staff
from tests.outbox.mails import working
from tests.outbox.mailserver import Mailbox, MailServer
from tests.rights.people import link, posted, send
from tests.waiting import wait_until

pytestmark = pytest.mark.usefixtures("own_database")


def body(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@pytest.mark.parametrize("right", [Right.ACCESS, Right.OPT_OUT])
def test_from_the_form_to_the_answer(
    mail_server: MailServer, mailbox: Mailbox, tmp_path: Path, right: Right
) -> None:
    client, officer = Client(), make_staff()
    with working(tmp_path / "work.log", **mail_server.variables):
        posted(send(client, right))
        request = RightsRequest.objects.get()
        wait_until(lambda: len(mailbox.mails) == 1, "the mail with the link is there")
        first = mailbox.mails[0]
        assert first["Envelope-To"] == "jane@example.com"
        status = link(body(first))
        assert status in body(first, "html")
        if right not in WITHOUT_IDENTITY:
            posted(client.post(link(body(first), "confirm/")))
            lifecycle.verify(request, Check.ACCOUNT, officer)
        lifecycle.begin(request, officer)
        write_to_person(request, "We are at it.", officer)
        answer = AnswerFile(request=request, by=officer, by_name="x")
        answer.expires_at = timezone.now() + timedelta(days=30)
        answer.seal(FileFacts("copy.csv", "text/csv"), b"name,Jane\n")
        answer.save()
        lifecycle.answer(request, Outcome.WHOLE, officer)
        count = 3 if right in WITHOUT_IDENTITY else 4
        wait_until(lambda: len(mailbox.mails) == count, "they are told of the answer")
        wait_until(lambda: not Mail.objects.waiting().exists(), "it is recorded")
    last = mailbox.mails[-1]
    assert "We have answered." in body(last)
    assert "name,Jane" not in last.as_string()
    page = client.get(link(body(last)))
    assert "We are at it." in page.content.decode()
    download = client.get(f"{status}files/{answer.pk}/")
    assert download.content == b"name,Jane\n"
    assert Mail.objects.filter(state=State.SENT).count() == count
    assert set(Mail.objects.values_list("reference", flat=True)) == {
        f"request {request.number}"
    }
    assert mailbox.repeated == {}
