"""Backups of the whole database in one file, and a new database made of one.

A backup is a tar file: ``manifest.json``, and the database as its own program dumps
it. It holds no keys: what is encrypted in it stays unreadable without them.
"""
