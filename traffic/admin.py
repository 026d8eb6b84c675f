"""Figures, third parties and disclosures at the desk."""

from django.contrib import admin

from traffic.desk.views import ViewCountAdmin
from traffic.models import ViewCount

admin.site.register(ViewCount, ViewCountAdmin)
