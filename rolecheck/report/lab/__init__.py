"""The lab: every figure it tells of an experiment, by name, worked out once and written once for all that show it."""

from collections.abc import Iterable, Iterator, Mapping
from math import exp, inf, isnan
from typing import Any, NamedTuple

from rolecheck.bank.items import Bank
from rolecheck.measure.lab import figures as lab
from rolecheck.measure.lab.battery import Findings, Key, RoomKey, Who
from rolecheck.measure.lab.comparisons import (
    agreement,
    agreement_where_named,
    equal_items,
    flips,
    kappa,
    saving,
    teams_told_to_have_moved,
    told_to_have_moved,
)
from rolecheck.measure.lab.experiment import GROUP_SIZES
from rolecheck.measure.lab.figures import Figure, Rule, figure
from rolecheck.measure.lab.oracle import chance_error, log_loss_lost, same_line, share_of_oracle
from rolecheck.measure.lab.population import PRIOR, BotRule, Population, Second
from rolecheck.measure.quality import Flag
from rolecheck.measure.verdict import BEYOND_CHANCE
from rolecheck.report.page import Row, Table, TableCell
from rolecheck.session.session import Form
from rolecheck.words import records, texts

FLAG_RULES: Mapping[str, Rule] = {
    "flagged": lab.flagged,
    "flagged_by_answers": lab.flagged_by_answers,
    **{f"flag_{flag.value}": lab.flagged_as(flag) for flag in Flag},
}

FACTORS = (round(exp(BEYOND_CHANCE)), 12, 20)
"""Bayes factors against the null at which it is looked at who would be named; the first is the one asked for."""

GATE_RULES: Mapping[str, Rule] = {f"named_beyond_{factor}": lab.named_beyond(factor) for factor in FACTORS}

BOT_RULES: Mapping[str, Rule] = {
    "named": lab.named,
    **GATE_RULES,
    "named_unflagged": lab.named_unflagged,
    "named_unflagged_without_time": lab.named_unflagged_without_time,
    "items": lab.items_asked,
    **FLAG_RULES,
}
"""What can be told of people who have no truth."""

CARDS_RIGHT = (0.5, 0.7, 0.9)
"""Shares of right cards for which statements about cards are looked at."""

ROBUST = ((1.0, 1.25), (1.25, 2.0), (2.0, inf))
"""Bounds of robustness between which named lines are looked at."""

PEOPLE_RULES: Mapping[str, Rule] = {
    **GATE_RULES,
    "recovery": lab.recovery(0),
    "recovery_lead_10": lab.recovery(0.10),
    "recovery_lead_20": lab.recovery(0.20),
    "named": lab.named,
    "accuracy_among_named": lab.accuracy_among_named,
    "stated_among_named": lab.stated_among_named,
    "overstatement": lab.overstatement,
    "overstatement_among_named": lab.overstatement_among_named,
    "slope": lab.slope,
    "log_loss": lab.log_loss,
    "coverage": lab.coverage(),
    "correlation": lab.correlation,
    "share_error": lab.share_error,
    "items": lab.items_asked,
    "exposure": lab.exposure,
    "outside": lab.outside,
    "between_runner_up": lab.between_runner_up,
    "card_found": lab.card_said(right=False),
    "card_false": lab.card_said(right=True),
    **{f"card_stated_{share * 100:.0f}": lab.card_stated(share) for share in CARDS_RIGHT},
    **{f"card_true_{share * 100:.0f}": lab.card_true(share) for share in CARDS_RIGHT},
    **{f"robust_right_{number}": lab.robust_and_right(*bounds) for number, bounds in enumerate(ROBUST)},
    **{f"group_{size}": lab.group_coverage(size) for size in GROUP_SIZES},
    **FLAG_RULES,
}

AGAIN_RULES = {
    "agreement": agreement,
    "agreement_where_named": agreement_where_named,
    "flips": flips,
    "kappa": kappa,
    "told_to_have_moved": told_to_have_moved,
    "teams_told_to_have_moved": teams_told_to_have_moved,
}
"""What can be told of people who took a form twice."""

ORACLE_RULES = {
    "share": share_of_oracle,
    "same_line": same_line,
    "chance_error": chance_error,
    "log_loss_lost": log_loss_lost,
}
"""What can be told beside the exact reckoning."""

Named = Mapping[str, Figure]


class CurvePoint(NamedTuple):
    """One length of a curve: mean items, recovery, the fixed form as good, and the saving.

    A fixed form is held against an adaptive one in which second choices are given as often.
    """

    length: int
    items: Figure
    recovery: Figure
    equal: Figure | None
    saving: Figure | None


class LabFigures(NamedTuple):
    """All figures of a battery; ``lines`` is the coverage of each line in turn, of the experiments with a truth."""

    people: int
    seed: int
    found: Mapping[Key, Named]
    lines: Mapping[Key, tuple[Figure, ...]]
    calibration: Mapping[Key, tuple[tuple[float, float, float], ...]]
    curves: Mapping[Key, tuple[CurvePoint, ...]]
    again: Mapping[Key, Named]
    oracle: Named
    waiting: Mapping[RoomKey, Figure]


def figures_of(bank: Bank, findings: Findings) -> LabFigures:
    """Return every figure of a battery's findings."""
    people = {key: outcome for key, outcome in findings.outcomes.items() if not isinstance(key[0], BotRule)}
    return LabFigures(
        people=findings.people,
        seed=findings.seed,
        found={
            key: {name: figure(outcome, rule) for name, rule in (PEOPLE_RULES if key in people else BOT_RULES).items()}
            for key, outcome in findings.outcomes.items()
        },
        lines={
            key: tuple(figure(outcome, lab.coverage(line)) for line in range(len(bank.roles.lines)))
            for key, outcome in people.items()
        },
        calibration={
            key: tuple(
                (said, was, share)
                for said, was, _, share in lab.calibration(outcome.p_largest.max(axis=1), lab.is_right(outcome))
            )
            for key, outcome in people.items()
        },
        curves={key: tuple(_points(findings, key)) for key in findings.curves},
        again={key: {name: rule(pairs) for name, rule in AGAIN_RULES.items()} for key, pairs in findings.again.items()},
        oracle={name: rule(findings.exact) for name, rule in ORACLE_RULES.items()},
        waiting=findings.waiting,
    )


def _points(findings: Findings, key: Key) -> Iterator[CurvePoint]:
    curve = findings.curves[key]
    fixed = findings.curves[PRIOR, Form.FULL, key[2]]
    adaptive = key[1] is not Form.FULL
    for place, length in enumerate(curve.lengths):
        yield CurvePoint(
            length,
            curve.items(place),
            curve.recovery(place),
            equal_items(curve, place, fixed) if adaptive else None,
            saving(curve, place, fixed) if adaptive else None,
        )


def figures_data(bank: Bank, figures: LabFigures) -> dict[str, Any]:
    """Return everything as plain data; a figure is its value, its standard error and the people it rests on."""
    lines = [line.id for line in bank.roles.lines]
    return {
        "people": figures.people,
        "seed": figures.seed,
        "experiments": [
            {
                **_key(key),
                "figures": _named(named),
                **(
                    {
                        "coverage_by_line": dict(zip(lines, map(_data, figures.lines[key]), strict=True)),
                        "calibration": [
                            {"stated": said, "right": was, "share": share}
                            for said, was, share in figures.calibration[key]
                        ],
                    }
                    if key in figures.lines
                    else {}
                ),
            }
            for key, named in figures.found.items()
        ],
        "curves": [
            {**_key(key), "points": [_point(point) for point in points]} for key, points in figures.curves.items()
        ],
        "a_second_time": [{**_key(key), "figures": _named(named)} for key, named in figures.again.items()],
        "oracle": _named(figures.oracle),
        "waiting": [
            {"room": kind.value, "people": people, "called_waiting": _data(named)}
            for (kind, people), named in figures.waiting.items()
        ],
    }


def who_id(who: Who) -> str:
    """Return the id of a population, or of a bot."""
    return f"bot-{who.value}" if isinstance(who, BotRule) else who.id


def _key(key: Key) -> dict[str, str]:
    who, form, second = key
    return {"who": who_id(who), "form": form.value, "second": second.value}


def _named(figures: Named) -> dict[str, Any]:
    return {name: _data(figure) for name, figure in figures.items()}


def _point(point: CurvePoint) -> dict[str, Any]:
    named = {"items": point.items, "recovery": point.recovery, "equal_items": point.equal, "saving": point.saving}
    return {"length": point.length, **{name: _data(each) for name, each in named.items() if each is not None}}


def _data(figure: Figure) -> dict[str, float | int | None]:
    """Return a figure as JSON holds it, which knows no nan."""
    value, error = (None if isnan(each) else round(each, 6) for each in (figure.value, figure.error))
    return {"value": value, "error": error, "people": figure.people}


UNKNOWN = "–"


def second_name(second: Second) -> str:
    """Say how often a second choice is given."""
    return texts("lab", "seconds")[second.value]


def bot_name(rule: BotRule) -> str:
    """Return what those are called who follow a rule instead of reading."""
    return texts("lab", "bots")[rule.value]


def population_name(population: Population) -> str:
    """Return what a kind of simulated people is called."""
    return records("lab", "populations")[population.id]["name"]


def share_cell(figure: Figure) -> TableCell:
    """Return a share with its error, in per cent."""
    return _with_error(figure, f"{figure.value * 100:.1f} %", f"{figure.error * 100:.1f}")


def number_cell(figure: Figure, digits: int) -> TableCell:
    """Return a number with its error."""
    return _with_error(figure, f"{figure.value:.{digits}f}", f"{figure.error:.{digits}f}")


def points_cell(figure: Figure) -> TableCell:
    """Return a difference of shares with its error, in points and with its sign."""
    return _with_error(figure, f"{figure.value * 100:+.1f} 点", f"{figure.error * 100:.1f}")


def row(id_: str, label: str, cells: Iterable[TableCell]) -> Row:
    """Return a row of a table."""
    return Row(id_, label, tuple(cells))


def _with_error(figure: Figure, text: str, error: str) -> TableCell:
    if isnan(figure.value):
        return TableCell(None, UNKNOWN)
    return TableCell(figure.value, text if isnan(figure.error) else f"{text} ±{error}")


NUMBERS = {"slope": 2, "log_loss": 3, "correlation": 2, "items": 1, "exposure": 2, "kappa": 2, "log_loss_lost": 4}
"""Decimals of figures that are no shares."""

POINTS = {"overstatement", "overstatement_among_named"}
"""LabFigures that are differences of shares."""


def cell(id_: str, figure: Figure) -> TableCell:
    """Return a figure as one of its name is written."""
    if id_ in POINTS:
        return points_cell(figure)
    return number_cell(figure, NUMBERS[id_]) if id_ in NUMBERS else share_cell(figure)


def lab_table(
    name: str, columns: tuple[tuple[str, str], ...], rows: tuple[Row, ...], id_: str = "", **figures: object
) -> Table:
    """Return a table under the heading and the note kept by this name, with the figures they mention."""
    says = records("lab", "tables")[name]
    return Table(id_ or name, says["heading"].format(**figures), says["note"].format(**figures), columns, rows)
