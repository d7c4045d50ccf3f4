"""A group of people: who carries which line, where nobody does, and what to talk about."""
