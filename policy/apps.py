from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PolicyConfig(AppConfig):
    """Policies, their versions and sections."""

    name = "policy"
    verbose_name = _("Policies")

    def ready(self) -> None:
        from pages.finishing import add_pages
        from pages.moments import register_moments
        from policy.append_only import protect
        from policy.finished import pages_of_policies
        from policy.moments import next_effective_moment
        from policy.triggers import TRIGGERS

        protect(self, TRIGGERS)
        register_moments(next_effective_moment)
        add_pages(pages_of_policies)
