"""The words by which privacy policies name the rights of a person."""

from __future__ import annotations

import re

# GDPR, articles 15 to 18, 20, 21, 7(3) and 77; the words are those of many policies.
RIGHTS = {
    "access": r"\baccess(?:ing)?\b|\bcop(?:y|ies) of\b",
    "rectification": r"\brectif\w+|\bcorrect\w*",
    "erasure": r"\berasure\b|\berase\w*|\bdelet\w+|\bforgotten\b",
    "restriction": r"\brestrict\w*",
    "objection": r"\bobject(?:ion|ing)?\b",
    "portability": r"\bportab\w+",
    "withdrawal of consent": r"\bwithdraw\w*",
    "complaint": r"\bcomplain\w*",
}
PATTERNS = {name: re.compile(words, re.IGNORECASE) for name, words in RIGHTS.items()}


def named(text: str) -> list[str]:
    """The rights that a text names, in their order."""
    return [name for name, pattern in PATTERNS.items() if pattern.search(text)]
