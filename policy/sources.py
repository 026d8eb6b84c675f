"""The one spelling in which a Markdown source is kept."""


def unix_lines(text: str) -> str:
    """The text with every line ending as LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def normalized(source: str) -> str:
    """Lines end in LF, and exactly one ends the text; a blank text is ''.

    Browsers post CRLF and files may hold either: without this, the same words would
    count as changed.
    """
    text = unix_lines(source)
    return text.strip("\n") + "\n" if text.strip() else ""
