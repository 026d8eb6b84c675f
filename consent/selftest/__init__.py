"""What ``manage.py consent_selftest`` proves about a running site, in a real browser.

``running.py`` tells the stories one after the other; each is a file of probes that take
a visitor and say what they found. Playwright and Chromium are development requirements:
nothing else of this project imports this package.
"""
