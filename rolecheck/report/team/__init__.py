"""A team: who carries which line, where nobody does, and what to talk about.

Here stands only what a command line offers before any figure is worked out.
"""

from enum import StrEnum

LEAST_GROUP = 4
"""People below whom nothing is broken down and nobody is named: from fewer it could be seen who said what."""


class Sort(StrEnum):
    """By what the overview is sorted; the name decides where that is equal."""

    LINE = "line"
    NAME = "name"
    CONFIDENCE = "confidence"
    TITLE = "title"


SORT_NAMES = {Sort.LINE: "责任线", Sort.NAME: "姓名", Sort.CONFIDENCE: "把握", Sort.TITLE: "名片"}
