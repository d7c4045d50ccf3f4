"""A room on phones: the same session asked in browsers, its database, the lead's page."""
