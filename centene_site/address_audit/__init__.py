"""Decision 6: no table holds a network address beside, or joined by key to, anything
that names a person. `manage.py audit_addresses` looks, and says what it found."""
