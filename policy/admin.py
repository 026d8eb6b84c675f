"""Registers the desk with Django admin."""

from django.contrib import admin

from policy.desk.events import ReviewAdmin, WithdrawalAdmin
from policy.desk.front import add_panel
from policy.desk.panels import review_panel, work_panel
from policy.desk.policies import PolicyAdmin
from policy.desk.requests import WithholdingRequestAdmin
from policy.desk.versions import PolicyVersionAdmin
from policy.models import (
    Policy,
    PolicyVersion,
    Review,
    Withdrawal,
    WithholdingRequest,
)

add_panel(work_panel)
add_panel(review_panel)

admin.site.register(Policy, PolicyAdmin)
admin.site.register(PolicyVersion, PolicyVersionAdmin)
admin.site.register(Withdrawal, WithdrawalAdmin)
admin.site.register(Review, ReviewAdmin)
admin.site.register(WithholdingRequest, WithholdingRequestAdmin)
