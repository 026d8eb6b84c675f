"""What staff are told when something cannot be done."""


class Refused(Exception):
    """The action is refused; ``reasons`` are sentences for staff."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons
