from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    """Rights requests and their legal clocks."""

    name = "rights"
    verbose_name = _("Rights requests")

    def ready(self) -> None:
        from policy.append_only import protect
        from rights.triggers import TRIGGERS

        protect(self, TRIGGERS)
