"""Files of an answer at the desk: bounded, encrypted, seen, removed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from policy.roles import PRIVACY_OFFICE
from rights.answering import MOST_FILES
from rights.desk.files import MOST_BYTES
from rights.models import AnswerFile, PersonalView, RightsRequest
from tests.desk import desk, text_of
from tests.rights.desk import QUEUE, address, make_file, make_telephoned

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    return desk(PRIVACY_OFFICE, username="ann")


@pytest.fixture
def asked() -> RightsRequest:
    return make_telephoned()


def add(
    client: Client, asked: RightsRequest, name: str = "copy.txt", content: bytes = b"x"
) -> Any:
    file = SimpleUploadedFile(name, content, "text/plain")
    return client.post(address(asked, "file"), {"file": file})


def test_it_is_kept_encrypted_for_its_time(
    office: Client, asked: RightsRequest, settings: Any
) -> None:
    answer = add(office, asked, "Jane Roe.txt", b"All that we hold.")
    assert answer["Location"] == address(asked)
    file = AnswerFile.objects.get()
    assert (file.facts().name, file.facts().media_type) == (
        "Jane Roe.txt",
        "text/plain",
    )
    assert file.opened() == b"All that we hold."
    assert (file.size, file.by_name) == (17, "ann")
    days = settings.RIGHTS_RETENTION["file of an answer"].days
    assert file.expires_at == file.added_at + timedelta(days=days)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content, sealed FROM rights_answerfile")
        content, sealed = cursor.fetchone()
    assert b"All that" not in bytes(content)
    assert "Jane" not in sealed


def test_it_is_downloaded_and_that_is_written_down(
    office: Client, asked: RightsRequest
) -> None:
    file = make_file(asked, content=b"<script>")
    answer = office.get(f"{QUEUE}{asked.pk}/files/{file.pk}/")
    assert answer.content == b"<script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="copy.txt"'
    view = PersonalView.objects.get()
    assert (view.what, view.by_name) == ("answer", "ann")


def test_one_byte_too_many_is_refused(office: Client, asked: RightsRequest) -> None:
    assert add(office, asked, content=b"x" * MOST_BYTES).status_code == 302
    answer = add(office, asked, content=b"x" * (MOST_BYTES + 1))
    assert answer.status_code == 400
    assert "This file is larger than" in text_of(answer)
    assert asked.answers.count() == 1


def test_half_of_a_body_cannot_pass_for_a_whole_file(settings: Any) -> None:
    """The server keeps the beginning of a body that is too large: see pages.threads."""
    read_in_parts_of = 2**16
    kept = settings.DATA_UPLOAD_MAX_MEMORY_SIZE - read_in_parts_of
    # Beside the file stand a token and the form's own lines.
    assert kept - 4096 > MOST_BYTES


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("copy.txt", b"", "This file is empty."),
        ("x" * 160 + ".txt", b"x", "Ensure this filename has at most"),
    ],
)
def test_what_is_no_file_is_refused(
    office: Client, asked: RightsRequest, name: str, content: bytes, said: str
) -> None:
    answer = add(office, asked, name, content)
    assert answer.status_code == 400
    assert said in text_of(answer)


def test_a_form_without_a_file_says_so(office: Client, asked: RightsRequest) -> None:
    answer = office.post(address(asked, "file"), {})
    assert answer.status_code == 400
    assert "Choose a file." in text_of(answer)


def test_an_answer_has_so_many_files(office: Client, asked: RightsRequest) -> None:
    for _ in range(MOST_FILES):
        make_file(asked)
    answer = add(office, asked)
    assert answer.status_code == 400
    assert "at most 20 files" in text_of(answer)


def test_a_path_in_a_name_is_left_out(office: Client, asked: RightsRequest) -> None:
    add(office, asked, "../../etc/passwd")
    assert AnswerFile.objects.get().facts().name == "passwd"


def test_it_is_removed(office: Client, asked: RightsRequest) -> None:
    file = make_file(asked)
    answer = office.post(f"{QUEUE}{asked.pk}/files/{file.pk}/remove/", follow=True)
    assert "The file is removed." in text_of(answer)
    assert not AnswerFile.objects.exists()


def test_a_file_of_another_request_is_not_found(
    office: Client, asked: RightsRequest
) -> None:
    file = make_file(make_telephoned())
    assert office.get(f"{QUEUE}{asked.pk}/files/{file.pk}/").status_code == 404
    answer = office.post(f"{QUEUE}{asked.pk}/files/{file.pk}/remove/")
    assert answer.status_code == 404
    assert AnswerFile.objects.exists()


def test_a_file_whose_time_is_over_is_not_found(
    office: Client, asked: RightsRequest
) -> None:
    file = make_file(asked)
    AnswerFile.objects.update(expires_at=timezone.now())
    assert office.get(f"{QUEUE}{asked.pk}/files/{file.pk}/").status_code == 404
