"""The editors' desk: this room's pages in Django admin."""
