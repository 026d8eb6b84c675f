from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Short dated site-wide messages, and who gets mail about changes."""

    name = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from notices import (
            announcing,
            evidence_of_versions,
            previewing,
            redacting,
            searching,
        )
        from notices.desk.front import superseded_panel
        from notices.finished import pages_of_notices
        from notices.models import Notice, NoticeDraft
        from notices.moments import next_notice_moment
        from notices.subscriptions import telling, upkeep
        from notices.triggers import TRIGGERS
        from outbox import chores
        from pages.finishing import add_pages
        from pages.moments import register_moments
        from policy import drafting, publishing, withholding
        from policy import redacting as policy_redacting
        from policy.append_only import protect
        from policy.desk.front import add_panel
        from policy.desk.parts import add_part
        from policy.desk.timeline import add_foreteller
        from policy.evidence import add_evidence
        from policy.search.sources import add_source

        drafting.add_content("notice", announcing.words_of)
        publishing.add_refusal(announcing.refuse_without_notice)
        publishing.add_publishing_step(announcing.announce)
        publishing.add_withdrawal_step(announcing.end_notice)
        publishing.add_publishing_step(telling.tell)
        publishing.add_withdrawal_step(telling.tell_of_withdrawal)
        withholding.add_withholding_step(telling.drop_withheld)
        withholding.add_foreteller(telling.foretell_withholding)
        policy_redacting.add_redaction_step(
            redacting.destroy_words, Notice, NoticeDraft
        )
        add_foreteller(announcing.foretell)
        add_foreteller(telling.foretell)
        chores.add(
            "forget subscriptions that nobody confirmed",
            timedelta(hours=1),
            upkeep.forget_unconfirmed,
        )
        chores.add(
            "encrypt subscribers under the newest key",
            timedelta(hours=1),
            upkeep.encrypt_anew,
        )
        add_panel(superseded_panel)
        add_part(previewing.part_of_draft)
        add_evidence("Notices", evidence_of_versions.notices_of)
        add_source(searching.notices)
        protect(self, TRIGGERS)
        register_moments(next_notice_moment)
        add_pages(pages_of_notices)
