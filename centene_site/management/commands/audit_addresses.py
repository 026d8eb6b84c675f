"""Look for network addresses beside people; fails where there are any."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from centene_site.address_audit.contents import audit_contents, audit_sessions
from centene_site.address_audit.encrypted import audit_encrypted
from centene_site.address_audit.findings import Finding
from centene_site.address_audit.logs import (
    audit_access_log,
    audit_formatters,
    audit_nginx,
    audit_security_log,
    audit_settings,
)
from centene_site.address_audit.tables import audit_columns, read_tables


class Command(BaseCommand):
    """Print each finding; the exit code is 1 where one of them is a problem."""

    help = "Prove that no table holds an address beside anything that names a person."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            findings = list(audit())
        except OperationalError as error:
            raise CommandError(
                f"The database cannot be read: {str(error).strip()}."
            ) from None
        for finding in findings:
            mark = "PROBLEM" if finding.is_problem else "ok"
            self.stdout.write(f"{mark:8}{finding.sentence}")
        problems = sum(finding.is_problem for finding in findings)
        if problems:
            raise CommandError(f"{problems} of {len(findings)} findings are problems.")
        self.stdout.write("No table holds an address beside or joined to a person.")


def audit() -> Iterator[Finding]:
    """Everything. Raises django.db.Error."""
    tables = read_tables()
    yield from audit_columns(tables)
    yield from audit_contents(tables)
    yield from audit_encrypted()
    yield from audit_sessions()
    yield from audit_access_log()
    yield from audit_formatters(settings.LOGGING)
    yield from audit_nginx(Path(settings.BASE_DIR) / "deploy" / "nginx.conf")
    folder = Path(settings.SECURITY_LOG_FOLDER)
    yield from audit_security_log(folder, settings.SECURITY_LOG_DAYS)
    yield from audit_settings(settings.INSTALLED_APPS)
