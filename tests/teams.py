"""Teams made of plain score records: what they show does not change with the measurement, nor with the items' words."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Any

from rolecheck.bank.items import Bank, Facet, Framing, Item, Option
from rolecheck.bank.roles import STAND_BACK
from rolecheck.report.score import read_figures
from rolecheck.report.team import Sort
from rolecheck.report.team.members import Settings, Submission, Team, first_choices, gather, none_fitting
from rolecheck.report.team.report import Source, TeamReport, team_report
from rolecheck.session.session import Response
from tests.builders import letter_of, shipped

DAY = 86_400.0
LINES = [line.id for line in shipped().roles.lines]
MEASURED = Source(0, 0)


@cache
def bank() -> Bank:
    """Return the shipped roles with moments made for tests: three at each stage, and one to be judged."""
    book = shipped().roles
    blocks = [*combinations(LINES, 4)]
    items = [
        _moment(
            f"{stage.id}-{number}", stage.id, f"{stage.name}的第{number}个时刻，有样东西不对，人人都在等别人先动", keys
        )
        for place, stage in enumerate(book.stages)
        for number, keys in enumerate(blocks[3 * place : 3 * place + 3], 1)
    ]
    judged = [Option("当面问清", None, 1.0, None), Option("当他同意了", None, 0.0, "silence")]
    stem = "客户没出声，字倒是签了"
    items.append(
        Item("reading", Facet.JUDGEMENT, "acceptance", "read", None, stem, tuple(judged), "没出声不等于点头。", (), ())
    )
    asks = (("act", Facet.RESPONSIBILITY, "。你先做："), ("read", Facet.JUDGEMENT, "。你怎么看："))
    framings = {name: Framing(name, facet, ask) for name, facet, ask in asks}
    return replace(shipped(), items=tuple(items), framings=framings, digest="0" * 12)


def _moment(name: str, stage: str, stem: str, keys: Iterable[str]) -> Item:
    options = [Option(f"为{shipped().roles.line(key).name}站出来", key, None, None) for key in keys]
    options.append(Option("这一次先不插手", STAND_BACK, None, None))
    return Item(name, Facet.RESPONSIBILITY, stage, "act", None, stem, tuple(options), "各有各的道理。", (), ())


def score(line: str, confidence: float = 0.9, back: float = 0.1, **other: object) -> dict[str, Any]:
    """Return the score line of someone whose largest line is this one with so much confidence."""
    rest = (1 - confidence) / (len(LINES) - 1)
    chances = {each: confidence if each == line else rest for each in LINES}
    shares = {each: 0.4 if each == line else 0.12 for each in LINES}
    return {
        "verdict": "named" if confidence >= 0.8 else "unclear",
        "p_primary": chances,
        "shares": {
            each: {"mean": mean, "low": mean / 2, "high": min(mean * 1.5, 1.0)} for each, mean in shares.items()
        },
        "stand_back": {"mean": back, "low": back / 2, "high": min(back * 1.5, 1.0), "p_largest": 0.0},
        "flags": [],
        "robustness": 1.5 if confidence >= 0.8 else None,
        **other,
    }


def answers(line: str, steps_back_at: Iterable[str] = ()) -> dict[str, str]:
    """Return the choices of someone who stands on this line where it is offered, but steps back at some stages."""
    away = set(steps_back_at)
    found = {}
    for item in bank().of(Facet.RESPONSIBILITY):
        keys = [option.key for option in item.options]
        key = STAND_BACK if item.stage in away or line not in keys else line
        found[item.id] = letter_of(item, key)
    return found


def take(  # noqa: PLR0917
    name: str | None,
    line: str = "delivery",
    title: str | None = None,
    about: str | None = None,
    day: float | None = None,
    chosen: Mapping[str, str] | None = None,
    *,
    record: Mapping[str, Any] | None = None,
    earlier: bool = False,
) -> Submission:
    """Return one set of responses; ``day`` counts days."""
    figures = read_figures(bank(), dict(record or score(line)))
    assert figures is not None
    choices = answers(line) if chosen is None else chosen
    responses = tuple(Response(item, letter) for item, letter in choices.items())
    taken = None if day is None else day * DAY
    date = None if day is None else f"2026-09-{int(day):02}"
    choices_, unfit = first_choices(bank(), responses), none_fitting(bank(), responses)
    return Submission(name, about, title, taken, date, 0, figures, choices_, earlier, unfit)


def group_of(
    takes: Iterable[Submission], *, anonymous: bool = False, min_group: int = 4, skip_flagged: bool = False
) -> Team:
    return gather(bank(), takes, Settings(anonymous, min_group, skip_flagged))


def report_of(
    takes: Iterable[Submission],
    sort: Sort = Sort.LINE,
    pair: tuple[str, str] | None = None,
    *,
    anonymous: bool = False,
    min_group: int = 4,
    skip_flagged: bool = False,
) -> TeamReport:
    group = group_of(takes, anonymous=anonymous, min_group=min_group, skip_flagged=skip_flagged)
    return team_report(group, MEASURED, sort, pair)


def team() -> list[Submission]:
    """Return a team that has something to say in every view."""
    judged = {"reading": "A"}
    return [
        take("王小明", "delivery", "project-manager", chosen=answers("delivery", ["acceptance"]) | judged, day=25),
        take("李雷", "project", "project-manager", chosen=answers("project") | {"reading": "B"}, day=25),
        take(
            "韩梅梅",
            "delivery",
            "delivery-manager",
            chosen=answers("delivery", ["acceptance", "rollout"]) | judged,
            day=26,
        ),
        take("欧阳娜娜·阿依古丽", "delivery", "project-manager", chosen=answers("delivery") | {"reading": "B"}, day=26),
        take("赵六", "pusher", "project-manager", record=score("pusher", 0.95, flags=["too-fast"]), day=26),
        take("钱七", "product", None, record=score("product", 0.4), chosen=answers("product", ["acceptance"]), day=25),
        take(
            "周九", "implementation", record=_stepping_back(), chosen=answers("", ["acceptance", "initiation"]), day=27
        ),
        *(take(f"同事{number}", "project", about="王小明", day=25) for number in range(4)),
        take("同事1", "delivery", about="李雷", day=25),
        take("王小明", "project", "project-manager", day=1),
        take("李雷", "project", day=1),
        take("韩梅梅", "delivery", day=2),
        take("赵六", "project", record=score("project", 0.5), day=2),
    ]


def _stepping_back() -> dict[str, Any]:
    record = score("implementation", 0.3, 0.6, verdict="stands-back")
    record["stand_back"]["p_largest"] = 0.93
    return record
