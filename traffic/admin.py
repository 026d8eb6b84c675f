"""Figures, third parties and disclosures at the desk."""

from django.contrib import admin

from traffic.desk.disclosures import DisclosureAdmin
from traffic.desk.reports import MonthlyReportAdmin
from traffic.desk.third_parties import ThirdPartyAdmin
from traffic.desk.views import ViewCountAdmin
from traffic.models import Disclosure, MonthlyReport, ThirdParty, ViewCount

admin.site.register(ViewCount, ViewCountAdmin)
admin.site.register(MonthlyReport, MonthlyReportAdmin)
admin.site.register(Disclosure, DisclosureAdmin)
admin.site.register(ThirdParty, ThirdPartyAdmin)
