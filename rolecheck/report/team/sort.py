"""By what the people of a team report can be sorted."""

from enum import StrEnum


class Sort(StrEnum):
    """By what the overview is sorted; the name decides where that is equal."""

    LINE = "line"
    NAME = "name"
    CONFIDENCE = "confidence"
    TITLE = "title"


SORT_NAMES = {Sort.LINE: "责任线", Sort.NAME: "姓名", Sort.CONFIDENCE: "把握", Sort.TITLE: "名片"}
