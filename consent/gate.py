"""May this answer carry analytics? One pure function with named outcomes."""

from enum import Enum


class Gate(Enum):
    """Why the tag runs, or why it does not."""

    OPEN = "open"
    NOT_CONFIGURED = "no property id is set"
    NOT_ACCEPTED = "analytics is not accepted"
    SIGNED_IN = "the request carries a session"


def gate(*, is_configured: bool, is_accepted: bool, has_session: bool) -> Gate:
    """Open only for an accepting visitor without a session, where a tag is set up."""
    if not is_configured:
        return Gate.NOT_CONFIGURED
    if not is_accepted:
        return Gate.NOT_ACCEPTED
    if has_session:
        return Gate.SIGNED_IN
    return Gate.OPEN
