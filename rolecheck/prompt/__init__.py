"""Show one item, return one response."""
