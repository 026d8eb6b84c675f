"""Rights, and the laws that give a person time limits to rely on. Data, no models.

Values are stored and stand in addresses: they stay. Legal facts of this room are data
with their source beside them, for counsel to confirm.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# The members of the European Union, and Iceland, Liechtenstein and Norway, where the
# GDPR applies through the Agreement on the European Economic Area (Decision of the EEA
# Joint Committee 154/2018). ISO 3166-1 alpha-2. Codes of their own have Åland and the
# outermost regions of France, where Union law applies as in the rest (Treaty on the
# Functioning of the European Union, articles 349 and 355(1) and (4)).
EEA = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"}
    | {"IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
    | {"IS", "LI", "NO"}
    | {"AX", "GF", "GP", "MF", "MQ", "RE", "YT"}
)
UNITED_KINGDOM = "GB"
SWITZERLAND = "CH"
UNITED_STATES = "US"
CALIFORNIA = "CA"


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


class Relation(TextChoices):
    """What a person is to the company."""

    MEMBER = "member", _("Member of a health plan")
    VISITOR = "visitor", _("Visitor of this site")
    APPLICANT = "applicant", _("Job applicant")
    EMPLOYEE = "employee", _("Employee")
    OTHER = "other", _("Other")


class Law(TextChoices):
    """Where a time limit comes from. The last one is this company's own promise."""

    GDPR = "gdpr", _("GDPR")
    UK_GDPR = "uk-gdpr", _("UK GDPR")
    SWISS = "swiss", _("Swiss data protection act")
    CALIFORNIA = "california", _("California")
    HIPAA = "hipaa", _("HIPAA")
    DEFAULT = "default", _("This company’s own limit")


@dataclass(frozen=True)
class Residence:
    """Where a person lives.

    ``country`` is an ISO 3166-1 alpha-2 code; ``state`` is the postal code of a state
    of the United States, and '' elsewhere.
    """

    country: str
    state: str = ""

    @property
    def is_californian(self) -> bool:
        """Whether California's law speaks of this person (Civil Code 1798.140(i))."""
        return (self.country, self.state) == (UNITED_STATES, CALIFORNIA)


def laws_for(residence: Residence, relation: Relation) -> frozenset[Law]:
    """Every law that may speak of the person. Without one, the company's own limit.

    HIPAA goes with membership in a health plan (45 CFR 160.103), wherever one lives.
    """
    found = set()
    if residence.country in EEA:
        found.add(Law.GDPR)
    if residence.country == UNITED_KINGDOM:
        found.add(Law.UK_GDPR)
    if residence.country == SWITZERLAND:
        found.add(Law.SWISS)
    if residence.is_californian:
        found.add(Law.CALIFORNIA)
    if relation == Relation.MEMBER:
        found.add(Law.HIPAA)
    return frozenset(found)
