"""What would come of a draft: shown before every decision about it."""

from __future__ import annotations

from datetime import datetime

from policy.desk.parts import parts
from policy.desk.previews import draft_changes
from policy.desk.timeline import timeline
from policy.draftchecks import findings
from policy.models import PolicyVersion
from policy.publishing import next_number


def outlook(draft: PolicyVersion, at: datetime) -> dict[str, object]:
    """Checks, timeline, redline and what else is published with it, for templates."""
    return {
        "next_number": next_number(draft.policy),
        "findings": findings(draft),
        "timeline": timeline(draft, at),
        "parts": parts(draft, at, "whole"),
        **draft_changes(draft),
    }
