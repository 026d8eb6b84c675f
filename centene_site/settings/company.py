"""Who publishes here, and whom to turn to."""

from centene_site.env import env_day, env_list, env_pattern, env_str

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

# /.well-known/security.txt (RFC 9116)

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
