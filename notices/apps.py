from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Short dated site-wide messages."""

    name = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from notices import announcing, redacting
        from notices.models import Notice, NoticeDraft
        from notices.moments import next_notice_moment
        from notices.triggers import TRIGGERS
        from pages.moments import register_moments
        from policy import drafting, publishing
        from policy import redacting as policy_redacting
        from policy.append_only import protect
        from policy.desk.timeline import add_foreteller

        drafting.add_content("notice", announcing.words_of)
        publishing.add_refusal(announcing.refuse_without_notice)
        publishing.add_publishing_step(announcing.announce)
        publishing.add_withdrawal_step(announcing.end_notice)
        policy_redacting.add_redaction_step(
            redacting.destroy_words, Notice, NoticeDraft
        )
        add_foreteller(announcing.foretell)
        protect(self, TRIGGERS)
        register_moments(next_notice_moment)
