"""补位: how much of somebody's standing up belongs to the lines before theirs in the relay."""

from dataclasses import dataclass

from rolecheck.bank.items import Bank
from rolecheck.measure.examiner import Profile
from rolecheck.measure.verdict import NAMED_AT, Verdict
from rolecheck.report.wording import interval, line_label, percent

SAID_AT = NAMED_AT
"""Chance from which the lines before are said to weigh more, or less, than those after."""


@dataclass(frozen=True, slots=True)
class Upstream:
    """The share in words, which way it leans with how sure that is, and what the essays make of it."""

    statement: str
    leaning: str
    reading: str


def stands_in(bank: Bank, profile: Profile) -> Upstream | None:
    """Return what can be said; None without a named line, and where that line is the first of the relay."""
    share, leans = profile.responsibility.upstream, profile.responsibility.leans_upstream
    if profile.verdict is not Verdict.NAMED or share is None:
        return None
    line = bank.roles.lines[profile.primary]
    before = "、".join(each.short for each in bank.roles.lines[: profile.primary])
    statement = (
        f"你的作答里，站出来的分量有 {percent(share.mean)}（{interval(share)}）"
        f"落在{line.short}之前的棒上：{before}。括号里是九成范围。"
    )
    topic, leaning = _leaning(leans)
    return Upstream(statement, leaning, bank.roles.advice[topic].text.format(line=line_label(line)))


def _leaning(leans: float | None) -> tuple[str, str]:
    """Return the topic and the comparison of a line before with a line after, on the average."""
    if leans is None:
        return "upstream-even", "后面没有棒了，别的分量自然都在前面，这个数单看说明不了补位。"
    if leans >= SAID_AT:
        return "upstream-heavy", f"摊到每一棒，前面比后面重，把握 {percent(leans)}。"
    if 1 - leans >= SAID_AT:
        return "upstream-light", f"摊到每一棒，前面比后面轻，把握 {percent(1 - leans)}。"
    return "upstream-even", f"摊到每一棒，前面比后面重的可能有 {percent(leans)}，还看不出偏向哪头。"
