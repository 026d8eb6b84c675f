"""One table, which `manage.py migrate --run-syncdb` makes."""

from django.db import models


class Row(models.Model):
    """What the yardstick of a choice writes."""

    code = models.CharField(max_length=32, unique=True)
    at = models.DateTimeField()
    word = models.CharField(max_length=10)

    def __str__(self) -> str:
        return self.code
