"""What a form can be written for."""

from enum import StrEnum


class Target(StrEnum):
    """The kinds of file a form is written as."""

    WJX = "wjx"
    WJX_JSONL = "wjx-jsonl"
    XLSFORM = "xlsform"
    SURVEYJS = "surveyjs"
    CSV = "csv"
    PAPER = "paper"
