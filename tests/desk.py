"""Staff at their desk: signed-in clients and filled-in forms."""

from __future__ import annotations

from typing import Any

from django.test import Client

from policy.models import Policy, PolicyVersion
from policy.roles import APPROVERS, AUDITORS, EDITORS, PRIVACY_OFFICE
from tests.factories import make_staff
from tests.html import elements, words

GROUPS = [EDITORS, APPROVERS, PRIVACY_OFFICE, AUDITORS]
VERSIONS = "/admin/policy/policyversion/"


def desk(*groups: str, **fields: Any) -> Client:
    """A client that is signed in as staff with these roles."""
    client = Client()
    client.force_login(make_staff(groups=groups, **fields))
    return client


def superuser() -> Client:
    return desk(is_superuser=True)


def address(version: PolicyVersion, action: str = "change") -> str:
    """A page of the desk about the version."""
    return f"{VERSIONS}{version.pk}/{action}/"


def draft_fields(policy: Policy | None = None, **fields: Any) -> dict[str, Any]:
    """A draft's form as filled in; ``day`` and ``time`` are the effective date."""
    day, time = fields.pop("day", ""), fields.pop("time", "")
    filled = {
        "source": "## One\r\n\r\nText.\r\n",
        "material": "True",
        "change_note": "First version.",
        "reason": "",
        "language": "en-US",
        "effective_at_0": day,
        "effective_at_1": time,
        "notice_draft-TOTAL_FORMS": "0",
        "notice_draft-INITIAL_FORMS": "0",
    }
    return ({"policy": policy.pk} if policy else {}) | filled | fields


def text_of(answer: Any) -> str:
    """The words of a page of the desk."""
    return words(answer.content.decode())


def value_of(answer: Any, name: str) -> str:
    """What a field of the page's form holds."""
    for element in elements(answer.content.decode()):
        if element["name"] == name:
            return element["value"] or element.text.removeprefix("\n")
    raise AssertionError(f"There is no field {name}.")


def form_of(answer: Any) -> dict[str, Any]:
    """What a browser would send of the page's form, as it is filled in."""
    filled: dict[str, Any] = {}
    select = ""
    for element in elements(answer.content.decode()):
        name, kind = element["name"], element["type"]
        if element.tag == "select":
            select = name
        elif element.tag == "option" and "selected" in element.attributes:
            filled[select] = element["value"]
        elif element.tag == "textarea":
            filled[name] = element.text.removeprefix("\n")
        elif element.tag == "input" and kind in ("checkbox", "radio"):
            if "checked" in element.attributes:
                filled.setdefault(name, []).append(element["value"])
        elif element.tag == "input" and name and kind != "submit":
            filled[name] = element["value"]
    return filled
