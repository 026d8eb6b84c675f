"""JSON Schema 2020-12 from a few words: what open data promises of its fields.

A field that is listed is always there; where there is nothing to say it is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

DIALECT = "https://json-schema.org/draft/2020-12/schema"
HASH = "^[0-9a-f]{64}$"

Schema = dict[str, Any]


def text(description: str, **more: Any) -> Schema:
    """Words."""
    return {"type": "string", "description": description, **more}


def whole(description: str, minimum: int = 1) -> Schema:
    """A whole number."""
    return {"type": "integer", "minimum": minimum, "description": description}


def flag(description: str) -> Schema:
    """Yes or no."""
    return {"type": "boolean", "description": description}


def moment(description: str) -> Schema:
    """A moment in UTC, RFC 3339 with Z."""
    return text(description, format="date-time", pattern="Z$")


def link(description: str) -> Schema:
    """A whole address."""
    return text(description, format="uri")


def digest(description: str) -> Schema:
    """A SHA-256 in hexadecimal."""
    return text(description, pattern=HASH)


def one_of(values: Iterable[str], description: str) -> Schema:
    """One of a few words."""
    return text(description, enum=list(values))


def maybe(schema: Schema) -> Schema:
    """The same, or null."""
    nullable = {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        nullable["enum"] = [*schema["enum"], None]
    return nullable


def rows(items: Schema, description: str) -> Schema:
    """A list."""
    return {"type": "array", "items": items, "description": description}


def record(description: str, fields: Mapping[str, Schema]) -> Schema:
    """Named fields, all of them there."""
    return {
        "type": "object",
        "description": description,
        "properties": dict(fields),
        "required": list(fields),
    }


def answer(description: str, fields: Mapping[str, Schema]) -> Schema:
    """A whole answer: it names its schema."""
    named = {"$schema": link("Where this schema is."), **fields}
    return {"$schema": DIALECT, **record(description, named)}


def paged(description: str, fields: Mapping[str, Schema]) -> Schema:
    """A whole answer that is one page of a list."""
    facts = {
        "page": whole("Which page this is."),
        "pages": whole("How many pages there are."),
        "count": whole("How many there are on all pages together.", minimum=0),
    }
    return answer(description, {**fields, **facts})


def page_links(fields: Mapping[str, Schema]) -> Schema:
    """The links of one page of a list."""
    return record(
        "Ways from here.",
        {
            "self": link("This answer."),
            "previous": maybe(link("The page before.")),
            "next": maybe(link("The page after.")),
            **fields,
        },
    )
