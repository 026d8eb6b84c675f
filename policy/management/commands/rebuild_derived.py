"""Make again what is derived from published versions."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from policy.derived import derive_all, derive_missing
from policy.models import Policy


class Command(BaseCommand):
    """Safe at any time; what was published is only read."""

    help = (
        "Make again what is derived from published versions, policy by policy: since "
        "when sections read as they do, and redlines."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--missing",
            action="store_true",
            help="only what is not there, or is of an engine before; cheap where "
            "nothing is missing",
        )

    def handle(self, *args: Any, missing: bool, **options: Any) -> None:
        for policy in Policy.objects.all():
            count = derive_missing(policy) if missing else derive_all(policy)
            if count or not missing:
                self.stdout.write(f"{policy.slug}: {count} versions derived.")
