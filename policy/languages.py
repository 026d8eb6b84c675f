"""Which way a language is written."""

from policy.models import Direction

RIGHT_TO_LEFT_LANGUAGES = {"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
RIGHT_TO_LEFT_SCRIPTS = {"Arab", "Hebr", "Thaa", "Syrc", "Nkoo"}


def direction_of(language: str) -> Direction:
    """The direction of a BCP 47 tag: its script decides, else its language."""
    primary, *rest = language.split("-")
    script = next((part for part in rest if len(part) == 4), "")
    if script:
        is_rtl = script in RIGHT_TO_LEFT_SCRIPTS
    else:
        is_rtl = primary in RIGHT_TO_LEFT_LANGUAGES
    return Direction.RTL if is_rtl else Direction.LTR
