"""E-mail about changes: asking for it, the person's own page, and what is sent."""
