"""All that this site can show about one version or draft, as one text for counsel.

Each subject is one function from a version to lines. Other rooms add theirs when the
app starts.
"""

from policy.evidence.document import Evidence, add_evidence, version_evidence

__all__ = ["Evidence", "add_evidence", "version_evidence"]
