from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrafficConfig(AppConfig):
    """Aggregate figures with no address in them; third parties; disclosures."""

    name = "traffic"
    verbose_name = _("Traffic and third parties")

    def ready(self) -> None:
        # It adds the chores that write what was counted.
        from traffic import counting  # noqa: F401
