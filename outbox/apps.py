from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """Mails that wait, and the sender."""

    name = "outbox"
    verbose_name = _("Outbox")

    def ready(self) -> None:
        from outbox import chores
        from outbox.limits import forget_what_ended
        from outbox.models import Mail

        chores.add(
            "empty mails given up long ago",
            timedelta(hours=1),
            Mail.objects.empty_given_up,
        )
        chores.add("forget limits that ended", timedelta(hours=1), forget_what_ended)
