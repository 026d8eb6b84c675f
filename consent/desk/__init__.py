"""This room's pages in Django admin: catalogue, records, figures, proofs."""
