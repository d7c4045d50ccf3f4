"""What a form can be written for; by itself, because every start of the tool reads it."""

from enum import StrEnum


class Target(StrEnum):
    """The kinds of file a form is written as."""

    WJX = "wjx"
    WJX_JSONL = "wjx-jsonl"
    XLSFORM = "xlsform"
    SURVEYJS = "surveyjs"
    CSV = "csv"
    PAPER = "paper"
