"""The stamp of the public pages, see ``pages.stamp``."""

from django.db import models
from django.db.models import Q


class StampRow(models.Model):
    """The only row: which state of the public pages the database holds."""

    number = models.PositiveBigIntegerField()
    token = models.CharField(max_length=32)
    # What was made under a lower number must not be shown, not even as last known.
    forgotten = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="stamp_is_one_row",
                violation_error_message="There is one stamp only.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.token}"
