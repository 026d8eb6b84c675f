"""What everything else needs."""

from pathlib import Path
from urllib.parse import urlsplit

from centene_site.env import (
    LOOPBACK_HOSTS,
    env_bool,
    env_list,
    env_path,
    env_required_secret,
    env_secrets,
    env_site_url,
    env_time_zone,
)

BASE_DIR = Path(__file__).resolve().parent.parent.parent

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

# Language and time

LANGUAGE_CODE = "en-us"
USE_I18N = True
USE_TZ = True
# What staff read and type; policies have time zones of their own. Stored is UTC.
TIME_ZONE = env_time_zone("TIME_ZONE", "America/Chicago")
