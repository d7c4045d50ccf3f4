"""What the lab found of a bank: three sentences, tables of figures with their errors and goals, and three pictures."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt
from types import MappingProxyType
from typing import Any, NamedTuple

from rolecheck.bank.items import Bank, Facet
from rolecheck.measure.forms import PLANS
from rolecheck.measure.lab.battery import Findings, can_be_tried
from rolecheck.measure.lab.experiment import CLICKING_SPEED, READING_SPEED
from rolecheck.measure.lab.population import LIKED_LINES, PRIOR, BotRule, Second
from rolecheck.measure.quality import Flag
from rolecheck.measure.selection import STOP_AFTER, STOP_AT
from rolecheck.measure.verdict import CARDS_RIGHT, DIFFERS_AT, NAMED_AT
from rolecheck.report.lab import (
    LabFigures,
    bot_name,
    figures_data,
    figures_of,
    number_cell,
    second_name,
    share_cell,
)
from rolecheck.report.lab.goals import FULL, RANDOM, STANDARD, Goal, Met, goal_table, goals_of
from rolecheck.report.lab.tables import figure_tables
from rolecheck.report.page import Entry, Listing, Page, Row, Sentence, Table, Tone, listing, part, quiet, words
from rolecheck.report.score import flag_name
from rolecheck.session.session import Form
from rolecheck.typesetting import percent
from rolecheck.words import entries, records, texts


class LabReport(NamedTuple):
    """What `rolecheck bank simulate` shows."""

    bank: str
    about: str
    verdict: tuple[str, str, str]
    tables: tuple[Table, ...]
    goals: tuple[Goal, ...]
    figures: LabFigures
    caution: str


def lab_report(bank: Bank, findings: Findings) -> LabReport:
    """Return everything the lab found."""
    figures = figures_of(bank, findings)
    goals = goals_of(figures)
    return LabReport(
        bank=f"题库 {bank.version}（{bank.digest}），{len(bank.roles.lines)} 条线，{len(bank.items)} 题",
        about=_about(figures),
        verdict=verdict_of(figures, goals),
        tables=(goal_table(goals), *figure_tables(bank, figures)),
        goals=goals,
        figures=figures,
        caution=texts("lab", "page")["caution"],
    )


def lab_page(report: LabReport) -> Page:
    """Return who was simulated, the tables one below the other, and what they do not say."""
    verdict = (
        Sentence(text, label) for label, text in zip(texts("lab", "verdict").values(), report.verdict, strict=True)
    )
    caution = Sentence(report.caution, tone=Tone.STRONG)
    return Page(report.bank, (*verdict, caution, *quiet(report.about), *report.tables))


def why_not(bank: Bank) -> str | None:
    """Say why a bank cannot be tried on simulated people; None if it can."""
    if can_be_tried(bank):
        return None
    return "模拟要有至少两条线和一道责任题，这个题库没有：谁都站在同一条线上，没有可以认错的。请先补上再试。"


def lab_data(bank: Bank, report: LabReport) -> dict[str, Any]:
    """Return the report as one JSON object."""
    return {
        "schema": "rolecheck.bank-simulate/1",
        "bank": {"version": bank.version, "digest": bank.digest},
        **figures_data(bank, report.figures),
        "verdict": list(report.verdict),
        "goals": [
            {"id": goal.id, "measured": goal.measured, "goal": goal.bound, "met": goal.met.name.lower()}
            for goal in report.goals
        ],
    }


def _about(figures: LabFigures) -> str:
    return (
        f"模型的人 {figures.people} 个，别的人数写在各张表上，种子 {figures.seed}。"
        "“模型的人”照模型的先验抽：线的对数价值是正态，标准差人人不同，中位 1.0。"
        "± 后面是模拟本身的误差（标准误），人越多越小。"
    )


NAMED_HERE = 3
"""Missed goals told by name in one sentence."""


def verdict_of(figures: LabFigures, goals: Sequence[Goal]) -> tuple[str, str, str]:
    """Return the three sentences."""
    standard, again = figures.found[STANDARD], figures.again[STANDARD]
    met = [goal for goal in goals if goal.met is Met.MET]
    missed = [goal for goal in goals if goal.met is Met.MISSED]
    unsure = [goal for goal in goals if goal.met is Met.OPEN]
    holds = (
        f"{len(goals)} 个目标达到 {len(met)} 个；标准卷平均 {number_cell(standard['items'], 1).text} 题，"
        f"认对 {share_cell(standard['recovery']).text}，点名的人里对 "
        f"{share_cell(standard['accuracy_among_named']).text}，同一个人再答一份，kappa "
        f"{number_cell(again['kappa'], 2).text}。"
    )
    fails = f"没到的 {len(missed)} 个{_listed(missed)}" if missed else "没有没到的"
    fails += f"；人太少还说不准的 {len(unsure)} 个。" if unsure else "。"
    changes = texts("lab", "first")
    first = next((changes[goal.reason] for goal in (*missed, *unsure) if goal.reason in changes), None)
    return holds, fails, f"{first}。" if first else "没有要先改的；真人身上怎样，要有真人的作答。"


def _listed(goals: Sequence[Goal]) -> str:
    names = [f"{goal.label}（{goal.measured}，要 {goal.bound}）" for goal in goals[:NAMED_HERE]]
    return f"：{'、'.join(names)}{' 等' if len(goals) > NAMED_HERE else ''}"


class Point(NamedTuple):
    """A point of a series with its standard error; coordinates are shares, or numbers of items."""

    x: float
    y: float
    error: float = 0.0


class Series(NamedTuple):
    """Points that belong together; ``dashed`` tells fixed forms from adaptive ones."""

    name: str
    points: tuple[Point, ...]
    dashed: bool = False


class Panel(NamedTuple):
    """One picture: what its axes show, its series, and the level ``aim`` where it should lie; the diagonal if None."""

    title: str
    across: str
    upward: str
    series: tuple[Series, ...]
    ticks: tuple[str, ...] = ()
    aim: float | None = None


class LabPlot(NamedTuple):
    """The three pictures, and what must stand under them."""

    calibration: Panel
    curves: Panel
    coverage: Panel
    caution: str


def lab_plot(bank: Bank, figures: LabFigures) -> LabPlot:
    """Return what is to be drawn."""
    names = (("标准卷", STANDARD), ("全卷", FULL))
    return LabPlot(
        calibration=Panel(
            "说的把握和真的对了多少",
            "说的把握",
            "真的认对",
            tuple(
                Series(name, tuple(_in_bin(*bin_, figures.people) for bin_ in figures.calibration[key]))
                for name, key in names
            ),
        ),
        curves=Panel("问几题，认对多少", "责任题数", "认对", tuple(_curves(figures))),
        coverage=Panel(
            "九成区间包住真值的份",
            "",
            "包住",
            tuple(
                Series(name, tuple(Point(at, each.value, each.error) for at, each in enumerate(figures.lines[key])))
                for name, key in names
            ),
            ticks=tuple(line.short for line in bank.roles.lines),
            aim=0.90,
        ),
        caution=f"模拟：模型的人 {figures.people} 个，线的对数价值标准差中位 1.0，种子 {figures.seed}；不是效度。",
    )


def _in_bin(said: float, was: float, share: float, people: int) -> Point:
    """Return a bin's point; its error never vanishes, as it would where all of a few people are right."""
    count = share * people
    likely = (was * count + 1) / (count + 2)
    return Point(said, was, sqrt(likely * (1 - likely) / count))


def _curves(figures: LabFigures) -> Iterator[Series]:
    for form, name in ((Form.STANDARD, "挑着问"), (Form.FULL, "固定卷")):
        for second in (Second.ALWAYS, Second.NEVER):
            points = tuple(
                Point(point.items.value, point.recovery.value, point.recovery.error)
                for point in figures.curves[PRIOR, form, second]
            )
            yield Series(f"{name}，{second_name(second)}其次", points, dashed=form is Form.FULL)


def measurement_page(report: LabReport, day: str) -> Page:
    """Return the page of a report; ``day`` is when it was made."""
    goals, *tables = report.tables
    page, figures = texts("lab", "page"), _figures(report.figures)
    missed = {goal.reason for goal in report.goals if goal.met in {Met.MISSED, Met.OPEN}}
    why_not = (
        Entry(reason["text"].format(**figures), reason["word"])
        for topic, reason in records("lab", "reasons").items()
        if topic in missed
    )
    people = (
        *(Entry(each["meaning"], each["name"]) for each in records("lab", "populations").values()),
        Entry(f"{'、'.join(map(bot_name, BotRule))}；第二选择照同一个办法在剩下的里选", "不读题的"),
    )
    again = (
        f"rolecheck bank simulate --respondents {report.figures.people} --seed {report.figures.seed}"
        " --output docs/measurement.md"
    )
    return Page(
        page["title"],
        (
            Sentence(page["opening"].format(day=day, bank=report.bank)),
            *part("一句话", _explained(zip(texts("lab", "verdict").values(), report.verdict, strict=True))),
            Sentence(report.caution),
            Sentence(report.about),
            Sentence(page["scale"]),
            goals,
            *part("没到的、说不准的，为什么", Listing(tuple(why_not))),
            *part("和上一版比，改了什么，原来错在哪", _explained(texts("lab", "changed").items())),
            *part("模拟的是些什么人", Listing(people)),
            *tables,
            *part("数字怎么算的", _explained(texts("lab", "definitions").items(), figures)),
            _published(figures),
            *part("只有真人能告诉我们的", listing(texts("lab", "only_people").values())),
            Sentence(again, "再跑一遍"),
        ),
    )


def _explained(pairs: Iterable[tuple[str, str]], figures: Mapping[str, object] = MappingProxyType({})) -> Listing:
    """Return words with what they mean; ``told`` are the figures that are mentioned."""
    return Listing(tuple(Entry(meaning.format(**figures), word) for word, meaning in pairs))


def _published(figures: Mapping[str, object]) -> Table:
    """Return figures others have published, ours beside them, and whether they may be held against each other."""
    columns = (("figure", "发表的"), ("source", "出处"), ("ours", "我们（模拟）"), ("comparable", "能不能比"))
    comparable = texts("lab", "comparable")
    rows = (
        (each["what"], (each["figure"], each["source"], each["ours"].format(**figures), comparable[each["comparable"]]))
        for each in entries("lab", "published")
    )
    cells = (Row(str(number), what, tuple(map(words, each))) for number, (what, each) in enumerate(rows))
    return Table("published", "和发表过的数字摆在一起", "", columns, tuple(cells))


def _figures(figures: LabFigures) -> Mapping[str, object]:
    """Return the figures that reasons, definitions and published figures mention, as they are written."""
    standard, again, oracle = figures.found[STANDARD], figures.again[STANDARD], figures.oracle
    random, half = figures.found[RANDOM], figures.found[LIKED_LINES[1], Form.FULL, Second.ALWAYS]
    last = [figures.curves[PRIOR, Form.STANDARD, second][-1] for second in (Second.NEVER, Second.ALWAYS)]
    shares = {
        "oracle": oracle["share"],
        "chance_error": oracle["chance_error"],
        "recovery": standard["recovery"],
        "named_right": standard["accuracy_among_named"],
        "agreement": again["agreement"],
        "by_answers": random["flagged_by_answers"],
        "with_time": random["flagged"],
        "liked_stated": half["stated_among_named"],
        "liked_right": half["accuracy_among_named"],
    }
    return {
        **{name: share_cell(share).text for name, share in shares.items()},
        "saved": " / ".join(share_cell(point.saving).text for point in last if point.saving is not None),
        "items": number_cell(standard["items"], 1).text,
        "correlation": number_cell(standard["correlation"], 2).text,
        "kappa": number_cell(again["kappa"], 2).text,
        "close": percent(1 - standard["recovery_lead_10"].people / standard["recovery"].people),
        "most": PLANS[Form.STANDARD].most[Facet.RESPONSIBILITY],
        "stop_at": percent(STOP_AT),
        "stop_after": STOP_AFTER,
        "named_at": percent(NAMED_AT),
        "cards_right": percent(CARDS_RIGHT),
        "differs_at": percent(DIFFERS_AT),
        "flags": "、".join(map(flag_name, Flag)),
        "reading": f"{READING_SPEED[0]:g}",
        "clicking": f"{CLICKING_SPEED[0]:g}",
    }
