"""Figures, third parties and disclosures at the desk."""
