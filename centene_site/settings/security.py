"""Headers, cookies and passwords."""

from centene_site.env import env_bool, env_int, env_networks, env_pair
from centene_site.settings.base import IS_HTTPS, SITE_URL
from centene_site.settings.visitors import GOOGLE_ANALYTICS_GTAG_PROPERTY_ID

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
