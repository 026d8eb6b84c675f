"""Where people live: countries from the time zone database, and states of the USA.

The law that applies depends on it, and a form offers it as a list.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from django.utils.translation import gettext as _

from rights.law import UNITED_STATES

# Postal codes (USPS Publication 28, appendix B): states, the District and territories.
STATES = {
    **{"AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas"},
    **{"CA": "California", "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware"},
    **{"DC": "District of Columbia", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii"},
    **{"ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas"},
    **{"KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland"},
    **{"MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi"},
    **{"MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada"},
    **{"NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York"},
    **{"NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma"},
    **{"OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island"},
    **{"SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas"},
    **{"UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington"},
    **{"WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming"},
    **{"AS": "American Samoa", "GU": "Guam", "MP": "Northern Mariana Islands"},
    **{"PR": "Puerto Rico", "VI": "U.S. Virgin Islands"},
}


@cache
def countries() -> dict[str, str]:
    """Names by ISO 3166-1 alpha-2 code; the United States first, then by name."""
    table = resources.files("tzdata") / "zoneinfo" / "iso3166.tab"
    lines = table.read_text(encoding="utf-8").splitlines()
    named = dict(line.split("\t") for line in lines if not line.startswith("#"))
    first = {UNITED_STATES: named.pop(UNITED_STATES)}
    return first | dict(sorted(named.items(), key=lambda item: item[1]))


def place_in_words(country: str, region: str) -> str:
    """Such as "California, United States"."""
    name = _(countries().get(country, country))
    return f"{_(STATES.get(region, region))}, {name}" if region else name
