"""Registers this room's desk with Django admin."""

from django.contrib import admin

from consent.desk.drafts import BannerDraftAdmin, DraftCategoryAdmin
from consent.desk.front import consent_panel
from consent.desk.proofs import DaySealAdmin, SelfTestAdmin
from consent.desk.records import ConsentRecordAdmin
from consent.desk.tallies import TallyAdmin
from consent.desk.versions import CatalogueVersionAdmin
from consent.models import (
    BannerDraft,
    CatalogueVersion,
    ConsentRecord,
    DaySeal,
    DraftCategory,
    SelfTest,
    Tally,
)
from consent.models.draft import PACKAGE_MODELS
from policy.desk.front import add_panel

add_panel(consent_panel)

# The package's own pages would edit the catalogue behind our back.
admin.site.unregister(PACKAGE_MODELS)

admin.site.register(BannerDraft, BannerDraftAdmin)
admin.site.register(DraftCategory, DraftCategoryAdmin)
admin.site.register(CatalogueVersion, CatalogueVersionAdmin)
admin.site.register(ConsentRecord, ConsentRecordAdmin)
admin.site.register(DaySeal, DaySealAdmin)
admin.site.register(Tally, TallyAdmin)
admin.site.register(SelfTest, SelfTestAdmin)
