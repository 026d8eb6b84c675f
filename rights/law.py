"""The rights that a person has. Values are stored and stand in addresses: they stay.

Legal facts of this room are data with their source in the code, for counsel to confirm.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Right(TextChoices):
    """What a person asks for: the eight rights of section 7 of the policy, and two
    that California gives (Civil Code 1798.120 and 1798.121).
    """

    ACCESS = "access", _("Access")
    RECTIFICATION = "rectification", _("Rectification")
    ERASURE = "erasure", _("Erasure")
    RESTRICTION = "restriction", _("Restriction")
    OBJECTION = "objection", _("Objection")
    PORTABILITY = "portability", _("Portability")
    WITHDRAWAL = "withdrawal", _("Withdrawal of consent")
    COMPLAINT = "complaint", _("Complaint")
    OPT_OUT = "opt-out", _("Opt-out of sale or sharing")
    LIMIT = "limit", _("Limit use of sensitive information")
