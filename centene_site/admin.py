"""Accounts of staff, on the desk."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User

from policy.desk.base import DeskAdmin

admin.site.unregister(User)


@admin.register(User)
class StaffAdmin(DeskAdmin, UserAdmin):
    """Django's page, with dates that nobody types and plain lists of roles."""

    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = ()
