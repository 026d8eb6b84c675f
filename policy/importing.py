"""Bringing in versions from dated Markdown files.

An import is not an announcement (decision 12): it makes no notice and no mail, needs no
approver, and its pages say that this site did not witness the publication.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
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
DIGITS = re.compile(r"([0-9]+)")


@dataclass
class Report:
    """What an import did, for people: counts and sentences."""

    imported: int = 0
    unchanged: int = 0
    differing: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many files were dealt with."""
        return self.imported + self.unchanged + len(self.differing)


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
    loses its tags, with a warning each. Flaws (mojibake, empty links, dates that are
    out of the files' order) are problems, or warnings where ``lenient``. Raises
    ImportFailed with everything that is wrong, or with the first version that is
    refused.
    """
    report = Report()
    files = _checked(folder, report, lenient=lenient)
    with transaction.atomic():
        for slug in dict.fromkeys(file.policy for file in files):
            own = [file for file in files if file.policy == slug]
            try:
                _import_policy(own, report, progress, len(files))
            except BadFile as error:
                raise ImportFailed([str(error)]) from None
    return report


def _checked(folder: Path, report: Report, *, lenient: bool) -> list[PolicyFile]:
    """What all files say of themselves, without their texts: there may be thousands,
    and a text may be long. Each is read again when its turn comes.
    """
    files: list[PolicyFile] = []
    problems: list[str] = []
    found: list[str] = []
    for path in paths_below(folder):
        try:
            file = frontmatter.read(path)
        except BadFile as error:
            problems.append(str(error))
            continue
        file, dropped = _without_raw_html(file)
        report.warnings.extend(dropped)
        found.extend(_flaws_of_text(file))
        files.append(replace(file, source=""))
    found.extend(_flaws_of_order(files, problems))
    (report.warnings if lenient else problems).extend(found)
    if problems:
        raise ImportFailed(problems)
    return files


def paths_below(folder: Path) -> list[Path]:
    """Every ``*.md`` below the folder in order: 2.md before 10.md. Raises ImportFailed
    where there is none."""
    paths = folder.rglob("*.md") if folder.is_dir() else []
    ordered = sorted(paths, key=_by_number)
    if not ordered:
        raise ImportFailed([f"{folder}: there is no Markdown file (*.md) here."])
    return ordered


def _by_number(path: Path) -> list[list[str | int]]:
    """A key that reads digits as numbers: they are every second piece of a name."""
    return [
        [int(piece) if index % 2 else piece for index, piece in enumerate(pieces)]
        for pieces in (DIGITS.split(part) for part in path.parts)
    ]


def _without_raw_html(file: PolicyFile) -> tuple[PolicyFile, list[str]]:
    """The file without raw HTML, and a sentence for each piece that was dropped."""
    source, dropped = without_raw_html(file.source)
    sentences = []
    for piece in dropped:
        words = piece.html if len(piece.html) <= 60 else f"{piece.html[:60]}…"
        line = file.source_line + piece.line - 1
        sentences.append(located(file.path, line, f"dropped {words!r}."))
    return replace(file, source=normalized(source)), sentences


def _flaws_of_text(file: PolicyFile) -> list[str]:
    return [
        located(file.path, file.source_line + flaw.line - 1, flaw.sentence)
        for flaw in flaws(file.source)
    ]


def _flaws_of_order(files: list[PolicyFile], problems: list[str]) -> Iterator[str]:
    """Files that stand in a folder after one that takes effect later.

    A time that does not exist is no matter of order, and added to the problems.
    """
    zones = {policy.slug: policy.zone for policy in Policy.objects.all()}
    before: dict[tuple[str, Path], tuple[datetime, Path]] = {}
    for file in files:
        try:
            moment = file.effective_at(zones.get(file.policy, Policy().zone))
        except BadFile as error:
            problems.append(str(error))
            continue
        place = file.policy, file.path.parent
        if place in before and moment < before[place][0]:
            sentence = (
                f"takes effect before {before[place][1].name}, which comes first in "
                "this folder."
            )
            yield located(file.path, file.effective_line, sentence)
        before[place] = moment, file.path


def _import_policy(
    files: list[PolicyFile],
    report: Report,
    progress: Progress | None,
    total: int,
) -> None:
    policy = _policy(files[0])
    published = policy.versions.published()
    standing = dict(published.values_list("effective_at", "pk"))
    seen: dict[object, Path] = {}
    for file in sorted(files, key=lambda file: file.effective_at(policy.zone)):
        moment = file.effective_at(policy.zone)
        if moment in seen:
            problem = f"takes effect at the same moment as {seen[moment]}."
            raise BadFile(file.path, file.effective_line, problem)
        seen[moment] = file.path
        whole = _whole(file)
        if key := standing.get(moment):
            _compare(published.get(pk=key), whole, report)
        else:
            _publish(policy, whole)
            report.imported += 1
        if progress:
            progress(report.done, total)


def _whole(file: PolicyFile) -> PolicyFile:
    """The file with its text. Raises BadFile where it is another file by now."""
    whole, _ = _without_raw_html(frontmatter.read(file.path))
    if replace(whole, source="") != file:
        raise BadFile(file.path, 1, "the file was changed during the import.")
    return whole


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


def _publish(policy: Policy, file: PolicyFile) -> None:
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
        publish(draft, by=None, at=timezone.now())
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
