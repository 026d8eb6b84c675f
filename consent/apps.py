from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class ConsentConfig(AppConfig):
    """The catalogue of cookies, choices, consent records and the analytics gate."""

    name = "consent"
    verbose_name = _("Cookie choices")

    def ready(self) -> None:
        from consent.checks import check_catalogue
        from consent.draftchecks import check_cookies
        from consent.triggers import TRIGGERS
        from policy.append_only import protect
        from policy.draftchecks import add_check

        add_check(check_cookies)
        protect(self, TRIGGERS)
        register(check_catalogue, Tags.database)
