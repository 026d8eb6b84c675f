"""What each right means, in plain words, for the pages of the public."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rights.law import UNITED_STATES, Law, Relation, Residence, Right, laws_for


@dataclass(frozen=True)
class Explained:
    """One right: what one asks for, and when that helps."""

    right: Right
    title: str | Promise
    lead: str | Promise
    more: str | Promise


EXPLAINED = {
    each.right: each
    for each in (
        Explained(
            Right.ACCESS,
            _("See your information"),
            _("Ask whether we hold information about you, and get a copy of it."),
            _(
                "You learn what we hold, why, where it came from, whom we gave it to, "
                "and how long we keep it."
            ),
        ),
        Explained(
            Right.RECTIFICATION,
            _("Correct your information"),
            _("Ask us to correct what is wrong, or to complete what is missing."),
            _("Tell us what is wrong and what would be right."),
        ),
        Explained(
            Right.ERASURE,
            _("Delete your information"),
            _("Ask us to delete what we hold about you."),
            _(
                "Some records we must keep, such as those of your health care. Then "
                "we tell you which, and which law says so."
            ),
        ),
        Explained(
            Right.RESTRICTION,
            _("Pause the use of your information"),
            _("Ask us to keep your information but not to use it for a while."),
            _(
                "For example while we check whether it is right. You can also ask us "
                "to end such a pause."
            ),
        ),
        Explained(
            Right.OBJECTION,
            _("Object to a use"),
            _("Tell us that we should not use your information for a purpose."),
            _(
                "Against marketing, no reason is needed. Otherwise tell us what about "
                "your situation speaks against it."
            ),
        ),
        Explained(
            Right.PORTABILITY,
            _("Take your information with you"),
            _(
                "Get what you gave us as a file that other programs can read, or have "
                "it sent to somebody else."
            ),
            _("You choose the format and who gets it."),
        ),
        Explained(
            Right.WITHDRAWAL,
            _("Take back your consent"),
            _("Where you agreed to something, you can change your mind at any time."),
            _("What was done before stays lawful; from then on we stop."),
        ),
        Explained(
            Right.COMPLAINT,
            _("Complain"),
            _("Tell us what we did wrong with your information."),
            _(
                "You do not have to write to us first: you can also turn to an "
                "authority. The form lists them."
            ),
        ),
        Explained(
            Right.OPT_OUT,
            _("Opt out of sale or sharing"),
            _(
                "Tell us not to sell your information, and not to share it for "
                "advertising across sites."
            ),
            _("California gives this right; we give it to everybody. No proof needed."),
        ),
        Explained(
            Right.LIMIT,
            _("Limit the use of sensitive information"),
            _(
                "Tell us to use sensitive information, such as health or precise "
                "location, only for what you asked for."
            ),
            _("California gives this right; we give it to everybody. No proof needed."),
        ),
    )
}
CALIFORNIAN = (Right.OPT_OUT, Right.LIMIT)


@dataclass(frozen=True)
class Authority:
    """Where to complain, for whom, and by which law; by none in the rest of the USA."""

    name: str | Promise
    url: str
    whom: str | Promise
    law: Law | None


AUTHORITIES = (
    Authority(
        _("U.S. Department of Health and Human Services, Office for Civil Rights"),
        "https://www.hhs.gov/ocr/complaints/",
        _("about health information (HIPAA, 45 CFR 160.306)"),
        Law.HIPAA,
    ),
    Authority(
        _("California Privacy Protection Agency"),
        "https://cppa.ca.gov/webapplications/complaint",
        _("if you live in California (Civil Code 1798.199.45)"),
        Law.CALIFORNIA,
    ),
    Authority(
        _("The attorney general of your state"),
        "https://www.usa.gov/state-attorney-general",
        _("in the United States"),
        None,
    ),
    Authority(
        _("The data protection authority where you live"),
        "https://www.edpb.europa.eu/about-edpb/about-edpb/members_en",
        _("in the European Union, Iceland, Liechtenstein and Norway (GDPR, art. 77)"),
        Law.GDPR,
    ),
    Authority(
        _("Information Commissioner’s Office"),
        "https://ico.org.uk/make-a-complaint/",
        _("in the United Kingdom (UK GDPR, article 77)"),
        Law.UK_GDPR,
    ),
    Authority(
        _("Federal Data Protection and Information Commissioner"),
        "https://www.edoeb.admin.ch/",
        _("in Switzerland (FADP, article 49)"),
        Law.SWISS,
    ),
)


def authorities_for(residence: Residence, relation: Relation) -> list[Authority]:
    """Those that the person can turn to; all of them where none is known."""
    laws: set[Law | None] = set(laws_for(residence, relation))
    if residence.country == UNITED_STATES:
        laws.add(None)
    return [each for each in AUTHORITIES if each.law in laws] or list(AUTHORITIES)
