from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class ConsentConfig(AppConfig):
    """The catalogue of cookies, choices, consent records and the analytics gate."""

    name = "consent"
    verbose_name = _("Cookie choices")

    def ready(self) -> None:
        from consent.checks import check_catalogue
        from consent.triggers import TRIGGERS
        from policy.append_only import protect

        protect(self, TRIGGERS)
        register(check_catalogue, Tags.database)
