"""The frozen text of a version and nothing else: .txt and .md."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from policy.models import Ground, Policy
from policy.publishing import withdraw
from tests.factories import (
    make_draft,
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
    make_withheld,
)

pytestmark = pytest.mark.django_db

IMMUTABLE = "public, max-age=31536000, immutable"
SOURCE = "## 1. Héllo <b>\n\nWe & you. See [this](https://a.example/?b=1&c=2).\n"
KINDS = [("txt", "text/plain"), ("md", "text/markdown")]
every_kind = pytest.mark.parametrize(("kind", "media"), KINDS)


@pytest.fixture
def terms() -> Policy:
    policy = make_policy(slug="terms")
    make_version(policy, source=SOURCE)
    return policy


@every_kind
def test_it_is_the_text_of_the_archive_to_the_byte(
    terms: Policy, settings: LazySettings, tmp_path: Path, kind: str, media: str
) -> None:
    settings.DATA_DIR = tmp_path
    answer: Any = Client().get(f"/terms/versions/1.{kind}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == f"{media}; charset=utf-8"
    assert answer.headers["Cache-Control"] == IMMUTABLE
    page = "http://localhost:8000/terms/versions/1/"
    assert answer.headers["Link"] == f'<{page}>; rel="canonical"'
    zipped = b"".join(Client().get("/terms/archive.zip"))
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        assert archive.read(f"versions/00001/text.{kind}") == answer.content


def test_markdown_is_the_source_as_it_was_written(terms: Policy) -> None:
    answer: Any = Client().get("/terms/versions/1.md")
    assert answer.content.decode() == SOURCE


def test_text_has_no_marks(terms: Policy) -> None:
    text = Client().get("/terms/versions/1.txt").content.decode()
    assert text.startswith("1. Héllo")
    assert "We & you. See this." in text


@every_kind
def test_who_has_it_already_gets_no_second_copy(
    terms: Policy, kind: str, media: str
) -> None:
    address = f"/terms/versions/1.{kind}"
    answer: Any = Client().get(address)
    again: Any = Client().get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == IMMUTABLE
    assert Client().head(address).headers["ETag"] == answer["ETag"]


@every_kind
def test_nothing_but_the_text_is_immutable(
    terms: Policy, kind: str, media: str
) -> None:
    for address in ("/terms/", "/terms/versions/1/", "/terms/versions/1.json"):
        assert "immutable" not in Client().get(address).headers["Cache-Control"]


@every_kind
def test_upcoming_and_withdrawn_texts_can_be_read(
    terms: Policy, kind: str, media: str
) -> None:
    version = make_upcoming(terms)
    assert Client().get(f"/terms/versions/2.{kind}").status_code == 200
    withdraw(version, by=make_staff(), reason="No.")
    assert Client().get(f"/terms/versions/2.{kind}").status_code == 200


@every_kind
@pytest.mark.parametrize(
    ("ground", "status"), [(Ground.REMOVAL, 410), (Ground.LEGAL_ORDER, 451)]
)
def test_a_withheld_text_is_gone(
    terms: Policy, kind: str, media: str, ground: Ground, status: int
) -> None:
    make_withheld(terms.versions.get(number=1), ground=ground)
    answer: Any = Client().get(f"/terms/versions/1.{kind}")
    assert answer.status_code == status
    assert "Héllo" not in answer.content.decode()
    assert answer.headers["Cache-Control"] == "public, max-age=60"


@every_kind
def test_what_is_not_there_is_404(terms: Policy, kind: str, media: str) -> None:
    make_draft(terms)
    for address in ("/terms/versions/2.", "/terms/versions/0.", "/no/versions/1."):
        assert Client().get(f"{address}{kind}").status_code == 404
    assert Client().get(f"/terms/versions/{'9' * 40}.{kind}").status_code == 404


@every_kind
def test_it_can_only_be_read(terms: Policy, kind: str, media: str) -> None:
    client = Client(enforce_csrf_checks=True)
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)(f"/terms/versions/1.{kind}")
        assert answer.status_code == 405
