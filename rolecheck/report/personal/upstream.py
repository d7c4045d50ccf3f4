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
    """The share in words, which way it leans with how sure that is, and what the essays make of it.

    Where it leans neither way there is the statement alone.
    """

    statement: str
    leaning: str = ""
    reading: str = ""


def stands_in(bank: Bank, profile: Profile) -> Upstream | None:
    """Return what can be said; None without a named line, and where that is the first or the last of the relay."""
    share, leans = profile.responsibility.upstream, profile.responsibility.leans_upstream
    if profile.verdict is not Verdict.NAMED or share is None or leans is None:
        return None
    line = bank.roles.lines[profile.primary]
    told = f"站出来的时候有 {percent(share.mean)}（{interval(share)}）是替{line.short}前面的人"
    leaning = _leaning(leans)
    if leaning is None:
        return Upstream(f"{told}，多还是少看不出")
    topic, says = leaning
    return Upstream(f"{told}。", says, bank.roles.advice[topic].text.format(line=line_label(line)))


def _leaning(leans: float) -> tuple[str, str] | None:
    """Return the topic and the comparison of a line before with a line after, on the average, if it can be made."""
    if 1 - SAID_AT < leans < SAID_AT:
        return None
    if leans >= SAID_AT:
        return "upstream-heavy", f"按每条线平均，替前面的比替后面的多，把握 {percent(leans)}。"
    return "upstream-light", f"按每条线平均，替前面的比替后面的少，把握 {percent(1 - leans)}。"
