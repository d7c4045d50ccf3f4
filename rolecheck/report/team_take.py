"""One set of responses as a team report needs it: who, about whom, when, what it showed, what was chosen."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from rolecheck.bank.items import Bank, Facet
from rolecheck.measure.summary import Estimate
from rolecheck.measure.verdict import DIFFERS_AT, MATCHES_AT, TitleMatch, Verdict
from rolecheck.session.session import Response

CHOSEN_ON = (Facet.RESPONSIBILITY, Facet.JUDGEMENT)
"""Facets on which a group can agree or divide; duty and kpi differ by everyone's job."""


class Figures(NamedTuple):
    """What one set of responses showed; lines in the bank's order."""

    verdict: Verdict
    p_primary: tuple[float, ...]
    shares: tuple[Estimate, ...]
    stand_back: Estimate
    p_stand_back: float
    flags: tuple[str, ...]

    @property
    def ranking(self) -> tuple[int, ...]:
        """Line numbers from the likeliest largest to the least."""
        return tuple(sorted(range(len(self.p_primary)), key=lambda line: -self.p_primary[line]))

    @property
    def primary(self) -> int:
        """The line with the greatest chance of being the largest."""
        return self.ranking[0]

    def match(self, line: int) -> TitleMatch:
        """Compare the chance that a title's line is the largest with what may be claimed; nothing of who is outside."""
        if self.verdict is Verdict.OUTSIDE:
            return TitleMatch.UNCLEAR
        chance = self.p_primary[line]
        if chance <= DIFFERS_AT:
            return TitleMatch.DIFFERS
        return TitleMatch.MATCHES if chance >= MATCHES_AT else TitleMatch.UNCLEAR


class Take(NamedTuple):
    """One set of responses, as it was handed in.

    ``title`` is a role's id; ``taken`` seconds since 1970 and ``day`` the same for a reader, both None where nobody
    noted it, and then ``place`` says which of two came later; ``choices`` are first choices by item; ``earlier`` says
    that it was handed in as part of an earlier round; ``none_fits`` are the responsibility items no option of which
    fitted.
    """

    respondent: str | None
    subject: str | None
    title: str | None
    taken: float | None
    day: str | None
    place: int
    figures: Figures
    choices: Mapping[str, str]
    earlier: bool = False
    none_fits: frozenset[str] = frozenset()


def first_choices(bank: Bank, responses: tuple[Response, ...]) -> dict[str, str]:
    """Return the first choice on every item a group can divide on; ids are the bank's own texts, kept once."""
    items = ((bank.by_id[response.item], response.first) for response in responses if not response.none_fits)
    return {item.id: first for item, first in items if item.facet in CHOSEN_ON}


def none_fitting(bank: Bank, responses: tuple[Response, ...]) -> frozenset[str]:
    """Return the responsibility items on which no option fitted; ids are the bank's own texts, kept once."""
    items = (bank.by_id[response.item] for response in responses if response.none_fits)
    return frozenset(item.id for item in items if item.facet is Facet.RESPONSIBILITY)


def read_figures(bank: Bank, score: object) -> Figures | None:
    """Return the figures of a score line, None where it is not one of this bank's lines: it may come from anybody."""
    lines = [line.id for line in bank.roles.lines]
    try:
        return _figures(lines, score) if isinstance(score, dict) else None
    except (KeyError, TypeError, ValueError):
        return None


def _figures(lines: list[str], score: Mapping[str, Any]) -> Figures:
    if list(score["p_primary"]) != lines or list(score["shares"]) != lines:
        raise ValueError(lines)
    return Figures(
        verdict=Verdict(score["verdict"]),
        p_primary=tuple(_chance(score["p_primary"][line]) for line in lines),
        shares=tuple(_estimate(score["shares"][line]) for line in lines),
        stand_back=_estimate(score["stand_back"]),
        p_stand_back=_chance(score["stand_back"]["p_largest"]),
        flags=tuple(flag for flag in score["flags"] if isinstance(flag, str)),
    )


def _estimate(record: Mapping[str, Any]) -> Estimate:
    return Estimate(*(_chance(record[name]) for name in ("mean", "low", "high")))


def _chance(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(value)
    return float(value)
