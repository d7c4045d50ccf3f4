"""One set of responses as a team report needs it: who, about whom, when, what it showed, what was chosen."""

from collections.abc import Mapping
from math import inf
from typing import Any, NamedTuple

from rolecheck.bank.items import Bank, Facet
from rolecheck.measure.scoring import Profile
from rolecheck.measure.summary import Estimate, ranking
from rolecheck.measure.verdict import TitleMatch, Verdict, match_title, title_chance
from rolecheck.report.score import DIGITS
from rolecheck.session.session import Response

CHOSEN_ON = (Facet.RESPONSIBILITY, Facet.JUDGEMENT)
"""Facets on which a team can agree or divide; duty and kpi differ by everyone's job."""


class MemberFigures(NamedTuple):
    """What one set of responses showed; lines in the bank's order."""

    verdict: Verdict
    p_primary: tuple[float, ...]
    shares: tuple[Estimate, ...]
    stand_back: Estimate
    p_stand_back: float
    flags: tuple[str, ...]
    robustness: float | None = None

    @property
    def ranking(self) -> tuple[int, ...]:
        """Line numbers from the likeliest largest to the least."""
        return ranking(self.p_primary)

    @property
    def primary(self) -> int:
        """The line with the greatest chance of being the largest."""
        return self.ranking[0]

    def match(self, line: int) -> TitleMatch:
        """Return what may be said of a card with this line, by the one rule."""
        return match_title(self.p_primary, self.verdict, line)

    def match_chance(self, line: int) -> float | None:
        """Return how likely that is true; None where nothing is said."""
        return title_chance(self.p_primary, self.match(line), line)


class Submission(NamedTuple):
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
    figures: MemberFigures
    choices: Mapping[str, str]
    earlier: bool = False
    none_fits: frozenset[str] = frozenset()


def first_choices(bank: Bank, responses: tuple[Response, ...]) -> dict[str, str]:
    """Return the first choice on every item a team can divide on; ids are the bank's own texts, kept once."""
    items = ((bank.by_id[response.item], response.first) for response in responses if not response.none_fits)
    return {item.id: first for item, first in items if item.facet in CHOSEN_ON}


def none_fitting(bank: Bank, responses: tuple[Response, ...]) -> frozenset[str]:
    """Return the responsibility items on which no option fitted; ids are the bank's own texts, kept once."""
    items = (bank.by_id[response.item] for response in responses if response.none_fits)
    return frozenset(item.id for item in items if item.facet is Facet.RESPONSIBILITY)


def figures_of(profile: Profile) -> MemberFigures:
    """Return the figures of a profile, as exact as a score line: kept or measured anew, they say the same."""
    lines = profile.responsibility
    return MemberFigures(
        verdict=profile.verdict,
        p_primary=tuple(round(chance, DIGITS) for chance in lines.p_largest),
        shares=tuple(map(_rounded, lines.shares)),
        stand_back=_rounded(lines.stand_back),
        p_stand_back=round(lines.p_stand_back, DIGITS),
        flags=tuple(map(str, profile.flags)),
        robustness=None if profile.robustness is None else round(profile.robustness, DIGITS),
    )


def _rounded(estimate: Estimate) -> Estimate:
    return Estimate(round(estimate.mean, DIGITS), round(estimate.low, DIGITS), round(estimate.high, DIGITS))


def read_figures(bank: Bank, score: object) -> MemberFigures | None:
    """Return the figures of a score line, None where it is not one of this bank's lines: it may come from anybody."""
    lines = [line.id for line in bank.roles.lines]
    try:
        return _figures(lines, score) if isinstance(score, dict) else None
    except (KeyError, TypeError, ValueError):
        return None


def _figures(lines: list[str], score: Mapping[str, Any]) -> MemberFigures:
    if list(score["p_primary"]) != lines or list(score["shares"]) != lines:
        raise ValueError(lines)
    return MemberFigures(
        verdict=Verdict(score["verdict"]),
        p_primary=tuple(_chance(score["p_primary"][line]) for line in lines),
        shares=tuple(_estimate(score["shares"][line]) for line in lines),
        stand_back=_estimate(score["stand_back"]),
        p_stand_back=_chance(score["stand_back"]["p_largest"]),
        flags=tuple(flag for flag in score["flags"] if isinstance(flag, str)),
        # A score line without it was written by an older rule, and is worked out anew.
        robustness=_factor(score["robustness"]),
    )


def _estimate(record: Mapping[str, Any]) -> Estimate:
    return Estimate(*(_chance(record[name]) for name in ("mean", "low", "high")))


def _factor(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value < inf:
        raise ValueError(value)
    return float(value)


def _chance(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(value)
    return float(value)
