"""Everything between installed packages and a site that can be served."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from centene_site.backups import files
from centene_site.backups.dumping import DumpFailed
from pages import stamp
from policy.append_only import put_back
from policy.models import Policy


class Command(BaseCommand):
    """Migrate, import the bundled policies once, collect static files; repeatable."""

    help = "Migrate, import the bundled policies into an empty site, collect static."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--no-policies",
            action="store_true",
            help="leave an empty site empty",
        )

    def handle(self, *args: Any, no_policies: bool, **options: Any) -> None:
        try:
            self._prepare(no_policies)
        except OperationalError as error:
            raise CommandError(
                f"The database cannot be used: {str(error).strip()}. "
                "Look at DATABASE_URL."
            ) from None
        except OSError as error:
            raise CommandError(
                f"{error.filename} cannot be written: {error.strerror}. "
                "Look at DATA_DIR and STATIC_ROOT."
            ) from None

    def _prepare(self, no_policies: bool) -> None:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        self._migrate()
        # Once only: an upgrade must not publish for a company what it did not write.
        if not no_policies and not Policy.objects.exists():
            call_command("load_policies", stdout=self.stdout, stderr=self.stderr)
        # What an upgrade derives anew of versions that are published already.
        call_command("rebuild_derived", missing=True, stdout=self.stdout)
        call_command(
            "rebuild_search", missing=True, stdout=self.stdout, stderr=self.stderr
        )
        self._collect_static()
        # Another release, or other settings, may make other pages of the same data.
        with transaction.atomic():
            stamp.renew()
        call_command("check", databases=[connection.alias])

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            self._back_up()
            self.stdout.write(f"Applying {len(plan)} migrations.")
            call_command("migrate", verbosity=0)
        # An upgrade may bring new ones without a migration.
        if absent := put_back(connection):
            names = ", ".join(trigger.name for trigger in absent)
            self.stderr.write(
                f"Triggers were missing or altered and are put back: {names}. If this "
                "was not an upgrade, find out who removed them."
            )

    def _back_up(self) -> None:
        """So that the release before can have its database back."""
        if not files.holds_anything():
            return
        try:
            self.stdout.write(f"Backed up first: {files.make(files.folder())}")
        except DumpFailed as failure:
            if connection.vendor == "sqlite":
                raise CommandError(f"It cannot be backed up first. {failure}") from None
            # Whoever runs a server of their own has backups of their own.
            self.stderr.write(f"It was not backed up first. {failure}")

    def _collect_static(self) -> None:
        """Hash and compress when any file changed; files of before stay served."""
        root = settings.STATIC_ROOT
        stamp = root / ".stamp"
        wanted = static_digest()
        if stamp.is_file() and stamp.read_text() == wanted:
            return
        self.stdout.write("Collecting static files.")
        root.mkdir(parents=True, exist_ok=True)
        # collectstatic keeps a copy that is newer than its changed source.
        for name, _source in static_files():
            (root / name).unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(wanted)


def static_files() -> Iterator[tuple[str, Path]]:
    """Every static file's name and where it comes from."""
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield name, Path(storage.path(name))


def static_digest() -> str:
    """A fingerprint of all static files: names, sizes and times."""
    lines = []
    for name, source in static_files():
        state = source.stat()
        lines.append(f"{name} {state.st_size} {state.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
