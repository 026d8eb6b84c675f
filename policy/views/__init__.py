"""Public pages of a policy, split by subject."""
