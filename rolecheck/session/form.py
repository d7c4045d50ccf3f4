"""Which items a session asks, by name."""

from enum import StrEnum


class Form(StrEnum):
    """Which items a session asks."""

    QUICK = "quick"
    STANDARD = "standard"
    FULL = "full"
