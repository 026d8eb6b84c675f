"""What is encrypted, by what its parts are called: of its words only people say what
they are, and whoever writes of an address of their own may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from centene_site.address_audit.contents import SAMPLE
from centene_site.address_audit.findings import Finding
from centene_site.address_audit.tables import ADDRESS_NAME
from outbox.cipher import Unreadable
from outbox.letters import Letter
from rights.models import FileFacts, Personal, RightsRequest

ENCRYPTED = (Personal, FileFacts, Letter)


def audit_encrypted() -> Iterator[Finding]:
    """The parts of what is encrypted, and the answers that rights requests hold."""
    names = {f"{each.__name__}.{f.name}" for each in ENCRYPTED for f in fields(each)}
    opened = 0
    for request in RightsRequest.objects.personal().order_by("-pk")[:SAMPLE]:
        try:
            details = request.personal().details
        except Unreadable:
            continue
        opened += 1
        names |= {f"Personal.details.{name}" for name in details}
    for name in sorted(names):
        if ADDRESS_NAME.search(name.rpartition(".")[2]):
            yield Finding(f"{name} is encrypted beside what names a person.", True)
    yield Finding(
        f"{len(names)} encrypted parts known by name, {opened} rights requests opened."
    )
