"""Make again what is derived from published versions."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from policy.derived import derive_all
from policy.models import Policy


class Command(BaseCommand):
    """Safe at any time; what was published is only read."""

    help = "Make again what is derived from published versions, policy by policy."

    def handle(self, *args: Any, **options: Any) -> None:
        for policy in Policy.objects.all():
            with transaction.atomic():
                count = derive_all(policy)
            self.stdout.write(f"{policy.slug}: {count} versions.")
