"""Why a goal is not met: what stands in the way, with the figures that show it."""

from collections.abc import Mapping

from rolecheck.bank.items import Facet
from rolecheck.measure.forms import PLANS
from rolecheck.measure.lab.population import PRIOR
from rolecheck.measure.selection import STOP_AFTER, STOP_AT
from rolecheck.measure.verdict import NAMED_AT
from rolecheck.report.lab_figures import Figures, who_id
from rolecheck.report.lab_goals import STANDARD
from rolecheck.report.lab_words import POPULATION_NAMES, share_cell
from rolecheck.report.wording import percent
from rolecheck.session.form import FORM_NAMES, Form

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
    others = {
        key: found["coverage"] for key, found in figures.found.items() if key in figures.lines and key[0] != PRIOR
    }
    worst = min(others, key=lambda key: others[key].value)
    name, form = POPULATION_NAMES[who_id(worst[0])], FORM_NAMES[worst[1]]
    return {
        "calibration": ("校准", "人少时这个数天生偏大。人够多还超过，才是把握说多了或说少了。"),
        "coverage": ("区间包住", "这里报的是十二个数里最小的和最大的，挑出来的天生往两头偏。"),
        "wrong": (
            "模型错了",
            f"区间包住最少的是“{name}”，{form}上是 {share_cell(others[worst]).text}。人和先验不合，"
            "区间照先验算，就盖不住真的："
            "真人差得比先验以为的开，占比会被往中间拉，最大的线反而更好认。"
            "要两种人都盖住，得让先验连“差多大”也一起估，每个人的占比就都要跟着变；"
            "先验不为过关改，等真人的数据来定。",
        ),
    }


def _watching() -> Mapping[str, Reason]:
    return {
        "bots": ("漏过去的", "随便点十几题，总有人碰巧点得像一条线。知道用时的漏得多少，见“不读题的漏过去多少”。"),
        "flags": ("可疑", "抓得多和冤枉得少是一件事的两头，标准卷十几题，作答里的线索就这么多。"),
        "mismatch": ("名实不符", "宁可说看不出：名片上那条线只要还有一点可能最大，就不说不符。"),
    }
