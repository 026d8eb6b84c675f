"""Settings: one file, read strictly from environment variables.

A variable bears the name of the Django or package setting that it sets. Nothing
unsafe is on unless asked for. docs/configuration.md lists them all.
"""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from centene_site.env import (
    LOOPBACK_HOSTS,
    env_bool,
    env_choice,
    env_country,
    env_database,
    env_day,
    env_int,
    env_list,
    env_mailbox,
    env_networks,
    env_pair,
    env_path,
    env_pattern,
    env_required_secret,
    env_secret,
    env_secrets,
    env_site_url,
    env_str,
    env_subdivision,
    env_time_zone,
)
from rights.retention import Retention

BASE_DIR = Path(__file__).resolve().parent.parent

# --- What everything needs ------------------------------------------------------

DEBUG = env_bool("DEBUG", False)
SECRET_KEY = env_required_secret("SECRET_KEY", minimum_length=50)
# Keys of before: what they signed or encrypted is still read.
SECRET_KEY_FALLBACKS = env_secrets("SECRET_KEY_FALLBACKS", minimum_length=50)
SITE_URL = env_site_url("SITE_URL", "http://localhost:8000")
DATA_DIR = env_path("DATA_DIR", BASE_DIR / "data")

IS_HTTPS = SITE_URL.startswith("https://")
SITE_HOST = urlsplit(SITE_URL).hostname or ""
ALLOWED_HOSTS = env_list(
    "ALLOWED_HOSTS",
    ["localhost", "127.0.0.1", "[::1]"] if SITE_HOST in LOOPBACK_HOSTS else [SITE_HOST],
)

# --- Who publishes here ---------------------------------------------------------

COMPANY_NAME = env_str("COMPANY_NAME", "Centene Corporation")
COMPANY_ADDRESS = env_list(
    "COMPANY_ADDRESS", ["7700 Forsyth Boulevard", "St. Louis, MO 63105"], separator=";"
)
COMPANY_TELEPHONE = env_pattern(
    "COMPANY_TELEPHONE",
    r"\+?[0-9(][0-9(). -]{5,20}[0-9]",
    example="1-800-345-1642",
    default="1-800-345-1642",
)
PRIVACY_EMAIL = env_pattern(
    "PRIVACY_EMAIL", r"[^@\s<>\"]+@[^@\s<>\"]+", example="privacy@example.com"
)
# Whom to tell of a barrier; without one PRIVACY_EMAIL and the telephone.
ACCESSIBILITY_EMAIL = env_pattern(
    "ACCESSIBILITY_EMAIL", r"[^@\s<>\"]+@[^@\s<>\"]+", example="help@example.com"
)

# --- Who finds a hole: /.well-known/security.txt (RFC 9116) -------------------------

# Without one it is PRIVACY_EMAIL, or else the telephone.
SECURITY_CONTACT = env_pattern(
    "SECURITY_CONTACT",
    r"(mailto:|https://|tel:)[^\s]+",
    example="mailto:security@example.com",
)
SECURITY_POLICY_URL = env_pattern(
    "SECURITY_POLICY_URL", r"https://[^\s]+", example="https://example.com/security"
)
# The default moves on with each release; a check tells when it is over.
SECURITY_TXT_EXPIRES = env_day("SECURITY_TXT_EXPIRES", "2027-10-01")

# Where rights requests are answered: its public holidays are no business days. In a
# subdivision more days are holidays, so that deadlines become later: none unless asked.
OFFICE_COUNTRY = env_country("OFFICE_COUNTRY", "US")
OFFICE_SUBDIVISION = env_subdivision("OFFICE_SUBDIVISION", OFFICE_COUNTRY)

# --- Rooms ----------------------------------------------------------------------

INSTALLED_APPS = [
    "centene_site.apps.SiteConfig",
    "centene_site.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "cookie_consent",
    "analytical",
    "pages",
    "outbox",
    "policy",
    "notices",
    "consent",
    "traffic",
    "rights",
]

MIDDLEWARE = [
    "pages.storing.StoreMiddleware",
    "centene_site.security_log.SecurityLogMiddleware",
    "pages.headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "consent.middleware.ConsentMiddleware",
    "centene_site.hidden.HiddenNoticesMiddleware",
    "centene_site.middleware.DeskSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "centene_site.middleware.DeskTokenMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "consent.hint.StatusHintMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "centene_site.urls"
WSGI_APPLICATION = "centene_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "centene_site.context.site",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------

DATABASES = {
    "default": {
        **env_database("DATABASE_URL", f"sqlite:///{DATA_DIR}/site.sqlite3"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: read-then-write transactions fail under load in the default mode.
    # FULL: an acknowledged write survives a power cut, in WAL mode too.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 2,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    # Django's own backend, with an end to every wait of a worker (decision 9).
    DATABASES["default"]["ENGINE"] = "centene_site.postgresql"
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        "connect_timeout": 2,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Security -------------------------------------------------------------------

# Proxies that are believed about who connected to them; gunicorn reads it as well.
TRUSTED_PROXIES = env_networks("FORWARDED_ALLOW_IPS")
SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", IS_HTTPS)
SECURE_PROXY_SSL_HEADER = env_pair("SECURE_PROXY_SSL_HEADER")
# Probes speak plain http to a worker behind the proxy.
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = env_int(
    "SECURE_HSTS_SECONDS", 31_536_000 if IS_HTTPS else 0, maximum=3_153_600_000
)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env_bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", IS_HTTPS)
SECURE_HSTS_PRELOAD = env_bool("SECURE_HSTS_PRELOAD", IS_HTTPS)
# Under no-referrer Chromium posts `Origin: null` to its own site (decision 4).
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

COOKIE_PREFIX = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "centene_site.views.csrf_failure"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Cookie choices and analytics -----------------------------------------------

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

# --- Finished pages -------------------------------------------------------------

# In the memory of each worker; what was not asked for longest makes room.
PAGE_STORE_MEBIBYTES = env_int("PAGE_STORE_MEBIBYTES", 16, minimum=1, maximum=4096)

# --- Traffic: docs/traffic.md -----------------------------------------------------

# Views of pages by day, page, browser and language; never an address or a person.
COUNT_VIEWS = env_bool("COUNT_VIEWS", True)
# Whether the desk makes monthly figures that advertisers and partners may be given.
AGGREGATE_REPORTS = env_bool("AGGREGATE_REPORTS", False)

# --- Notices ----------------------------------------------------------------------

# So long after a version takes effect does its notice stand at the top of every page.
NOTICE_DAYS = env_int("NOTICE_DAYS", 30, minimum=1, maximum=3650)
# Mails that visitors ask for when they subscribe, all of them together: nobody can make
# this site write to strangers without end.
SUBSCRIBE_MAILS_PER_HOUR = env_int(
    "SUBSCRIBE_MAILS_PER_HOUR", 500, minimum=1, maximum=1_000_000
)

# --- Rights requests: docs/rights.md ----------------------------------------------

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

CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# Only public pages may load the tag, and only where an operator configured it.
PUBLIC_CONTENT_SECURITY_POLICY = CONTENT_SECURITY_POLICY
if GOOGLE_ANALYTICS_GTAG_PROPERTY_ID:
    _google = "https://*.googletagmanager.com https://*.google-analytics.com"
    PUBLIC_CONTENT_SECURITY_POLICY = CONTENT_SECURITY_POLICY | {
        "script-src": "'self' https://*.googletagmanager.com",
        "img-src": f"'self' {_google}",
        "connect-src": f"'self' {_google} https://*.analytics.google.com",
    }

# --- Mail: docs/mail.md -----------------------------------------------------------

EMAIL_BACKEND = env_pattern(
    "EMAIL_BACKEND",
    r"django\.core\.mail\.backends\.(smtp|console)\.EmailBackend",
    example="django.core.mail.backends.console.EmailBackend",
    default="django.core.mail.backends.smtp.EmailBackend",
)
# Without a mail server, mails wait in the outbox.
EMAIL_HOST = env_pattern("EMAIL_HOST", r"[A-Za-z0-9.:_-]+", example="smtp.example.com")
EMAIL_USE_SSL = env_bool("EMAIL_USE_SSL", False)
# Mails do not travel in the clear unless asked to.
EMAIL_USE_TLS = env_bool(
    "EMAIL_USE_TLS", not EMAIL_USE_SSL and EMAIL_HOST not in LOOPBACK_HOSTS
)
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    raise ImproperlyConfigured("Set EMAIL_USE_TLS or EMAIL_USE_SSL, not both.")
EMAIL_PORT = env_int(
    "EMAIL_PORT",
    465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25,
    minimum=1,
    maximum=65_535,
)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_secret("EMAIL_HOST_PASSWORD")
if bool(EMAIL_HOST_USER) != bool(EMAIL_HOST_PASSWORD):
    raise ImproperlyConfigured(
        "EMAIL_HOST_USER and EMAIL_HOST_PASSWORD go together: set both or neither."
    )
# Seconds for each step of an exchange with the mail server.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env_mailbox(
    "DEFAULT_FROM_EMAIL", required_by="EMAIL_HOST" if EMAIL_HOST else ""
)
# What encrypts addresses at rest, the newest first: outbox/cipher.py.
MAIL_KEY = env_secret("MAIL_KEY", minimum_length=50)
MAIL_KEY_FALLBACKS = env_secrets("MAIL_KEY_FALLBACKS", minimum_length=50)
MAIL_KEYS = [
    *filter(None, [MAIL_KEY]),
    *MAIL_KEY_FALLBACKS,
    SECRET_KEY,
    *SECRET_KEY_FALLBACKS,
]

# --- Static files ---------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env_path("STATIC_ROOT", DATA_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

# --- Language and time ----------------------------------------------------------

LANGUAGE_CODE = "en-us"
USE_I18N = True
USE_TZ = True
# What staff read and type; policies have time zones of their own. Stored is UTC.
TIME_ZONE = env_time_zone("TIME_ZONE", "America/Chicago")

# --- Logs: to the console, without addresses of visitors --------------------------

# Failed sign-ins and the like, with the address: never in the database.
SECURITY_LOG_FOLDER = DATA_DIR / "security-log"
SECURITY_LOG_DAYS = env_int("SECURITY_LOG_DAYS", 30, minimum=1, maximum=365)

LOG_LEVEL = env_choice(
    "LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "format": "{asctime} {levelname} {name} {message}",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            "style": "{",
        },
        "message": {"format": "{message}", "style": "{"},
    },
    "filters": {"secrets": {"()": "centene_site.secret_paths.SecretPaths"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["secrets"],
        },
        "security_console": {
            "class": "logging.StreamHandler",
            "formatter": "message",
            "stream": "ext://sys.stdout",
        },
        "security_files": {
            "()": "centene_site.security_log.DayFiles",
            "formatter": "message",
            "folder": SECURITY_LOG_FOLDER,
            "days": SECURITY_LOG_DAYS,
        },
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # Whatever LOG_LEVEL says.
        "security": {
            "handlers": ["security_console", "security_files"],
            "level": "INFO",
            "propagate": False,
        },
    },
}
