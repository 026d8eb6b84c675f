"""Mail: docs/mail.md."""

from django.core.exceptions import ImproperlyConfigured

from centene_site.env import (
    LOOPBACK_HOSTS,
    env_bool,
    env_int,
    env_mailbox,
    env_pattern,
    env_secret,
    env_secrets,
    env_str,
)
from centene_site.settings.base import SECRET_KEY, SECRET_KEY_FALLBACKS

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
