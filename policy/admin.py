"""Registers the desk with Django admin."""

from django.contrib import admin

from policy.desk.events import ReviewAdmin, WithdrawalAdmin
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

admin.site.register(Policy, PolicyAdmin)
admin.site.register(PolicyVersion, PolicyVersionAdmin)
admin.site.register(Withdrawal, WithdrawalAdmin)
admin.site.register(Review, ReviewAdmin)
admin.site.register(WithholdingRequest, WithholdingRequestAdmin)
