"""Google Analytics: the one module that knows django-analytical.

The package owns the property id and the snippet. Here the snippet becomes plain
JavaScript, with everything denied before anything is configured.
"""

from __future__ import annotations

import json
from html.parser import HTMLParser

from analytical.templatetags.google_analytics_gtag import GoogleAnalyticsGTagNode
from django.template import Context
from django.urls import reverse

ANALYTICS_COOKIE_DAYS = 180

# https://developers.google.com/tag-platform/security/guides/consent
DENIED = {
    "ad_personalization": "denied",
    "ad_storage": "denied",
    "ad_user_data": "denied",
    "analytics_storage": "denied",
}
GRANTED = {"analytics_storage": "granted"}
# https://developers.google.com/analytics/devguides/collection/ga4/reference/config
OPTIONS = {
    "allow_ad_personalization_signals": False,
    "allow_google_signals": False,
    "anonymize_ip": True,
    "cookie_domain": "none",
    "cookie_expires": ANALYTICS_COOKIE_DAYS * 24 * 60 * 60,
    "cookie_update": False,
}

# Function declarations are hoisted: the snippet's own ``gtag`` is there from the start.
# A page from the Back button, or in a tab that was left, may run on after a withdrawal:
# seen again, it asks whether it may still run, and if not is loaded without the tag.
SCRIPT = """(function () {
  window.dataLayer = window.dataLayer || [];
  gtag('consent', 'default', %(denied)s);
  gtag('consent', 'update', %(granted)s);
  var options = %(options)s;
  options.page_location = location.origin + location.pathname;
  var from = document.referrer ? new URL(document.referrer).origin : '';
  options.page_referrer = from === location.origin ? '' : from;
%(snippet)s
  var script = document.createElement('script');
  script.async = true;
  script.src = %(source)s;
  document.head.appendChild(script);
  addEventListener('pageshow', function (event) {
    if (event.persisted) location.reload();
  });
  document.addEventListener('visibilitychange', function () {
    if (document.hidden) return;
    fetch(%(own_address)s).then(function (answer) {
      return answer.ok ? answer.text() : '';
    }).then(function (text) {
      if (!text) location.reload();
    });
  });
})();
"""


class UnknownSnippet(Exception):
    """The package's snippet no longer looks as this module expects."""


def analytics_script() -> str:
    """The tag as JavaScript. Raises UnknownSnippet after an upgrade that changed it."""
    node = GoogleAnalyticsGTagNode()
    parts = _SnippetParser()
    parts.feed(node.render(Context()))
    parts.close()
    config = f"gtag('config', '{node.property_id}'"
    if len(parts.sources) != 1 or parts.code.count(f"{config});") != 1:
        raise UnknownSnippet("Compare consent/analytics.py with django-analytical.")
    return SCRIPT % {
        "denied": json.dumps(DENIED),
        "granted": json.dumps(GRANTED),
        "options": json.dumps(OPTIONS),
        "snippet": parts.code.replace(f"{config});", f"{config}, options);").strip(),
        "source": json.dumps(parts.sources[0]),
        "own_address": json.dumps(reverse("consent:analytics")),
    }


class _SnippetParser(HTMLParser):
    """Take the snippet's script elements apart: addresses, and inline code."""

    def __init__(self) -> None:
        super().__init__()
        self.sources: list[str] = []
        self.code = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        source = dict(attrs).get("src")
        if tag == "script" and source:
            self.sources.append(source)

    def handle_data(self, data: str) -> None:
        self.code += data
