"""Dated Markdown files for tests of the import."""

from __future__ import annotations

from pathlib import Path

FIELDS = {
    "policy": "terms",
    "title": "Terms",
    "effective": "2020-04-17",
    "change_note": "First version.",
    "material": "no",
}


def file_text(body: str = "## One\n\nText.\n", **fields: str | None) -> str:
    """A whole file; a field that is None is left out."""
    chosen = {
        name: text for name, text in (FIELDS | fields).items() if text is not None
    }
    lines = [f"{name}: {text}" for name, text in chosen.items()]
    return "\n".join(["---", *lines, "---", body])


def write_file(folder: Path, name: str = "0001.md", **fields: str | None) -> Path:
    """Write one file and return its path; ``body`` is its text."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file_text(**fields).encode())  # type: ignore[arg-type]
    return path
