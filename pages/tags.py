"""Names of entries in feeds that stay when the site moves: tag URIs, RFC 4151."""

from datetime import UTC, datetime

from django.conf import settings


def authority() -> str:
    """Who names things from now on: the host that this site has, and the day (RFC 4151,
    2.1). Kept with what bears such names, it names more things after a move."""
    return f"{settings.SITE_HOST},{datetime.now(UTC).date()}"


def tag(name: str, at: datetime) -> str:
    """A tag URI under the host that this site has at the moment.

    Minted once and kept: made again after a move, it would name another thing.
    """
    return f"tag:{settings.SITE_HOST},{at.astimezone(UTC).date()}:{name}"
