"""System checks of what an operator has to renew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.utils import timezone

# RFC 9116, 2.5.5: less than a year into the future is recommended.
LONGEST = timedelta(days=365)
SOON = timedelta(days=30)
HINT = (
    "Look whether the contact in security.txt still answers, and set "
    "SECURITY_TXT_EXPIRES to a day within the next year."
)


def check_security_txt(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """A warning where nobody may rely on security.txt, or soon not."""
    problem = expiry_problem(settings.SECURITY_TXT_EXPIRES, timezone.now().date())
    return [Warning(problem, hint=HINT, id="centene_site.W001")] if problem else []


def expiry_problem(expires: date, today: date) -> str:
    """What is wrong with the day on which security.txt expires; '' where nothing is."""
    if expires <= today:
        return f"security.txt expired on {expires}."
    if expires - today < SOON:
        return f"security.txt expires soon: on {expires}."
    if expires - today > LONGEST:
        return f"security.txt expires on {expires}, in more than a year."
    return ""
