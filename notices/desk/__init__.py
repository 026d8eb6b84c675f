"""Pages of the desk about notices."""
