"""The two files a bank is made of, by name."""

from enum import StrEnum


class BankFile(StrEnum):
    """One of a bank's two files."""

    ROLES = "roles"
    QUESTIONS = "questions"
