"""The lists of fields in docs/api.md, from the schemas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from centene_site.schemas import SCHEMAS
from notices.data import SHAPE
from policy.data.schemas import ENTRY, POLICY

ADDRESSES = {
    "policies": "/policies.json",
    "policy": "/<policy>.json",
    "versions": "/<policy>/versions.json",
    "version": "/<policy>/versions/<number>.json",
    "redline": "/<policy>/compare/<number>...<number>.json",
    "notices": "/notices.json",
    "notice": "/notices/<number>.json",
    "catalogue": "/cookies.json",
    "problem": "errors",
}
# As docs/api.md calls what several answers hold.
SHAPES = [("version entry", ENTRY), ("policy", POLICY), ("notice", SHAPE)]


def field_lists() -> str:
    """A table for each answer."""
    return "\n".join(_answer(name) for name in ADDRESSES)


def _answer(name: str) -> str:
    schema = SCHEMAS[name]
    head = [
        f"### `{ADDRESSES[name]}`",
        "",
        f"{schema['description']} Schema: `/schemas/{name}.json`.",
        "",
        "| field | type | meaning |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *_rows(schema, ""), ""])


def _rows(schema: Any, before: str) -> Iterator[str]:
    for name, field in schema["properties"].items():
        if name == "$schema":
            continue
        yield f"| `{before}{name}` | {_type(field)} | {field['description']} |"
        inner = field.get("items", field)
        if "properties" in inner and not _known(inner):
            mark = "[]" if "items" in field else ""
            yield from _rows(inner, f"{before}{name}{mark}.")


def _known(field: Any) -> str:
    """What has a list of its own is not listed again."""
    names = [name for name, shape in SHAPES if shape == field.get("properties")]
    return names[0] if names else ""


def _type(field: Any) -> str:
    kinds = field["type"] if isinstance(field["type"], list) else [field["type"]]
    names = [_word(kind, field) for kind in kinds]
    return " or ".join(names)


def _word(kind: str, field: Any) -> str:
    if kind == "null":
        return "null"
    if known := _known(field):
        return known
    if "enum" in field:
        words = [f"`{word}`" for word in field["enum"] if word is not None]
        return ", ".join(words)
    if kind == "array":
        return f"list: {_type(field['items'])}"
    formats = {"date-time": "moment", "uri": "address"}
    if kind == "string" and "format" in field:
        return formats[field["format"]]
    return "hash" if field.get("pattern") == "^[0-9a-f]{64}$" else kind
