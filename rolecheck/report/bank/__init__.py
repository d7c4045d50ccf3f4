"""A bank as its authors see it: what the checks found, its balance, its length, and what answers taught of it."""
