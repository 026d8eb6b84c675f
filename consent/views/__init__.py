"""What visitors do here: choose, look at the choices, keep a receipt, be forgotten.

What pages load to know of a choice is in ``consent/assets.py``.
"""
