"""The first view: every byte that a browser needs before it can show the policy."""

from __future__ import annotations

import re

from benchmarks.rounds import Line, judged
from benchmarks.sites import Site

PAGE = "/privacy-policy/"
GOAL = 12_000
# Those hold the page up; icons, other pages and the stylesheet for print do not.
NEEDED = re.compile(
    r'<link rel="stylesheet" href="([^"]+)"|<script src="([^"]+)"', re.ASCII
)


def measure(site: Site) -> list[Line]:
    """The line of the part. Raises LoadFailed."""
    with site.server.running(site.log):
        plain = site.fetch(PAGE, **{"Accept-Encoding": "identity"})
        answers = {
            path: site.fetch(path) for path in [PAGE, *needed(plain.body.decode())]
        }
    sizes = ", ".join(f"{path} {answer.size:,}" for path, answer in answers.items())
    total = sum(answer.size for answer in answers.values())
    return [judged(f"first view ({sizes})", total, GOAL, "bytes")]


def needed(html: str) -> list[str]:
    """The paths of stylesheets and scripts, in their order."""
    return [one or other for one, other in NEEDED.findall(html)]
