"""What a lab might have found of the shipped bank: made by hand, nothing of it measured."""

import numpy as np

from rolecheck.measure.lab.battery import ROOMS, Findings, Key, standard_battery
from rolecheck.measure.lab.comparisons import Again, Curve, lengths_of
from rolecheck.measure.lab.experiment import Outcome
from rolecheck.measure.lab.figures import Figure
from rolecheck.measure.lab.oracle import Exact
from rolecheck.measure.lab.population import BotRule, Second
from rolecheck.measure.lab.waiting import RoomKind
from rolecheck.measure.quality import Flag
from rolecheck.measure.verdict import TitleMatch, Verdict
from rolecheck.session.session import Form
from tests.builders import shipped
from tests.measure.lab.outcomes import outcome

PEOPLE = 200
LINES = 6
TRUTHS = ([0.4, 0.15, 0.15, 0.1, 0.1, 0.1], [0.5, 0.2, 0.1, 0.1, 0.06, 0.04])
RIGHT, WRONG = [0.8, 0.1, 0.04, 0.03, 0.02, 0.01], [0.1, 0.8, 0.04, 0.03, 0.02, 0.01]


def hand_made() -> Findings:
    """Return findings of the standard battery in which eight of ten are found, and every fourth bot gets through."""
    battery = standard_battery(PEOPLE, 7)
    return Findings(
        people=PEOPLE,
        seed=7,
        outcomes={(each.who, each.form, each.second): _outcome(each.who) for each in battery.outcomes},
        curves={
            (each.who, each.form, each.second): _curve((each.who, each.form, each.second)) for each in battery.curves
        },
        again={(each.who, each.form, each.second): _again() for each in battery.again},
        exact=Exact(
            ours=np.array([RIGHT] * 8 + [WRONG] * 2), oracle=np.array([RIGHT] * 10), truth=np.zeros(10, np.intp)
        ),
        waiting={(kind, people): Figure(0.9 if kind is RoomKind.WAITS else 0.02, 0.01, 900) for kind, people in ROOMS},
    )


def _outcome(who: object) -> Outcome:
    numbers = range(PEOPLE)
    is_bot = isinstance(who, BotRule)
    return outcome(
        [[0.0] * LINES if is_bot else TRUTHS[number % 2] for number in numbers],
        [WRONG if number % 5 == 0 else RIGHT for number in numbers],
        verdicts=[Verdict.NAMED if number % 4 == 0 else Verdict.UNCLEAR for number in numbers],
        mismatch=[number % 2 == 0 for number in numbers],
        told=[0.98 if number % 4 == 0 else np.nan for number in numbers],
        matches=[TitleMatch.DIFFERS if number % 4 == 0 else TitleMatch.UNCLEAR for number in numbers],
        flags=[[Flag.AT_RANDOM] if is_bot and number % 3 else [] for number in numbers],
        width=0.5,
        asked=[[True] * 14 + [number % 2 == 0] for number in numbers],
    )


def _curve(key: Key) -> Curve:
    _, form, second = key
    lengths = lengths_of(shipped(), form)
    better = (second is Second.ALWAYS) + (form is Form.STANDARD)
    shares = [min(0.4 + 0.01 * length + 0.1 * better, 0.9) for length in lengths]
    right = np.array([[number < share * PEOPLE for share in shares] for number in range(PEOPLE)])
    asked = np.array([lengths] * PEOPLE)
    return Curve(lengths, right, asked)


def _again() -> Again:
    line = np.array([[number % LINES, (number + (number % 5 == 0)) % LINES] for number in range(PEOPLE)])
    named = np.array([[number % 2 == 0] * 2 for number in range(PEOPLE)])
    told = np.array([number % 40 == 0 for number in range(PEOPLE)])
    return Again(line, named, told, np.array([0.0 if number % 25 == 0 else np.nan for number in range(PEOPLE)]))
