"""What a respondent is told between the items: at the rest in the middle, at an offer of more, at the card."""

from rolecheck.bank.items import Facet
from rolecheck.measure.administration import Rest
from rolecheck.measure.more_items import Outlook
from rolecheck.measure.verdict import Verdict
from rolecheck.report.wording import minutes_words

TENTHS = "零一二三四五六七八九"

CHOICES = ("接着答", "就到这里，看结果")
"""Going on, and leaving it at that."""

OFFER_HELP = "这里问的是：要不要再看几个时刻。再答未必分得清，就到这里也有一份完整的结果，会照实写分不出。"

REST_CHOICES = ("接着答", "先到这里，看结果")
REST_HELP = "前面问的是出事时你站在哪，后面问平时忙什么、被考核什么、验收怎么判断。不接着答，前面的单独就是一份快测。"

_TOLD = {
    Verdict.BETWEEN: "{who}出事时站在哪，说清了一半：还剩两处分不开。",
    Verdict.UNCLEAR: "{who}出事时站在哪，还说不清。",
}
_KNOWN = "{who}出事时站在哪，已经说得清了；是哪儿，看结果时再说。"
_ASKED = {Facet.DUTY: "平时忙什么", Facet.KPI: "被考核什么", Facet.JUDGEMENT: "验收上怎么判断"}
_ADDS = {
    Facet.DUTY: "看做的和扛的是不是一回事",
    Facet.KPI: "看考核的和扛的是不是一回事",
    Facet.JUDGEMENT: "看验收读得准不准，每题都有讲评",
}

NO_TITLE = "都不是"
CARD_HELP = "名片上印的和实际扛的常常是两回事，结果会把它们对照着说。放到最后才问，是免得它影响前面的作答。"
"""The two sentences for whoever asks why there is a question about the card, and why now."""

CARD_NAMES = "打数字，或者打名字：全称、别名、拼音首字母都认得。"


def rest_says(rest: Rest, subject: str | None) -> tuple[str, ...]:
    """Return what the rest tells, a paragraph each: whether, never where; what is left, and what it would add."""
    who = "你" if subject is None else subject
    both = Facet.DUTY in rest.facets and Facet.KPI in rest.facets
    adds = [_ADDS[facet] for facet in rest.facets if not (both and facet in {Facet.DUTY, Facet.KPI})]
    adds = ["看做的、被考核的和扛的是不是一回事"] * both + adds
    asked = "、".join(_ASKED[facet] for facet in rest.facets)
    return (
        f"歇一下。责任的 {rest.answered} 题答完了。",
        _TOLD.get(rest.verdict, _KNOWN).format(who=who),
        f"后面还有 {rest.left.items} 题，{minutes_words(rest.left.minutes)}：问{asked}。答了能{'，也能'.join(adds)}。",
        "不接着答也行，前面的单独就是一份完整的快测结果。",
    )


def card_says(subject: str | None) -> str:
    """Return the question about the card."""
    return f"最后一问：{'你' if subject is None else subject}名片上写的是哪一个？"


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
