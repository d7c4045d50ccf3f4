"""One respondent's way through the bank."""
