"""The tables of this room, as its triggers name them."""

VERSION = "policy_policyversion"
SECTION = "policy_section"
CONTRIBUTION = "policy_contribution"
STEP = "policy_draftstep"
POLICY = "policy_policy"
PERIOD_CHANGE = "policy_noticeperiodchange"
WITHDRAWAL = "policy_withdrawal"
REVIEW = "policy_review"
REQUEST = "policy_withholdingrequest"
DECLINE = "policy_withholdingdecline"
WITHHOLDING = "policy_withholding"
REDACTION = "policy_redaction"
DESTRUCTION = "policy_destruction"
REDLINE = "policy_storedredline"

# To be followed by a key.
PUBLISHED = f"SELECT 1 FROM {VERSION} v WHERE v.published_at IS NOT NULL AND v.id = "

# The one change that makes a draft public.
PUBLISHING = "OLD.published_at IS NULL AND NEW.published_at IS NOT NULL"
