"""What a respondent is told when a form ends without a conclusion and a few more items could bring one."""

from rolecheck.measure.outlook import Outlook

TENTHS = "零一二三四五六七八九"

CHOICES = ("接着答", "就到这里，看结果")
"""Going on, and leaving it at that."""


def offer_more(outlook: Outlook, subject: str | None) -> str:
    """Return the question; ``subject`` is the person answered about, None for the respondent."""
    return _offer(outlook.more, f"照前面的作答推算，{_in_tenths(outlook.chance)}机会分得清。", subject)


def offer_unreckoned(more: int) -> str:
    """Return the question to the respondent where nobody has reckoned the chance."""
    return _offer(more, "也许就分得清了。", None)


def _offer(more: int, why: str, subject: str | None) -> str:
    who = "你" if subject is None else subject
    return f"答到这里，还分不出{who}扛的是哪条线。再答最多 {more} 题，{why}接着答吗？"


def _in_tenths(chance: float) -> str:
    """Write a chance in tenths: it was reckoned from simulated people and is no more exact than that."""
    tenths = round(chance * 10)
    if chance < 0.1:
        return "只有不到一成"
    return "有九成以上" if tenths >= len(TENTHS) else f"大约有{TENTHS[tenths]}成"
