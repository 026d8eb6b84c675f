from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Short dated site-wide messages."""

    name = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from notices.moments import next_notice_moment
        from notices.triggers import TRIGGERS
        from pages.moments import register_moments
        from policy.append_only import protect

        protect(self, TRIGGERS)
        register_moments(next_notice_moment)
