"""The list of changes for a page that groups them by section."""

from __future__ import annotations

from typing import NamedTuple

from policy.redline.changes import Change, Place, Redline
from policy.redline.prose import section_label, sentence
from policy.redline.tree import split_number


class Listed(NamedTuple):
    """A change for people.

    ``id`` leads to its place in the marked text, ``section_id`` to the heading of its
    section there ('' where no heading stands before it). ``section`` is what the
    section is called, ``text`` the sentence without that.
    """

    id: str
    section: str
    section_id: str
    text: str


def listed(redline: Redline) -> list[Listed]:
    """All changes in the order of the marked text.

    What was removed from a section that is still there, under another name perhaps,
    is listed with that section.
    """
    renamed: dict[str, Place] = {}
    places: dict[str, str] = {}
    for section in redline.sections:
        if section.new_anchor:
            place = Place(*split_number(section.heading), section.new_anchor)
            renamed[section.old_anchor] = place
            places[section.new_anchor] = section.id
        elif section.old_anchor:
            renamed.pop(section.old_anchor, None)
            places.setdefault(section.old_anchor, section.id)
    return [_listed(change, renamed, places) for change in redline.changes]


def _listed(
    change: Change, renamed: dict[str, Place], places: dict[str, str]
) -> Listed:
    place = change.section
    if change.new_section is None and place.anchor:
        place = renamed.get(place.anchor, place)
    return Listed(
        change.id, section_label(place), places.get(place.anchor, ""), sentence(change)
    )
