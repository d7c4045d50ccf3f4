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
        f"按作答推算，你站出来的时候有 {percent(share.mean)}（{interval(share)}）是替{line.short}前面的人：{before}。"
        "括号里是范围，真实的占比九成可能在里面。"
    )
    topic, leaning = _leaning(leans)
    return Upstream(statement, leaning, bank.roles.advice[topic].text.format(line=line_label(line)))


def _leaning(leans: float | None) -> tuple[str, str]:
    """Return the topic and the comparison of a line before with a line after, on the average."""
    if leans is None:
        return "upstream-even", "后面没有别的线了，不站在这条就只能站在前面，所以单看这个数，说明不了你在替谁。"
    if leans >= SAID_AT:
        return "upstream-heavy", f"按每条线平均，替前面的比替后面的多，把握 {percent(leans)}。"
    if 1 - leans >= SAID_AT:
        return "upstream-light", f"按每条线平均，替前面的比替后面的少，把握 {percent(1 - leans)}。"
    return "upstream-even", f"替前面的多，还是替后面的多，还看不出：前面多的可能是 {percent(leans)}。"
