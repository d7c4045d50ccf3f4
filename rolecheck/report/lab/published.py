"""Figures others have published, beside which ours are read: each with its source and whether they may be compared."""

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from rolecheck.measure.lab.population import PRIOR, BotRule, Second
from rolecheck.report.lab.figures import Figures
from rolecheck.report.lab.goals import STANDARD
from rolecheck.report.lab.words import number_cell, share_cell
from rolecheck.session.session import Form


class Comparable(Enum):
    """Whether a published figure and a simulated one may be held against each other."""

    CONTEXT = "只作背景：那是真人、真标准，我们是模拟"
    METHOD = "可以比着看：都是拿作答重走一遍，数省了几题；他们的作答是真人的，我们的是模拟的"


class Published(NamedTuple):
    """One published figure beside ours."""

    what: str
    figure: str
    source: str
    ours: str
    comparable: Comparable


def published(figures: Figures) -> Iterator[Published]:
    """Yield the published figures, ours beside them."""
    yield from _found(figures)
    yield from _again(figures)


def _found(figures: Figures) -> Iterator[Published]:
    standard = figures.found[STANDARD]
    single = figures.curves[PRIOR, Form.STANDARD, Second.NEVER][-1]
    second = figures.curves[PRIOR, Form.STANDARD, Second.ALWAYS][-1]
    saved = " / ".join(share_cell(point.saving).text for point in (single, second) if point.saving is not None)
    yield Published(
        "六类里认对一类",
        "职业兴趣问卷猜中职业选择 50.8 %（近百年研究的元分析）",
        "Hanna、Rounds 2020，Psychological Bulletin",
        f"标准卷 {share_cell(standard['recovery']).text}",
        Comparable.CONTEXT,
    )
    yield Published(
        "敢下结论时对多少",
        "抑郁筛查平均 4 题，灵敏度 0.95，特异度 0.87；问哪几题由真人的作答训练出来",
        "Gibbons 等 2013，J Clin Psychiatry",
        f"点名的人里对 {share_cell(standard['accuracy_among_named']).text}，"
        f"平均 {number_cell(standard['items'], 1).text} 题",
        Comparable.CONTEXT,
    )
    yield Published(
        "挑着问省多少题",
        "人格量表省一半，精度几乎不减（34 题，1000 人的真实作答）",
        "Waller、Reise 1989，J Personality and Social Psychology",
        f"{saved}（都不给其次 / 都给其次，各比给得一样多的固定卷）",
        Comparable.METHOD,
    )
    yield Published(
        "挑着问省多少题",
        "只用三成三的题，标准误放到 0.4（36 题，1517 人）",
        "Hol 等 2008",
        "同上",
        Comparable.METHOD,
    )


def _again(figures: Figures) -> Iterator[Published]:
    standard = figures.found[STANDARD]
    again = figures.again[STANDARD]
    random = figures.found[BotRule.UNIFORM, Form.STANDARD, Second.ALWAYS]
    yield Published(
        "再测一次还一样",
        "迫选自适应人格测验重测 0.63（单个维度），0.73（五大合成），743 人",
        "Seybert、Becker 2019，ETS RR-19-37",
        f"占比与真值的相关 {number_cell(standard['correlation'], 2).text}，没有隔时间",
        Comparable.CONTEXT,
    )
    yield Published(
        "再测一次还一样",
        "情境判断测验重测 0.82，而内部一致性 α 只有 0.46：题目本来就不同质",
        "Catano 等 2012，Int J Selection and Assessment",
        f"两份标准卷最大的线一样 {share_cell(again['agreement']).text}，"
        f"kappa {number_cell(again['kappa'], 2).text}；我们不报 α",
        Comparable.CONTEXT,
    )
    yield Published(
        "抓不认真的",
        "看屏幕上怎么操作，抓到 85.9 %（5692 人）；先前只看作答的，55.6 %",
        "Detection of Careless Responses in Online Surveys Using Answering Behavior on Smartphone",
        f"看作答 {share_cell(random['flagged_by_answers']).text}，加用时 {share_cell(random['flagged']).text}；"
        "模拟的乱点比真的好抓",
        Comparable.CONTEXT,
    )
    yield Published(
        "自己说的和上级说的",
        "相关 0.22（校正后 0.34），115 个样本，37752 人",
        "Heidemeier、Moser 2009，J Applied Psychology",
        "模拟不出来：这是自己答问卷这件事的上限",
        Comparable.CONTEXT,
    )
