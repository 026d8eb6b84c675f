from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class Desk(admin.AdminSite):
    """The stock admin under this site's name."""

    site_title = _("Privacy desk")
    site_header = _("Privacy desk")
    index_title = _("Policies, notices and cookie choices")
