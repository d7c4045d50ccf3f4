"""What the figures allow to be said: the one rule that every page, every form's stopping and every table goes by.

In this order: somebody is *outside* all lines if too often no option fitted; *steps back* if it is likely enough that
stepping back is worth more than every line; a line is *named* if it is likely enough the largest and the responses are
explained by the model several times better than by the null (``rolecheck.measure.null``); somebody is *between* two
lines if both are likely and hardly another is; else it is *unclear*. Between two lines is a statement about lines too,
so it is held to the null as well.

Who is not named is told nothing of the card on their desk either. For who is, the chance that the card's line is the
largest takes into account that cards are mostly right: ``CARDS_RIGHT`` of all cards, and not the one in six that
responses start from.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rolecheck.measure.summary import LineProfile, ranking

NAMED_AT = 0.80
STANDS_BACK_AT = NAMED_AT
BETWEEN_EACH_AT = 0.25
BETWEEN_AT = 0.85
BEYOND_CHANCE = log(8)
"""How much better (nats) than the null the model must explain the responses before anything is said of a line: a Bayes
factor of 8. From 3 on evidence is called positive, from 20 on strong (Kass and Raftery 1995); of those who pick at
random 3.6 % were named at 4, 1.8 % are at 8 (8000 and 4000 simulated, standard form), and of the model's people 44 %
instead of 47 %. However often it is looked at, somebody of the null ever reaches it with a chance of one in eight at
the most, for it is a martingale (Ville 1939)."""

CARDS_RIGHT = 0.5
"""Share of all cards that name their bearer's largest line, taken beforehand. An assumption, said where it is used."""

OUTSIDE_AT = 1 / 3
OUTSIDE_LEAST = 4
"""Share and number of the responsibility items asked at which, where no option fitted, no line is named."""

DIFFERS_AT = 0.05
MATCHES_AT = 0.50


class Verdict(StrEnum):
    """The conclusion about one respondent."""

    NAMED = "named"
    BETWEEN = "between"
    UNCLEAR = "unclear"
    STANDS_BACK = "stands-back"
    OUTSIDE = "outside"


class TitleMatch(StrEnum):
    """How the title on the card relates to the responses."""

    MATCHES = "matches"
    DIFFERS = "differs"
    UNCLEAR = "unclear"


def settled(
    p_largest: NDArray[Any], p_stand_back: NDArray[Any] | float, beyond_chance: NDArray[Any] | float, bar: float
) -> NDArray[np.bool_]:
    """Return [...]: whether a line, or stepping back, is known with at least this chance; p_largest is [..., lines]."""
    named = (p_largest.max(axis=-1) >= bar) & (np.asarray(beyond_chance) >= BEYOND_CHANCE)
    return np.asarray(named | (np.asarray(p_stand_back) >= bar))


def conclude(profile: LineProfile) -> Verdict:
    """Return the strongest statement the responsibility profile supports.

    Whom the items do not fit is named no line, whatever the few that did fit say. Then comes stepping back: someone who
    steps back at every moment must not be named a line on the strength of second choices.
    """
    if is_outside(profile.none_fits, profile.asked):
        return Verdict.OUTSIDE
    if profile.p_stand_back >= STANDS_BACK_AT:
        return Verdict.STANDS_BACK
    if settled(np.array(profile.p_largest), 0.0, profile.beyond_chance, NAMED_AT):
        return Verdict.NAMED
    first, second, *_ = sorted((*profile.p_largest, 0.0), reverse=True)
    if profile.beyond_chance >= BEYOND_CHANCE and second >= BETWEEN_EACH_AT and first + second >= BETWEEN_AT:
        return Verdict.BETWEEN
    return Verdict.UNCLEAR


def is_outside(none_fits: int, asked: int) -> bool:
    """Tell whether so many of the responsibility items asked fitted so badly that the lines are not the person's."""
    return none_fits >= OUTSIDE_LEAST and none_fits >= OUTSIDE_AT * asked


def resembles_chance(profile: LineProfile) -> bool:
    """Tell whether nothing but the likeness to the null keeps a line, or two, from being named."""
    nearer = replace(profile, beyond_chance=BEYOND_CHANCE)
    return conclude(profile) is Verdict.UNCLEAR and conclude(nearer) is not Verdict.UNCLEAR


def card_chance(chance: float, lines: int) -> float:
    """Return the chance that a card's line is the largest, given its chance by the responses alone.

    Responses start from one in so many lines, cards from ``CARDS_RIGHT``; by Bayes' rule the odds are multiplied by the
    quotient of the two: 5 for six lines and half of all cards right.
    """
    factor = CARDS_RIGHT / (1 - CARDS_RIGHT) * (lines - 1)
    return factor * chance / (factor * chance + 1 - chance) if lines > 1 else 1.0


def match_title(p_largest: Sequence[float], verdict: Verdict, title_line: int) -> TitleMatch:
    """Return what may be said of the card: nothing of whoever's line is not named.

    A card matches only if it names the line that is named: that half of all cards are right must not make a second
    line the person's, against the conclusion.
    """
    chance = card_chance(p_largest[title_line], len(p_largest))
    if verdict is not Verdict.NAMED:
        return TitleMatch.UNCLEAR
    if chance <= DIFFERS_AT:
        return TitleMatch.DIFFERS
    if chance >= MATCHES_AT and title_line == ranking(p_largest)[0]:
        return TitleMatch.MATCHES
    return TitleMatch.UNCLEAR


def title_chance(p_largest: Sequence[float], match: TitleMatch, title_line: int) -> float | None:
    """Return the chance that what is said of the card is true; None where nothing is said."""
    chance = card_chance(p_largest[title_line], len(p_largest))
    return {TitleMatch.MATCHES: chance, TitleMatch.DIFFERS: 1 - chance, TitleMatch.UNCLEAR: None}[match]
