"""What the figures allow to be said: a line, two lines, none, that one mostly steps back, or is outside all lines."""

from dataclasses import replace
from enum import StrEnum
from math import log

from rolecheck.measure.summary import LineProfile

NAMED_AT = 0.80
STANDS_BACK_AT = 0.80
BETWEEN_AT = 0.85
BEYOND_CHANCE = log(4)
"""How much better (nats) than random picking the model must explain the responses before a line is named: a Bayes
factor of 4. From 3 on evidence is called positive (Kass and Raftery 1995); an adaptive form looks at it item after item
and stops when it is there, which random picking then has ten chances to reach, hence a little more."""

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


def conclude(profile: LineProfile) -> Verdict:
    """Return the strongest statement the responsibility profile supports.

    Whom the items do not fit is named no line, whatever the few that did fit say. Then comes stepping back: someone who
    steps back at every moment must not be named a line on the strength of second choices. Where random picking explains
    the responses about as well as the model does, no line is named.
    """
    if is_outside(profile.none_fits, profile.asked):
        return Verdict.OUTSIDE
    chances = sorted(profile.p_largest, reverse=True)
    if profile.p_stand_back >= STANDS_BACK_AT:
        return Verdict.STANDS_BACK
    if profile.beyond_chance < BEYOND_CHANCE:
        return Verdict.UNCLEAR
    if chances[0] >= NAMED_AT:
        return Verdict.NAMED
    if chances[0] + chances[1] >= BETWEEN_AT:
        return Verdict.BETWEEN
    return Verdict.UNCLEAR


def is_outside(none_fits: int, asked: int) -> bool:
    """Tell whether so many of the responsibility items asked fitted so badly that the lines are not the person's."""
    return none_fits >= OUTSIDE_LEAST and none_fits >= OUTSIDE_AT * asked


def resembles_chance(profile: LineProfile) -> bool:
    """Tell whether nothing but the likeness to random picking keeps a line, or two, from being named."""
    nearer = replace(profile, beyond_chance=BEYOND_CHANCE)
    return conclude(profile) is Verdict.UNCLEAR and conclude(nearer) is not Verdict.UNCLEAR


def match_title(profile: LineProfile, title_line: int) -> TitleMatch:
    """Compare the chance that the title's line is the largest with what may be claimed; nothing of who is outside."""
    if is_outside(profile.none_fits, profile.asked):
        return TitleMatch.UNCLEAR
    chance = profile.p_largest[title_line]
    if chance <= DIFFERS_AT:
        return TitleMatch.DIFFERS
    if chance >= MATCHES_AT:
        return TitleMatch.MATCHES
    return TitleMatch.UNCLEAR
