"""What became of the mails, at the desk: without addresses, to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from outbox.models import Mail, MailQuerySet

if TYPE_CHECKING:
    BaseAdmin = admin.ModelAdmin[Mail]
else:
    BaseAdmin = admin.ModelAdmin


@admin.register(Mail)
class MailAdmin(BaseAdmin):
    """Rooms queue mails and the sender records them; nobody writes them here."""

    list_display = (
        "purpose",
        "reference",
        "state",
        "due_at",
        "attempts",
        "over_at",
        "last_error",
    )
    list_filter = ("state", ("purpose", admin.AllValuesFieldListFilter))
    search_fields = ("reference", "message_id")
    search_help_text = gettext_lazy(
        "Find mails by their whole reference or Message-ID."
    )
    list_per_page = 50
    show_full_result_count = False
    fields = (
        ("purpose", "reference"),
        "message_id",
        "state",
        ("created_at", "due_at"),
        ("attempts", "next_attempt"),
        ("sent_at", "failed_at"),
        "last_error",
    )
    readonly_fields = ("next_attempt",)
    actions = ("try_again",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Mail], search_term: str
    ) -> tuple[QuerySet[Mail], bool]:
        """Whole words of a room, spaces included; Django would look for each word."""
        if term := search_term.strip():
            queryset = queryset.filter(Q(reference=term) | Q(message_id=term))
        return queryset, False

    @admin.display(description=gettext_lazy("next attempt at"))
    def next_attempt(self, mail: Mail) -> object:
        """Only what waits is tried again."""
        if mail.is_waiting:
            return mail.next_attempt_at
        return self.get_empty_value_display()

    @admin.display(description=gettext_lazy("ended at"))
    def over_at(self, mail: Mail) -> object:
        """When it came to its state; nothing while it waits."""
        return mail.sent_at or mail.failed_at

    @admin.action(
        description=gettext_lazy("Try again now what was given up"),
        permissions=["retry"],
    )
    def try_again(self, request: HttpRequest, mails: MailQuerySet) -> None:
        chosen = mails.count()
        again = mails.try_again()
        if again:
            text = ngettext(
                "%(count)d mail is tried again within a minute.",
                "%(count)d mails are tried again within a minute.",
                again,
            )
            self.message_user(request, text % {"count": again}, messages.SUCCESS)
        if again < chosen:
            self.message_user(
                request,
                _(
                    "Only mails that were given up in the last 30 days can be tried "
                    "again: of the others neither address nor text is kept, or they "
                    "wait already. Not tried again: %(count)d."
                )
                % {"count": chosen - again},
                messages.WARNING,
            )

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """The privacy office may; auditors read."""
        return request.user.has_perm("outbox.retry_mail")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Mail | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Mail | None = None
    ) -> bool:
        return False
