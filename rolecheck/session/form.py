"""Which items a session asks, by name."""

from enum import StrEnum


class Form(StrEnum):
    """Which items a session asks."""

    QUICK = "quick"
    STANDARD = "standard"
    FULL = "full"


FORM_NAMES = {Form.QUICK: "快测", Form.STANDARD: "标准卷", Form.FULL: "全卷"}
