"""The import format: a dated Markdown file with front matter.

---
policy: privacy-policy
title: Privacy Policy
effective: 2020-04-17
change_note: First version.
material: no
---
The text …
"""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import yaml
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from policy.days import FIRST_DAY, LAST_DAY, is_answerable, parse_day
from policy.models.version import validate_language
from policy.slugs import validate_slug_is_free
from policy.sources import normalized, unix_lines

REQUIRED = ("policy", "title", "effective", "change_note", "material")
OPTIONAL = ("reason", "lang", "company")
ANSWERS = {"yes": True, "true": True, "no": False, "false": False}
LONGEST = {"policy": 50, "title": 120, "company": 120}
FENCE = "---"


class BadFile(Exception):
    """A file that cannot be imported: names the file, the line and what is wrong."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(located(path, line, problem))


def located(path: Path, line: int, problem: str) -> str:
    """A sentence that says where: file and line."""
    return f"{path}, line {line}: {problem}"


@dataclass(frozen=True)
class PolicyFile:
    """One version as a file states it; ``effective`` is still without a time zone."""

    path: Path
    policy: str
    title: str
    effective: datetime | date
    effective_line: int
    change_note: str
    material: bool
    source: str
    source_line: int
    reason: str
    language: str
    company: str

    def effective_at(self, zone: zoneinfo.ZoneInfo) -> datetime:
        """The moment it takes force: a date alone is midnight in the zone.

        Raises BadFile for a time that the zone's clocks skip or show twice.
        """
        if not isinstance(self.effective, datetime):
            return datetime.combine(self.effective, time.min, zone)
        if self.effective.tzinfo is not None:
            return self.effective
        moment = self.effective.replace(tzinfo=zone)
        if moment.utcoffset() != moment.replace(fold=1).utcoffset():
            raise BadFile(
                self.path,
                self.effective_line,
                f"clocks in {zone.key} skip this time or show it twice: add an offset, "
                "as in 2020-04-17T02:30-05:00.",
            )
        return moment


def read(path: Path) -> PolicyFile:
    """Read one file. Raises BadFile with the first thing that is wrong."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadFile(path, line, "the file is not UTF-8 text.") from None
    except OSError as error:
        raise BadFile(path, 1, f"the file cannot be read: {error.strerror}.") from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise BadFile(path, line, "the text holds a NUL character.")
    head, body, first_line = _split(path, unix_lines(text))
    fields, lines = _fields(path, head)
    return _policy_file(path, fields, lines, body, first_line)


def _split(path: Path, text: str) -> tuple[str, str, int]:
    lines = text.split("\n")
    if lines[0].strip() != FENCE:
        raise BadFile(path, 1, f"the file must begin with front matter ({FENCE}).")
    for index, line in enumerate(lines[1:], start=1):
        if line.strip() == FENCE:
            body = "\n".join(lines[index + 1 :])
            blank = len(body) - len(body.lstrip("\n"))
            return "\n".join(lines[1:index]), normalized(body), index + 2 + blank
    raise BadFile(path, len(lines), f"the front matter has no closing {FENCE}.")


def _fields(path: Path, head: str) -> tuple[dict[str, str], dict[str, int]]:
    """The front matter as strings, and the line of each field."""
    try:
        node = yaml.compose(head, Loader=yaml.BaseLoader)
    except RecursionError:
        raise BadFile(path, 2, "the front matter is nested too deeply.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 2
        problem = getattr(error, "problem", None) or "it is not readable"
        raise BadFile(path, line, f"bad front matter: {problem}.") from None
    if not isinstance(node, yaml.MappingNode):
        raise BadFile(path, 2, "the front matter must be lines of “name: value”.")
    fields: dict[str, str] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 2
        if not isinstance(key, yaml.ScalarNode):
            raise BadFile(path, line, "the name of a field must be a word.")
        name = key.value
        if name not in REQUIRED + OPTIONAL:
            raise BadFile(path, line, f"“{name}” is not a known field.")
        if name in fields:
            raise BadFile(path, line, f"“{name}” stands twice.")
        if not isinstance(value, yaml.ScalarNode):
            raise BadFile(path, line, f"“{name}” must be a single value.")
        if not _is_storable(value.value):
            raise BadFile(path, line, f"“{name}” holds a character that is no text.")
        fields[name], lines[name] = value.value.strip(), line
    for name in REQUIRED:
        if not fields.get(name):
            raise BadFile(path, lines.get(name, 1), f"“{name}” is missing or empty.")
    return fields, lines


def _is_storable(text: str) -> bool:
    """YAML can write NUL and half of a surrogate pair; databases refuse both."""
    return not any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in text)


def _policy_file(
    path: Path,
    fields: dict[str, str],
    lines: dict[str, int],
    body: str,
    first_line: int,
) -> PolicyFile:
    language = fields.get("lang", "") or "en-US"
    try:
        validate_slug(fields["policy"])
        validate_slug_is_free(fields["policy"])
    except ValidationError as error:
        raise BadFile(path, lines["policy"], " ".join(error.messages)) from None
    try:
        validate_language(language)
    except ValidationError as error:
        raise BadFile(path, lines["lang"], " ".join(error.messages)) from None
    if fields["material"].lower() not in ANSWERS:
        raise BadFile(path, lines["material"], "“material” must be yes or no.")
    for name, longest in LONGEST.items():
        if len(fields.get(name, "")) > longest:
            raise BadFile(
                path, lines[name], f"“{name}” is over {longest} characters long."
            )
    if not body:
        raise BadFile(path, first_line, "the text is empty.")
    return PolicyFile(
        path=path,
        policy=fields["policy"],
        title=fields["title"],
        effective=_moment(path, lines["effective"], fields["effective"]),
        effective_line=lines["effective"],
        change_note=fields["change_note"],
        material=ANSWERS[fields["material"].lower()],
        source=body,
        source_line=first_line,
        reason=fields.get("reason", ""),
        language=language,
        company=fields.get("company", ""),
    )


def _moment(path: Path, line: int, text: str) -> datetime | date:
    try:
        moment = _datetime(text) if len(text) > 10 else parse_day(text)
        if moment is None:
            raise ValueError(text)
    except ValueError:
        raise BadFile(
            path, line, f"“effective” must be an ISO 8601 date or time, not “{text}”."
        ) from None
    if not is_answerable(date(moment.year, moment.month, moment.day)):
        raise BadFile(
            path,
            line,
            f"“effective” must lie in the years {FIRST_DAY.year} to {LAST_DAY.year}, "
            f"not “{text}”.",
        )
    return moment


def _datetime(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if len(text) < len("2020-04-17T00:00"):
        raise ValueError(text)
    return moment
