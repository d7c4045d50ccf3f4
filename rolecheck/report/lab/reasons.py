"""Why a goal is not met: what stands in the way, with the figures that show it."""

from collections.abc import Mapping

from rolecheck.bank.items import Facet
from rolecheck.measure.forms import PLANS
from rolecheck.measure.lab.population import LIKED_LINES, Second
from rolecheck.measure.selection import STOP_AFTER, STOP_AT
from rolecheck.measure.verdict import NAMED_AT
from rolecheck.report.lab.figures import Figures
from rolecheck.report.lab.goals import STANDARD
from rolecheck.report.lab.words import share_cell
from rolecheck.report.wording import percent
from rolecheck.session.session import Form

Reason = tuple[str, str]
"""What a goal is about, and why it may not be met."""


def reasons(figures: Figures) -> Mapping[str, Reason]:
    """Return the reason for each topic of the goals."""
    return {**_asking(figures), **_trusting(figures), **_watching()}


def _asking(figures: Figures) -> Mapping[str, Reason]:
    standard = figures.found[STANDARD]
    close = 1 - standard["recovery_lead_10"].people / standard["recovery"].people
    most = PLANS[Form.STANDARD].most[Facet.RESPONSIBILITY]
    return {
        "recovery": (
            "认对",
            "主要缺的是信息：同样的作答交给精确算法，也只多认对这一点，"
            f"我们认对的是它的 {share_cell(figures.oracle['share']).text}。"
            f"真值里头一名领先第二名不到一成的人占 {percent(close)}，"
            "这些人换谁来问十几题都难分；分不出就说分不出，不硬点名。",
        ),
        "items": (
            "标准卷题数",
            f"把握到 {percent(STOP_AT)}、至少问了 {STOP_AFTER} 题才提前停。"
            f"分不清的人一直问到上限 {most} 题，平均数是他们拉高的。",
        ),
        "named": (
            "点名",
            f"点名从把握 {percent(NAMED_AT)} 起算，标准卷到 {percent(STOP_AT)} 就不再问；"
            "把握说的是实数，点名的人里对多少，就是他们平均有多少把握。"
            "门槛放低，点名多、对的少；放高，反过来。要两头都多，只有多问。",
        ),
        "saving": (
            "省题",
            "每道题都当一样灵，挑题只能挑“哪几条线放在一起问”；发表的一半以上，靠的是题和题灵敏得不一样，"
            "那要有真人作答才估得出，我们不编。"
            f"提前停也只保证把握到 {percent(STOP_AT)}，省下的题是拿一点认对换的。",
        ),
        "exposure": ("出得匀", "挑题总偏爱最能分的，种子在差不多的题里抽签，只能匀到这样。"),
        "oracle": (
            "精确算法",
            f"差在抽样：把握平均差 {share_cell(figures.oracle['chance_error']).text}，"
            "头两条线几乎一样可能的人，谁在前头就跟着抽样走；"
            "精确算法自己也是抽样，也有误差。",
        ),
    }


def _trusting(figures: Figures) -> Mapping[str, Reason]:
    liked = {each: figures.found[each, Form.FULL, Second.ALWAYS] for each in LIKED_LINES}
    half = liked[LIKED_LINES[1]]
    return {
        "calibration": (
            "校准",
            "多说和少说会互相抵掉，所以斜率也看：小于 1，是有把握的说过了头，没把握的说少了。",
        ),
        "coverage": ("区间包住", "这里报的是十二个数里最小的和最大的，挑出来的天生往两头偏。"),
        "spread": (
            "人和人差多少",
            "模型让每个人的标准差自己说话，十几题说不清它，就往中间靠：差得小的人被当得大一点，差得大的反过来。"
            "再准，要拿很多人的作答把标准差估出来（rolecheck bank calibrate）。",
        ),
        "liked": (
            "线讨喜",
            f"标准差 0.5 时，全卷点名的人说的把握是 {share_cell(half['stated_among_named']).text}，"
            f"真的对 {share_cell(half['accuracy_among_named']).text}。",
        ),
        "card": (
            "名片",
            "说不符的条件是照“一半名片是对的”定的，名片对得更多的地方，同一句话真的就少。",
        ),
        "change": ("变没变", "几条线一起看，够不上的一概不说；人没变却说变了，就只剩这么多。"),
        "group": ("组均值", "人照自己那组的平均来收，不照所有人的；组太小，组的平均自己也没定。"),
        "outside": ("都不像我", "要三成责任题、至少四题都不像，才说六条之外；题少的时候碰不到这条线。"),
    }


def _watching() -> Mapping[str, Reason]:
    return {
        "bots": (
            "漏过去的",
            "随便点十几题，总有人碰巧点得像一条线。点名要求模型比“六条线一样大的人”说得通四倍，"
            "这样的人碰上四倍的机会最多四分之一，实际是百分之几；门槛提到十二倍才压到千分之几，"
            "可好好答的人点得出名的也要少三分之一，所以没有提。知道用时的漏得多少，见“不读题的漏过去多少”。",
        ),
        "flags": ("可疑", "抓得多和冤枉得少是一件事的两头，标准卷十几题，作答里的线索就这么多。"),
    }
