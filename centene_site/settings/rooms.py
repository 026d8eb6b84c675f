"""The rooms of the house, what a request goes through, and the database."""

from centene_site.env import env_database, env_path
from centene_site.settings.base import BASE_DIR, DATA_DIR, DEBUG

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

# Database

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

# Static files

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
