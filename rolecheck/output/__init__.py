"""A finished report on the terminal: nothing is computed here."""
