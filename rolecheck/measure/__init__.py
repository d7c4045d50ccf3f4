"""Responses to profile: choice model, posterior, next item and stop, verdict, answer quality."""
