"""Forms for other people's tools, and the answers that come back from them."""

from enum import StrEnum


class Target(StrEnum):
    """The kinds of file a form is written as; here, because every start of the tool reads it."""

    WJX = "wjx"
    WJX_JSONL = "wjx-jsonl"
    XLSFORM = "xlsform"
    SURVEYJS = "surveyjs"
    CSV = "csv"
    PAPER = "paper"
