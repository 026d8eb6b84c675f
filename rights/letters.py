"""What a person is told when a request is refused: the ground, and what they can do.

GDPR, article 12(4); 11 CCR 7022(f), 7023(f), 7024; 45 CFR 164.524(d) and 164.526(d).
Sources are for counsel to confirm.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rights.businessdays import office_day
from rights.law import Law, Relation, Right
from rights.models import RightsRequest
from rights.rules import rules_for
from rights.words import Ground

# The authority and the judicial remedy of each law.
REMEDIES: dict[Law, str | Promise] = {
    Law.GDPR: gettext_lazy(
        "You can complain to a data protection authority, such as that of the country "
        "where you live or work (GDPR, article 77), and go to court (article 79)."
    ),
    Law.UK_GDPR: gettext_lazy(
        "You can complain to the Information Commissioner (Data Protection Act 2018, "
        "section 165), and go to court (section 167)."
    ),
    Law.SWISS: gettext_lazy(
        "You can turn to the Federal Data Protection and Information Commissioner "
        "(FADP, article 49), and to a civil court (article 32)."
    ),
    Law.CALIFORNIA: gettext_lazy(
        "You can complain to the California Privacy Protection Agency (Civil Code "
        "1798.199.45) or to the Attorney General of California."
    ),
    Law.HIPAA: gettext_lazy(
        "You can complain to us, or to the Secretary of Health and Human Services at "
        "the Office for Civil Rights (45 CFR 160.306)."
    ),
    Law.DEFAULT: gettext_lazy(
        "You can turn to the attorney general of your state, or to the data protection "
        "authority of your country, and go to court where your law allows it."
    ),
}
OF_HEALTH_RECORDS: dict[Right, str | Promise] = {
    Right.ACCESS: gettext_lazy(
        "Where access was denied for your safety or that of another, you can have the "
        "denial reviewed by a health care professional who took no part in it "
        "(45 CFR 164.524(a)(4))."
    ),
    Right.RECTIFICATION: gettext_lazy(
        "You can send us a statement of disagreement, or ask that your request goes "
        "with the record whenever we disclose it (45 CFR 164.526(d))."
    ),
}


def refusal_letter(request: RightsRequest, ground: Ground, explanation: str) -> str:
    """The whole letter as plain text; ``explanation`` is what staff add, or ''."""
    facts = {
        "right": str(Right(request.right).label),
        "number": request.number,
        "day": date_format(office_day(request.received_at), "F j, Y"),
        "company": settings.COMPANY_NAME,
    }
    parts = [
        _(
            "We cannot comply with your request (%(right)s, %(number)s), which we "
            "received on %(day)s."
        )
        % facts,
        _("The reason: %(ground)s.") % {"ground": ground.label},
        explanation.strip(),
        _("What you can do"),
        _appeal(request),
        *remedies(request),
        facts["company"],
    ]
    return "\n\n".join(part for part in parts if part)


def remedies(request: RightsRequest) -> list[str]:
    """What the laws that speak of the request offer, a sentence or two each."""
    right, relation = Right(request.right), Relation(request.relation)
    rules = rules_for(right, request.residence, relation)
    laws = list(dict.fromkeys(rule.law for rule in rules))
    found = [str(REMEDIES[law]) for law in laws]
    if Law.HIPAA in laws and right in OF_HEALTH_RECORDS:
        found.append(str(OF_HEALTH_RECORDS[right]))
    return found


def _appeal(request: RightsRequest) -> str:
    words = {
        "number": request.number,
        "telephone": settings.COMPANY_TELEPHONE,
        "address": ", ".join([settings.COMPANY_NAME, *settings.COMPANY_ADDRESS]),
    }
    return (
        _(
            "You can appeal to us: on the page of your request, by telephone at "
            "%(telephone)s, or by letter to %(address)s. Give the number %(number)s. "
            "Somebody looks at it again."
        )
        % words
    )
