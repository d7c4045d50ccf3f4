"""The three sentences a lab report opens with: what holds, what fails, what to change first."""

from collections.abc import Sequence

from rolecheck.report.lab.figures import Figures
from rolecheck.report.lab.goals import STANDARD, Goal, Met
from rolecheck.report.lab.words import number_cell, share_cell

NAMED_HERE = 3
"""Missed goals told by name in one sentence."""

CHANGES = {
    "recovery": "先加题：认不清的多半是题太少，或有些线很少同题出现（rolecheck bank stats 看匀不匀）",
    "named": "先看每条线出现得匀不匀，再加题：点不出名，多半是信息不够",
    "items": "先看哪两条线总分不开：每两条线同题出现的次数要差不多",
    "calibration": "先查作答进来的路：把握说得和真的不一样，多半是算法或题库读错了",
    "coverage": "先查作答进来的路：区间盖不住，多半是算法或题库读错了",
    "spread": "先拿真人的作答估一估人和人差多少（rolecheck bank calibrate）",
    "saving": "先拿真人的作答估每道题多灵（rolecheck bank calibrate）：题和题一样灵，挑着问就省不多",
    "bots": "先别单凭作答信人：让人在终端或手机上答，用时和位置一起看；多给几题也漏得少",
    "flags": "先把用时带上：单凭十几题的作答，抓得多就冤枉得多",
    "card": "先别拿“名实不符”当定论：名片大多是对的地方，请本人先看，再谈",
    "change": "先别讲变化：两次都答满标准卷再比",
    "group": "先别讲一组人的平均，人多些再看",
    "outside": "先看“都不像我”点在哪些题上（rolecheck team 会列）：那些题可能没写到人的活",
    "exposure": "先加和出得最多的题同样几条线的题，让它们轮着来",
    "oracle": "先报给我们：算得和精确算法差得太多",
}
"""What to change first where a goal on a topic is missed."""


def verdict_of(figures: Figures, goals: Sequence[Goal]) -> tuple[str, str, str]:
    """Return the three sentences."""
    standard, again = figures.found[STANDARD], figures.again[STANDARD]
    met = [goal for goal in goals if goal.met is Met.MET]
    missed = [goal for goal in goals if goal.met is Met.MISSED]
    unsure = [goal for goal in goals if goal.met is Met.OPEN]
    holds = (
        f"{len(goals)} 个目标达到 {len(met)} 个；标准卷平均 {number_cell(standard['items'], 1).text} 题，"
        f"认对 {share_cell(standard['recovery']).text}，点名的人里对 "
        f"{share_cell(standard['accuracy_among_named']).text}，同一个人再答一份，kappa "
        f"{number_cell(again['kappa'], 2).text}。"
    )
    fails = f"没到的 {len(missed)} 个{_listed(missed)}" if missed else "没有没到的"
    fails += f"；人太少还说不准的 {len(unsure)} 个。" if unsure else "。"
    first = next((CHANGES[goal.reason] for goal in (*missed, *unsure) if goal.reason in CHANGES), None)
    return holds, fails, f"{first}。" if first else "没有要先改的；真人身上怎样，要有真人的作答。"


def _listed(goals: Sequence[Goal]) -> str:
    told = [f"{goal.label}（{goal.measured}，要 {goal.bound}）" for goal in goals[:NAMED_HERE]]
    return f"：{'、'.join(told)}{' 等' if len(goals) > NAMED_HERE else ''}"
