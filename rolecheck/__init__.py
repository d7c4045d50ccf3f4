"""Find out which responsibility line a person actually carries at work."""

__version__ = "0.1.0"
