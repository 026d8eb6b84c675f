"""Who may do what at the desk: every role, every address, every method."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern

from policy.roles import APPROVERS, AUDITORS, EDITORS, PRIVACY_OFFICE
from rights.desk.queue import RightsRequestAdmin
from rights.models import Hold, RightsRequest
from rights.states import State
from tests.desk import desk, superuser
from tests.factories import make_staff
from tests.rights.desk import QUEUE, make_file, make_hold, make_telephoned
from tests.rights.making import bring_to

pytestmark = pytest.mark.django_db

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
ROLES = ("nobody", EDITORS, APPROVERS, AUDITORS, PRIVACY_OFFICE, "superuser")

# What the Privacy office and superusers get, by method; 405 for all that is not named.
READ = {"GET": 200, "HEAD": 200}
ASK = READ | {"POST": 400}
OFFICE = {
    "": READ,
    "add/": READ | {"POST": 200},
    "add/?right=access": ASK,
    "find/": ASK,
    "dashboard/": READ,
    "metrics.csv": READ,
    "{pk}/change/": READ,
    # No form stands in the way of taking one from everybody.
    "{pk}/assign/": READ | {"POST": 302},
    "{pk}/acknowledge/": ASK,
    "{pk}/confirm/": ASK,
    "{pk}/verify/": ASK,
    "{pk}/begin/": READ | {"POST": 302},
    "{pk}/message/": ASK,
    "{pk}/note/": ASK,
    "{pk}/extend/": ASK,
    "{pk}/answer/": ASK,
    "{pk}/refuse/": ASK,
    "{pk}/withdraw/": ASK,
    "{pk}/appeal/": ASK,
    "{pk}/hold/": ASK,
    "{pk}/file/": ASK,
    "{pk}/files/{file}/": READ,
    "{pk}/files/{file}/remove/": {"POST": 302},
    "{pk}/release/{hold}/": {"POST": 302},
}
# Auditors read all but personal data.
AUDITED = {"dashboard/", "metrics.csv"}


def client_of(role: str) -> Client:
    if role == "nobody":
        return Client()
    return superuser() if role == "superuser" else desk(role)


def expected(role: str, address: str, method: str) -> int:
    if role == "nobody":
        return 302
    status = OFFICE[address].get(method, 405)
    if status == 405 or role in (PRIVACY_OFFICE, "superuser"):
        return status
    return status if role == AUDITORS and address in AUDITED else 403


@pytest.fixture
def asked() -> RightsRequest:
    """A request whose identity was verified, with a file and a hold."""
    return bring_to(State.VERIFIED, request=make_telephoned())


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("role", ROLES)
def test_every_cell_of_the_matrix(role: str, method: str, asked: RightsRequest) -> None:
    client = client_of(role)
    by = make_staff()
    for address in OFFICE:
        path = address.format(
            pk=asked.pk,
            file=make_file(asked).pk if "{file}" in address else 0,
            hold=make_hold(asked, by).pk if "{hold}" in address else 0,
        )
        response = client.generic(method, f"{QUEUE}{path}")
        assert response.status_code == expected(role, address, method), address
        if response.status_code == 302 and role == "nobody":
            assert response["Location"].startswith("/admin/login/")


def test_the_matrix_has_every_address() -> None:
    routes = {
        str(each.pattern)
        for each in _urls()
        if not str(each.pattern).startswith(("add/?",))
    }
    named = {
        address.split("?")[0]
        .replace("{pk}", "<int:pk>")
        .replace("{file}", "<int:file>")
        .replace("{hold}", "<int:hold>")
        for address in OFFICE
    }
    assert named == routes


def _urls() -> list[URLPattern]:
    from django.contrib import admin

    found = RightsRequestAdmin(RightsRequest, admin.site).get_urls()
    return found


OTHERS = {
    # Stock pages of Django admin: lists and forms.
    "/admin/rights/step/": (AUDITORS, PRIVACY_OFFICE),
    "/admin/rights/personalview/": (AUDITORS, PRIVACY_OFFICE),
    "/admin/rights/hold/": (AUDITORS, PRIVACY_OFFICE),
    "/admin/rights/hold/add/": (PRIVACY_OFFICE,),
    "/admin/rights/answertemplate/": (PRIVACY_OFFICE,),
    "/admin/rights/answertemplate/add/": (PRIVACY_OFFICE,),
}


@pytest.mark.parametrize("role", ROLES)
def test_lists_beside_the_queue_have_their_readers(role: str) -> None:
    client = client_of(role)
    for address, readers in OTHERS.items():
        status = client.get(address).status_code
        if role == "nobody":
            assert status == 302
        elif role == "superuser" or role in readers:
            assert status == 200, address
        else:
            assert status == 403, address


@pytest.mark.parametrize("model", ["step", "personalview"])
@pytest.mark.parametrize("action", ["add/", "1/delete/"])
def test_nobody_writes_a_log_by_hand(
    model: str, action: str, asked: RightsRequest
) -> None:
    assert superuser().get(f"/admin/rights/{model}/{action}").status_code in (403, 302)
    assert superuser().post(f"/admin/rights/{model}/{action}").status_code in (403, 302)


def test_the_office_releases_a_hold_on_everything(asked: RightsRequest) -> None:
    by = make_staff()
    for role, status in ((AUDITORS, 403), (EDITORS, 403), (PRIVACY_OFFICE, 302)):
        hold = make_hold(None, by)
        address = f"/admin/rights/hold/{hold.pk}/release/"
        assert desk(role).post(address).status_code == status
        assert desk(role).get(address).status_code == 405
        standing = Hold.objects.standing().filter(pk=hold.pk)
        assert standing.exists() is (status == 403)
