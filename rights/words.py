"""The lists that a request and its steps choose from. Values are stored: they stay."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Behalf(TextChoices):
    """For whom somebody asks (11 CCR 7063 and 7070, 45 CFR 164.502(g))."""

    SELF = "self", _("For myself")
    AGENT = "agent", _("For someone else, as their authorized agent")
    PARENT = "parent", _("For my child, as parent or guardian")
    REPRESENTATIVE = "representative", _("For someone else, as personal representative")


class Channel(TextChoices):
    """How a request came, and how a step was taken: the "manner" of 11 CCR 7101(b)."""

    WEB = "web", _("web page")
    EMAIL = "email", _("e-mail")
    TELEPHONE = "telephone", _("telephone")
    LETTER = "letter", _("letter")
    IN_PERSON = "in-person", _("in person")


class Outcome(TextChoices):
    """The nature of an answer: how far a request was complied with."""

    WHOLE = "whole", _("complied with in whole")
    PART = "part", _("complied with in part")


class Check(TextChoices):
    """What was checked to verify who the person is: never a document itself."""

    ACCOUNT = "account", _("what only the person knows of their account or plan")
    CALL_BACK = "call-back", _("a call to a telephone number on file")
    MAILING = "mailing", _("a code sent to an address on file")
    DOCUMENT = "document", _("a document was seen, and not kept")
    DECLARATION = "declaration", _("a signed declaration")
    AUTHORITY = "authority", _("the authority to act for the person")


class Reason(TextChoices):
    """Why more time is needed (GDPR, article 12(3); 11 CCR 7021(b); 45 CFR 164.524)."""

    COMPLEX = "complex", _("the request is complex")
    NUMBER = "number", _("many requests came")
    OFF_SITE = "off-site", _("records are kept elsewhere")


class Ground(TextChoices):
    """The legal ground of a refusal, each with its source, for counsel to confirm.

    GDPR articles 11(2), 12(5), 12(6), 15(4), 17(3), 20(1), 21(1) and 23; California
    Civil Code 1798.105(d), 1798.130 and 1798.145(h)(3), 11 CCR 7060 and 7063; 45 CFR
    164.514(h), 164.524(a) and 164.526(a)(2).
    """

    UNVERIFIED = (
        "unverified",
        _(
            "We could not verify who asked (GDPR art. 12(6); 11 CCR 7060; "
            "45 CFR 164.514(h))"
        ),
    )
    UNAUTHORIZED = (
        "unauthorized",
        _("The authority to act for the person was not shown (11 CCR 7063)"),
    )
    EXCESSIVE = (
        "excessive",
        _(
            "The request is manifestly unfounded or excessive (GDPR art. 12(5); "
            "Civil Code 1798.145(h)(3))"
        ),
    )
    OTHERS = (
        "others",
        _("It would harm the rights of others (GDPR art. 15(4))"),
    )
    OBLIGATION = (
        "obligation",
        _(
            "The law obliges us to keep the data (GDPR art. 17(3)(b); Civil Code "
            "1798.105(d)(8))"
        ),
    )
    CLAIMS = (
        "claims",
        _("The data is needed for legal claims (GDPR art. 17(3)(e))"),
    )
    COMPELLING = (
        "compelling",
        _("Compelling legitimate grounds prevail (GDPR art. 21(1))"),
    )
    CONDITIONS = (
        "conditions",
        _("The law does not give this right here (GDPR art. 17(1), 18(1), 20(1))"),
    )
    HEALTH = (
        "health",
        _("The records are excepted from access (45 CFR 164.524(a))"),
    )
    ACCURATE = (
        "accurate",
        _("The record is accurate and complete (45 CFR 164.526(a)(2)(iv))"),
    )
