"""Bringing in versions from dated Markdown files.

An import is not an announcement (decision 12): it makes no notice and no mail, needs no
approver, and its pages say that this site did not witness the publication.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from policy import frontmatter
from policy.frontmatter import BadFile, PolicyFile, located
from policy.models import Origin, Policy, PolicyVersion
from policy.publishing import publish
from policy.rawhtml import without_raw_html
from policy.refusals import Refused
from policy.sources import normalized
from policy.textchecks import flaws

Progress = Callable[[int, int], None]


@dataclass
class Report:
    """What an import did, for people: counts and sentences."""

    imported: list[PolicyVersion] = field(default_factory=list)
    unchanged: int = 0
    differing: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class ImportFailed(Exception):
    """Nothing was imported; ``problems`` says why, one sentence per file."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


def import_folder(
    folder: Path, progress: Progress | None = None, *, lenient: bool = False
) -> Report:
    """Import every ``*.md`` below the folder, all or nothing; safe to repeat.

    A version that is published already and differs is left alone and reported. Raw HTML
    loses its tags, with a warning each. Flaws of a text (mojibake, empty links) are
    problems, or warnings where ``lenient``. Raises ImportFailed with every bad file, or
    with the first version that is refused.
    """
    report = Report()
    files = [_cleaned(file, report, lenient=lenient) for file in read_folder(folder)]
    if not lenient and (problems := _flaws(files)):
        raise ImportFailed(problems)
    with transaction.atomic():
        for slug in dict.fromkeys(file.policy for file in files):
            own = [file for file in files if file.policy == slug]
            try:
                _import_policy(own, report, progress, len(files))
            except BadFile as error:
                raise ImportFailed([str(error)]) from None
    return report


def read_folder(folder: Path) -> list[PolicyFile]:
    """The folder's files in the order of their paths. Raises ImportFailed."""
    paths = sorted(folder.rglob("*.md")) if folder.is_dir() else []
    if not paths:
        raise ImportFailed([f"{folder}: there is no Markdown file (*.md) here."])
    files, problems = [], []
    for path in paths:
        try:
            files.append(frontmatter.read(path))
        except BadFile as error:
            problems.append(str(error))
    if problems:
        raise ImportFailed(problems)
    return files


def _cleaned(file: PolicyFile, report: Report, *, lenient: bool) -> PolicyFile:
    """The file without raw HTML; the report warns of what was dropped."""
    source, dropped = without_raw_html(file.source)
    file = replace(file, source=normalized(source))
    for piece in dropped:
        words = piece.html if len(piece.html) <= 60 else f"{piece.html[:60]}…"
        line = file.source_line + piece.line - 1
        report.warnings.append(located(file.path, line, f"dropped {words!r}."))
    if lenient:
        report.warnings.extend(_flaws([file]))
    return file


def _flaws(files: list[PolicyFile]) -> list[str]:
    return [
        located(file.path, file.source_line + flaw.line - 1, flaw.sentence)
        for file in files
        for flaw in flaws(file.source)
    ]


def _import_policy(
    files: list[PolicyFile],
    report: Report,
    progress: Progress | None,
    total: int,
) -> None:
    policy = _policy(files[0])
    standing = {
        version.effective_at: version for version in policy.versions.published()
    }
    seen: dict[object, Path] = {}
    for file in sorted(files, key=lambda file: file.effective_at(policy.zone)):
        moment = file.effective_at(policy.zone)
        if moment in seen:
            problem = f"takes effect at the same moment as {seen[moment]}."
            raise BadFile(file.path, file.effective_line, problem)
        seen[moment] = file.path
        if existing := standing.get(moment):
            _compare(existing, file, report)
        else:
            report.imported.append(_publish(policy, file))
        if progress:
            progress(
                len(report.imported) + report.unchanged + len(report.differing), total
            )


def _policy(file: PolicyFile) -> Policy:
    policy, _ = Policy.objects.get_or_create(
        slug=file.policy,
        defaults={
            "title": file.title,
            "company": file.company or settings.COMPANY_NAME,
            "order": Policy.objects.count(),
        },
    )
    return policy


def _publish(policy: Policy, file: PolicyFile) -> PolicyVersion:
    if policy.versions.drafts().exists():
        raise ImportFailed(
            [f"{file.path}: “{policy}” has an open draft; publish or delete it first."]
        )
    policy.title = file.title
    policy.company = file.company or policy.company
    policy.save(update_fields=["title", "company"])
    draft = PolicyVersion.objects.create(
        policy=policy,
        origin=Origin.IMPORT,
        language=file.language,
        source=file.source,
        change_note=file.change_note,
        material=file.material,
        reason=file.reason,
        effective_at=file.effective_at(policy.zone),
    )
    try:
        return publish(draft, by=None, at=timezone.now())
    except Refused as error:
        raise BadFile(file.path, file.effective_line, str(error)) from None


def _compare(version: PolicyVersion, file: PolicyFile, report: Report) -> None:
    same = (
        version.source,
        version.title,
        version.change_note,
        version.material,
        version.reason,
        version.language,
        version.company,
    ) == (
        file.source,
        file.title,
        file.change_note,
        file.material,
        file.reason,
        file.language,
        file.company or version.company,
    )
    if same:
        report.unchanged += 1
    else:
        report.differing.append(
            f"{file.path}: {version} is published already and differs; left alone."
        )
