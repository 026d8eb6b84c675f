from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    """Rights requests and their legal clocks."""

    name = "rights"
    verbose_name = _("Rights requests")

    def ready(self) -> None:
        from outbox import chores
        from pages.moments import register_moments
        from policy.append_only import protect
        from rights import purging, upkeep
        from rights.triggers import TRIGGERS
        from rights.views.metrics import next_year_begins

        protect(self, TRIGGERS)
        register_moments(next_year_begins)
        for name, run in (
            ("remind who did not confirm a rights request", upkeep.remind_unconfirmed),
            ("encrypt rights requests under the newest key", upkeep.encrypt_anew),
            ("purge rights requests", purging.purge_what_is_due),
        ):
            chores.add(name, timedelta(hours=1), run)
