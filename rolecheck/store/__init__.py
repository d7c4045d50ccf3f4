"""Unfinished sessions and results on disk."""
