from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Short dated site-wide messages."""

    name = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from notices import announcing, evidence_of_versions, previewing
        from notices.moments import next_notice_moment
        from notices.triggers import TRIGGERS
        from pages.moments import register_moments
        from policy import drafting, publishing
        from policy.append_only import protect
        from policy.desk.parts import add_part
        from policy.desk.timeline import add_foreteller
        from policy.evidence import add_evidence

        drafting.add_content("notice", announcing.words_of)
        publishing.add_refusal(announcing.refuse_without_notice)
        publishing.add_publishing_step(announcing.announce)
        publishing.add_withdrawal_step(announcing.end_notice)
        add_foreteller(announcing.foretell)
        add_part(previewing.part_of_draft)
        add_evidence("Notices", evidence_of_versions.notices_of)
        protect(self, TRIGGERS)
        register_moments(next_notice_moment)
