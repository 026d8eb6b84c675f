"""Policies as open data: the same facts that their pages show, for programs."""
