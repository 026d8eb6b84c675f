"""What visitors are asked, what is kept of it, and for how long."""

from centene_site.env import (
    env_bool,
    env_country,
    env_int,
    env_pattern,
    env_subdivision,
)
from rights.retention import Retention

# Cookie choices and analytics

# A property id is the only switch of Google Analytics; without it no page has a tag.
GOOGLE_ANALYTICS_GTAG_PROPERTY_ID = env_pattern(
    "GOOGLE_ANALYTICS_GTAG_PROPERTY_ID",
    r"(G|AW|DC)-[A-Za-z0-9]+|UA-\d+-\d+",
    example="G-ABC1234567",
)
# The package would write the user name into the script by default.
ANALYTICAL_AUTO_IDENTIFY = False
# Its log has no visitor and no wording; ours is consent.ConsentRecord.
COOKIE_CONSENT_LOG_ENABLED = False
CONSENT_ACCEPT_DAYS = env_int("CONSENT_ACCEPT_DAYS", 182, minimum=1, maximum=3650)
CONSENT_REJECT_DAYS = env_int("CONSENT_REJECT_DAYS", 365, minimum=1, maximum=3650)
# Records stay for two years after the choice ends: California wants records of opt-out
# requests and answers for 24 months (11 CCR 7101).
CONSENT_RECORD_DAYS = env_int("CONSENT_RECORD_DAYS", 731, minimum=1, maximum=36_500)
# In each worker, for all visitors together; four times as many at once.
CONSENT_RECORDS_PER_SECOND = env_int(
    "CONSENT_RECORDS_PER_SECOND", 50, minimum=1, maximum=1_000_000
)

# Whether this company sells or shares personal information as California law means it
# (Civil Code 1798.140); "yes" puts the link "Your Privacy Choices" on every page.
SELLS_OR_SHARES = env_bool("SELLS_OR_SHARES", False)

# Finished pages

# In the memory of each worker; what was not asked for longest makes room.
PAGE_STORE_MEBIBYTES = env_int("PAGE_STORE_MEBIBYTES", 16, minimum=1, maximum=4096)

# Traffic: docs/traffic.md

# Views of pages by day, page, browser and language; never an address or a person.
COUNT_VIEWS = env_bool("COUNT_VIEWS", True)
# Whether the desk makes monthly figures that advertisers and partners may be given.
AGGREGATE_REPORTS = env_bool("AGGREGATE_REPORTS", False)

# Notices

# So long after a version takes effect does its notice stand at the top of every page.
NOTICE_DAYS = env_int("NOTICE_DAYS", 30, minimum=1, maximum=3650)
# Mails that visitors ask for when they subscribe, all of them together: nobody can make
# this site write to strangers without end.
SUBSCRIBE_MAILS_PER_HOUR = env_int(
    "SUBSCRIBE_MAILS_PER_HOUR", 500, minimum=1, maximum=1_000_000
)

# Rights requests: docs/rights.md

# Whether the yearly figures that California asks of large businesses are public.
RIGHTS_METRICS = env_bool("RIGHTS_METRICS", False)
# How long the link to a request's own page works before it has to be renewed.
RIGHTS_LINK_DAYS = env_int("RIGHTS_LINK_DAYS", 30, minimum=1, maximum=365)
# What is kept of a request for how long, and why: each row names its source.
RIGHTS_RETENTION = {
    "file of an answer": Retention(
        days=env_int("RIGHTS_ANSWER_DAYS", 30, minimum=1, maximum=365),
        after="it was added",
        source="GDPR, article 5(1)(e): no longer than it takes to fetch it",
    ),
    "personal data": Retention(
        days=env_int("RIGHTS_PERSONAL_DAYS", 365, minimum=30, maximum=3650),
        after="the request ended",
        source="GDPR, article 5(1)(e): while an appeal or a complaint is likely",
    ),
    "log": Retention(
        days=env_int("RIGHTS_LOG_DAYS", 2192, minimum=732, maximum=36_500),
        after="its last step",
        source="45 CFR 164.530(j)(2): six years; 11 CCR 7101(a): 24 months at least",
    ),
}

# Where rights requests are answered: its public holidays are no business days. In a
# subdivision more days are holidays, so that deadlines become later: none unless asked.
OFFICE_COUNTRY = env_country("OFFICE_COUNTRY", "US")
OFFICE_SUBDIVISION = env_subdivision("OFFICE_SUBDIVISION", OFFICE_COUNTRY)
