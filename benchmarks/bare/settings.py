"""Nothing but what the two views need; the database is set up as the site's is."""

from centene_site.settings import (  # noqa: F401
    ALLOWED_HOSTS,
    DATABASES,
    DEFAULT_AUTO_FIELD,
    LOGGING,
    SECRET_KEY,
    USE_TZ,
)

ROOT_URLCONF = "benchmarks.bare.views"
# The adapter of pages/threads.py belongs to this app.
INSTALLED_APPS = ["pages", "benchmarks.bare"]
MIDDLEWARE: list[str] = []
SECURE_PROXY_SSL_HEADER = None
