"""Settings refuse at boot, in a sentence that names the variable."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.environment import ROOT, settings_variables

KEY = "k" * 60
HTTPS = {"SECRET_KEY": KEY, "SITE_URL": "https://privacy.example.com"}
NAMES = [
    *("DEBUG", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SECURE_SSL_REDIRECT"),
    *("SECURE_HSTS_SECONDS", "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE"),
    *("CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "PUBLIC_CONTENT_SECURITY_POLICY"),
    *("CONTENT_SECURITY_POLICY", "ANALYTICAL_AUTO_IDENTIFY", "DATABASES"),
    *("EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_HOST", "EMAIL_TIMEOUT", "MAIL_KEYS"),
    *("OFFICE_COUNTRY", "OFFICE_SUBDIVISION"),
]
PRINT = (
    "import json; from centene_site import settings as s; "
    f"print(json.dumps({{n: getattr(s, n) for n in {NAMES!r}}}, default=str))"
)


def run(code: str, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run Python with these of our variables and no others."""
    taken = settings_variables()
    others = {name: text for name, text in os.environ.items() if name not in taken}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**others, **variables},
        capture_output=True,
        text=True,
    )


def values(**variables: str) -> dict[str, Any]:
    done = run(PRINT, {"SECRET_KEY": KEY, **variables})
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set."),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short"),
        (
            {"SECRET_KEY_FILE": "/dev/null"},
            "Set SECRET_KEY or SECRET_KEY_FILE, not both.",
        ),
        (
            {"SECRET_KEY": "", "SECRET_KEY_FILE": "/nowhere/key"},
            "SECRET_KEY_FILE names '/nowhere/key', which cannot be read",
        ),
        ({"DEBUG": "treu"}, "DEBUG must be true or false, not 'treu'."),
        ({"SITE_URL": "http://example.com"}, "SITE_URL must begin with https://"),
        (
            {"DATABASE_URL": "mysql://db/site"},
            "DATABASE_URL must begin with sqlite:///",
        ),
        (
            {"GOOGLE_ANALYTICS_GTAG_PROPERTY_ID": "zzz"},
            "GOOGLE_ANALYTICS_GTAG_PROPERTY_ID must look like G-ABC1234567, not 'zzz'.",
        ),
        ({"CONSENT_REJECT_DAYS": "0"}, "CONSENT_REJECT_DAYS must be a whole number"),
        ({"EMAIL_HOST": "smtp.example.com"}, "DEFAULT_FROM_EMAIL is not set"),
        ({"EMAIL_HOST": "smtp://example.com"}, "EMAIL_HOST must look like smtp."),
        (
            {"EMAIL_USE_TLS": "yes", "EMAIL_USE_SSL": "yes"},
            "Set EMAIL_USE_TLS or EMAIL_USE_SSL, not both.",
        ),
        ({"EMAIL_HOST_USER": "site"}, "EMAIL_HOST_USER and EMAIL_HOST_PASSWORD go"),
        ({"EMAIL_PORT": "0"}, "EMAIL_PORT must be a whole number from 1"),
        ({"EMAIL_BACKEND": "console"}, "EMAIL_BACKEND must look like django.core"),
        ({"MAIL_KEY": "short"}, "MAIL_KEY is too short"),
        ({"OFFICE_COUNTRY": "USA"}, "OFFICE_COUNTRY must be the two-letter code of"),
        ({"OFFICE_COUNTRY": "ZZ"}, "OFFICE_COUNTRY must be the two-letter code of"),
        (
            {"OFFICE_COUNTRY": "DE", "OFFICE_SUBDIVISION": "MO"},
            "OFFICE_SUBDIVISION must be the code of a part of DE",
        ),
        ({"SECRET_KEY_FALLBACKS": f"{KEY} short"}, "SECRET_KEY_FALLBACKS holds a key"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_they_refuse_what_is_wrong(variables: dict[str, str], sentence: str) -> None:
    done = run("import centene_site.settings", {"SECRET_KEY": KEY, **variables})
    assert done.returncode != 0
    assert sentence in done.stderr.strip().splitlines()[-1]


def test_on_a_loopback_host_cookies_are_plain_and_debug_is_off() -> None:
    found = values()
    assert found["DEBUG"] is False
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert found["SESSION_COOKIE_NAME"] == "sessionid"
    assert not found["SESSION_COOKIE_SECURE"]
    assert not found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] == 0
    assert found["ANALYTICAL_AUTO_IDENTIFY"] is False


def test_on_https_everything_is_secure() -> None:
    found = values(**HTTPS)
    assert found["ALLOWED_HOSTS"] == ["privacy.example.com"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://privacy.example.com"]
    assert found["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert found["CSRF_COOKIE_NAME"] == "__Host-csrftoken"
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000


def test_without_a_property_id_no_page_may_load_the_tag(tmp_path: Path) -> None:
    found = values()
    assert found["PUBLIC_CONTENT_SECURITY_POLICY"] == found["CONTENT_SECURITY_POLICY"]
    found = values(GOOGLE_ANALYTICS_GTAG_PROPERTY_ID="G-ABC1234567")
    assert (
        "googletagmanager.com" in found["PUBLIC_CONTENT_SECURITY_POLICY"]["script-src"]
    )
    assert "google" not in json.dumps(found["CONTENT_SECURITY_POLICY"])


def test_sqlite_commits_before_it_acknowledges() -> None:
    options = values()["DATABASES"]["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in options["init_command"]
    assert "journal_mode=WAL" in options["init_command"]


def test_postgresql_is_not_waited_for() -> None:
    found = values(DATABASE_URL="postgresql://u:p@db:5432/site?sslmode=require")
    options = found["DATABASES"]["default"]["OPTIONS"]
    assert options == {"sslmode": "require", "connect_timeout": 2}


@pytest.mark.parametrize(
    ("variables", "port", "tls"),
    [
        ({"EMAIL_HOST": "smtp.example.com"}, 587, True),
        ({"EMAIL_HOST": "smtp.example.com", "EMAIL_USE_SSL": "yes"}, 465, False),
        ({"EMAIL_HOST": "localhost"}, 25, False),
        ({"EMAIL_HOST": "smtp.example.com", "EMAIL_USE_TLS": "no"}, 25, False),
        ({"EMAIL_HOST": "smtp.example.com", "EMAIL_PORT": "2525"}, 2525, True),
    ],
)
def test_mails_do_not_travel_in_the_clear_unless_asked_to(
    variables: dict[str, str], port: int, tls: bool
) -> None:
    found = values(**variables, DEFAULT_FROM_EMAIL="privacy@example.com")
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == (port, tls)


def test_a_mail_server_is_not_waited_for_without_end() -> None:
    assert values()["EMAIL_TIMEOUT"]
    assert values()["EMAIL_HOST"] == ""


def test_keys_of_before_are_still_read() -> None:
    old, mail, older = "o" * 60, "m" * 60, "p" * 60
    assert values()["MAIL_KEYS"] == [KEY]
    assert values(SECRET_KEY_FALLBACKS=old)["MAIL_KEYS"] == [KEY, old]
    found = values(MAIL_KEY=mail, MAIL_KEY_FALLBACKS=older, SECRET_KEY_FALLBACKS=old)
    assert found["MAIL_KEYS"] == [mail, older, KEY, old]


def test_the_office_is_in_the_united_states_unless_told_otherwise() -> None:
    found = values()
    assert (found["OFFICE_COUNTRY"], found["OFFICE_SUBDIVISION"]) == ("US", "")
    found = values(OFFICE_COUNTRY="de", OFFICE_SUBDIVISION="by")
    assert (found["OFFICE_COUNTRY"], found["OFFICE_SUBDIVISION"]) == ("DE", "BY")


def test_the_configuration_for_production_has_no_warning(tmp_path: Path) -> None:
    code = (
        "import django; from django.core.management import call_command; "
        "django.setup(); call_command('check', deploy=True, fail_level='WARNING')"
    )
    variables = HTTPS | {
        "SECRET_KEY": "".join(chr(33 + n) for n in range(60)),
        "DJANGO_SETTINGS_MODULE": "centene_site.settings",
        "DATA_DIR": str(tmp_path),
    }
    done = run(code, variables)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
