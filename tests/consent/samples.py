"""A catalogue as a worker keeps it in memory, for tests without a database."""

from __future__ import annotations

from typing import Any

from consent.choices import CATEGORIES

CONTENT: dict[str, Any] = {
    "banner": {
        "heading": "Cookies",
        "sentence": "We use cookies.",
        "accept": "Accept analytics cookies",
        "reject": "Reject analytics cookies",
        "link": "Cookie choices",
    },
    "categories": [
        {
            "slug": slug,
            "title": slug.capitalize(),
            "lead": f"What {slug} does",
            "refusing": "What is lost.",
            "purpose": "What for.",
            "legal_basis": "Why we may.",
            "cookies": [],
        }
        for slug in CATEGORIES
    ],
}

ROWS: list[dict[str, Any]] = [
    {
        "number": 1,
        "content": CONTENT,
        "material": True,
        "change_note": "The first catalogue.",
        "published_at": "2020-04-17T05:00:00.000000+00:00",
        "digest": "0" * 64,
    }
]
