"""What visitors do, one story per file; each takes a visitor of its own.

A story yields a finding as soon as it is made, so that one which is cut short has told
what it saw until then.
"""
