"""Plain functions that make what a test needs; keywords override the defaults."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission, User
from django.utils import timezone

from notices.models import Notice, NoticeDraft
from policy import drafting, withholding
from policy.models import (
    Ground,
    Origin,
    Policy,
    PolicyVersion,
    StepKind,
    Withholding,
    WithholdingRequest,
)
from policy.publishing import publish

PASSWORD = "a long enough passphrase"
TEXT = "## 1. What we collect\n\nVery little.\n\n## 2. Your rights\n\nMany.\n"

_counter = itertools.count(1)


def moment(text: str) -> datetime:
    """A moment in UTC from "2020-04-17" or "2020-04-17 12:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def make_policy(**fields: Any) -> Policy:
    """A policy without versions."""
    number = next(_counter)
    defaults = {
        "slug": f"policy-{number}",
        "title": f"Policy {number}",
        "company": "Centene Corporation",
    }
    return Policy.objects.create(**defaults | fields)


def make_draft(policy: Policy | None = None, **fields: Any) -> PolicyVersion:
    """A draft that is ready to be published."""
    defaults = {
        "source": TEXT,
        "change_note": "First version.",
        "material": True,
        "reasons": ["longer retention"],
    }
    return PolicyVersion.objects.create(
        policy=policy or make_policy(), **defaults | fields
    )


def make_version(
    policy: Policy | None = None,
    *,
    effective: str = "2020-04-17",
    **fields: Any,
) -> PolicyVersion:
    """A published version, imported so that it may lie in the past."""
    fields = {"origin": Origin.IMPORT, "effective_at": moment(effective)} | fields
    return publish(make_draft(policy, **fields), by=None)


def make_approved(
    draft: PolicyVersion, writer: User | None = None, approver: User | None = None
) -> PolicyVersion:
    """The draft, written by one person and approved by another."""
    writer = writer or make_staff()
    if draft.material and draft.pk and not hasattr(draft, "notice_draft"):
        make_notice_draft(draft)
    drafting.save_draft(draft, by=writer)
    if draft.material and draft.policy.versions.published().exists():
        drafting.add_step(
            draft, StepKind.SHORTER_NOTICE, by=writer, reason="A test cannot wait."
        )
    drafting.submit(draft, by=writer)
    drafting.approve(draft, by=approver or make_staff())
    return draft


def make_notice_draft(draft: PolicyVersion, **fields: Any) -> NoticeDraft:
    """What the notice of a draft will say."""
    defaults = {
        "summary": "We keep your data for two years instead of one.",
        "for_whom": "Everybody who writes to us.",
        "what_to_do": "You can ask us to delete it.",
    }
    return NoticeDraft.objects.create(version=draft, **defaults | fields)


def make_ready(policy: Policy | None = None, **fields: Any) -> PolicyVersion:
    """A draft that another person approved."""
    return make_approved(make_draft(policy, **fields))


def make_upcoming(
    policy: Policy | None = None, *, days: int = 30, **fields: Any
) -> PolicyVersion:
    """A version published here that takes force some days from now."""
    moment = timezone.now() + timedelta(days=days)
    draft = make_draft(policy, **{"effective_at": moment} | fields)
    return publish(make_approved(draft), by=make_staff())


def make_request(
    version: PolicyVersion | None = None, by: User | None = None, **fields: Any
) -> WithholdingRequest:
    """A request to withhold a version, that nobody has decided about."""
    defaults: dict[str, Any] = {
        "ground": Ground.REMOVAL,
        "reason": "It named a person.",
        "covers_storage": False,
    }
    return withholding.ask(
        version or make_version(), by=by or make_staff(), **defaults | fields
    )


def make_withheld(version: PolicyVersion | None = None, **fields: Any) -> Withholding:
    """A version that two people withheld."""
    return withholding.confirm(make_request(version, **fields), by=make_staff())


@cache
def _hashed_password() -> str:
    """Hashing is slow on purpose: once is enough."""
    return make_password(PASSWORD)


def make_staff(
    perms: Sequence[str] = (), groups: Sequence[str] = (), **fields: Any
) -> User:
    """A member of staff with permissions ("policy.publish_policyversion") or roles."""
    number = next(_counter)
    defaults = {
        "username": f"staff-{number}",
        "is_staff": True,
        "password": _hashed_password(),
    }
    user = User.objects.create(**defaults | fields)
    for perm in perms:
        app_label, codename = perm.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app_label, codename=codename)
        )
    for group in groups:
        user.groups.add(Group.objects.get(name=group))
    return user


def make_notice(**fields: Any) -> Notice:
    """A notice that shows now, for a week."""
    now = timezone.now()
    defaults = {
        "summary": "The Privacy Policy changes on January 1.",
        "shown_from": now - timedelta(minutes=1),
        "shown_until": now + timedelta(days=7),
    }
    if "created_by" not in fields:
        fields["created_by"] = make_staff()
    notice = Notice(**defaults | fields)
    notice.post()
    return notice
