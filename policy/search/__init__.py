"""Finding words in what is published: entries, their index, and what a query finds."""
