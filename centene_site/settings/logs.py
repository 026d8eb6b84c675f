"""Logs: to the console, without addresses of visitors."""

from centene_site.env import env_choice, env_int
from centene_site.settings.base import DATA_DIR

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
