"""Registers this room's desk with Django admin."""

from django.contrib import admin

from policy.desk.front import add_panel
from rights.desk.answertemplates import AnswerTemplateAdmin
from rights.desk.front import rights_panel
from rights.desk.holds import HoldAdmin
from rights.desk.logs import PersonalViewAdmin, StepAdmin
from rights.desk.queue import RightsRequestAdmin
from rights.models import AnswerTemplate, Hold, PersonalView, RightsRequest, Step

add_panel(rights_panel)

admin.site.register(RightsRequest, RightsRequestAdmin)
admin.site.register(AnswerTemplate, AnswerTemplateAdmin)
admin.site.register(Hold, HoldAdmin)
admin.site.register(Step, StepAdmin)
admin.site.register(PersonalView, PersonalViewAdmin)
