"""The lab's figures as tables: each says who was simulated, every figure has its error."""

from collections.abc import Iterable, Iterator, Sequence

from rolecheck.bank.items import Bank
from rolecheck.measure.expectations import SLIP, WAITS_AT
from rolecheck.measure.lab.comparisons import GROUP
from rolecheck.measure.lab.experiment import GROUP_SIZES
from rolecheck.measure.lab.figures import Figure
from rolecheck.measure.lab.oracle import DRAWS, LENGTH
from rolecheck.measure.lab.population import (
    LEANING,
    LIKED_LINES,
    PRIOR,
    SPREAD_APART,
    UNFITTED,
    WRONG,
    BotRule,
    Population,
    Second,
)
from rolecheck.measure.lab.waiting import MORE_SLIPS, PEOPLE, RoomKind
from rolecheck.measure.quality import Flag
from rolecheck.report.lab import (
    CARDS_RIGHT,
    FACTORS,
    ROBUST,
    CurvePoint,
    LabFigures,
    Named,
    bot_name,
    cell,
    lab_table,
    number_cell,
    population_name,
    row,
    second_name,
    share_cell,
)
from rolecheck.report.lab.goals import FULL, STANDARD
from rolecheck.report.page import Row, Table
from rolecheck.report.score import flag_name
from rolecheck.session.session import Form
from rolecheck.typesetting import percent
from rolecheck.words import texts


def figure_tables(bank: Bank, figures: LabFigures) -> Iterator[Table]:
    """Yield every table of figures."""
    for form, seconds, name in (
        (Form.STANDARD, (Second.ALWAYS, Second.HALF, Second.NEVER), "标准卷"),
        (Form.FULL, (Second.ALWAYS, Second.NEVER), "全卷"),
    ):
        yield _summary(figures, form, seconds, name)
    yield _again(figures)
    yield _spreads(figures)
    yield _lines(bank, figures)
    yield _liked(figures)
    yield _robust(figures)
    yield _wrong(figures)
    yield _outside(figures)
    yield _cards(figures)
    yield _groups(figures)
    yield _bots(figures)
    yield _gates(figures)
    yield _flags(figures)
    yield _fixed(figures)
    for second in (Second.NEVER, Second.ALWAYS):
        yield _adaptive(figures, second)
    yield _oracle(figures)
    yield _waiting(figures)


def _summary(figures: LabFigures, form: Form, seconds: Sequence[Second], name: str) -> Table:
    people = _counts(figures.found[PRIOR, form, second] for second in seconds)
    return lab_table(
        "summary",
        tuple((second.value, second_name(second)) for second in seconds),
        tuple(
            row(id_, label, (cell(id_, figures.found[PRIOR, form, second][id_]) for second in seconds))
            for id_, label in texts("lab", "summary").items()
        ),
        id_=form.value,
        form=name,
        people=people,
    )


def _lines(bank: Bank, figures: LabFigures) -> Table:
    return lab_table(
        "lines",
        (("standard", "标准卷"), ("full", "全卷")),
        tuple(
            row(line.id, line.short, (share_cell(figures.lines[key][number]) for key in (STANDARD, FULL)))
            for number, line in enumerate(bank.roles.lines)
        ),
        people=figures.people,
    )


def _found(figures: LabFigures, who: Population | BotRule, form: Form = Form.STANDARD) -> Named:
    return figures.found[who, form, Second.ALWAYS]


def _populations(figures: LabFigures, people: Sequence[Population], columns: Sequence[str]) -> tuple[Row, ...]:
    found = ((each, _found(figures, each)) for each in people)
    return tuple(
        row(each.id, population_name(each), (cell(id_, named[id_]) for id_ in columns)) for each, named in found
    )


CHANCE_BOTS = (BotRule.UNIFORM, BotRule.LINES)
"""Those who pick by chance: what the null is there for."""


def _spreads(figures: LabFigures) -> Table:
    columns = texts("lab", "misfit")
    rows = _populations(figures, SPREAD_APART, tuple(columns))
    return lab_table("spreads", tuple(columns.items()), rows, people=_people(figures, SPREAD_APART))


def _wrong(figures: LabFigures) -> Table:
    columns = texts("lab", "misfit")
    rows = _populations(figures, (PRIOR, *WRONG), tuple(columns))
    return lab_table("wrong", tuple(columns.items()), rows, of_the_model=figures.people, people=_people(figures, WRONG))


def _liked(figures: LabFigures) -> Table:
    columns = [
        (f"{id_}-{form.value}", f"{name}，{label}", form, id_)
        for form, name in ((Form.STANDARD, "标准卷"), (Form.FULL, "全卷"))
        for id_, label in (("stated_among_named", "说的"), ("accuracy_among_named", "真的"))
    ]
    return lab_table(
        "liked",
        tuple((id_, heading) for id_, heading, _, _ in columns),
        tuple(
            row(each.id, label, (share_cell(_found(figures, each, form)[id_]) for _, _, form, id_ in columns))
            for each, label in ((PRIOR, "0"), *((each, f"{each.line_liked:g}") for each in LIKED_LINES))
        ),
        people=_people(figures, LIKED_LINES),
    )


def _robust(figures: LabFigures) -> Table:
    bounds = [f"{low:g} 倍起" if high == float("inf") else f"{low:g} 到 {high:g} 倍" for low, high in ROBUST]
    columns = tuple((str(number), label) for number, label in enumerate(bounds))
    rows = _populations(figures, (PRIOR, *LIKED_LINES), [f"robust_right_{number}" for number in range(len(ROBUST))])
    return lab_table("robust", columns, rows)


def _outside(figures: LabFigures) -> Table:
    people = (PRIOR, WRONG[-1], UNFITTED)
    columns = (("outside", "说六条之外"), ("named", "点得出名"), ("accuracy_among_named", "点名点得对"))
    return lab_table("outside", columns, _populations(figures, people, [id_ for id_, _ in columns]))


def _cards(figures: LabFigures) -> Table:
    named = figures.found[STANDARD]
    none = Figure(float("nan"), float("nan"), 0)
    columns = (
        ("said", "说了不符"),
        *((f"right-{share * 100:.0f}", f"{share * 100:.0f} % 的名片对") for share in CARDS_RIGHT),
    )
    rows = (
        ("found", "名片真错的人里", (named["card_found"], none, none, none)),
        ("false", "名片真对的人里", (named["card_false"], none, none, none)),
        ("stated", "说不符时，说的把握", (none, *(named[f"card_stated_{share * 100:.0f}"] for share in CARDS_RIGHT))),
        ("true", "说不符时，真的不符", (none, *(named[f"card_true_{share * 100:.0f}"] for share in CARDS_RIGHT))),
    )
    cells = tuple(row(id_, label, map(share_cell, shares)) for id_, label, shares in rows)
    return lab_table("cards", columns, cells, people=figures.people)


def _groups(figures: LabFigures) -> Table:
    columns = tuple((str(size), f"{size} 人") for size in GROUP_SIZES)
    rows = _populations(figures, LEANING, [f"group_{size}" for size in GROUP_SIZES])
    return lab_table("groups", columns, rows, people=_people(figures, LEANING))


def _bots(figures: LabFigures) -> Table:
    columns = [
        (f"{id_}-{second.value}", f"{name}{second_name(second)}", id_, second)
        for id_, name in (("named_unflagged_without_time", "看作答，"), ("named_unflagged", "加用时，"))
        for second in (Second.ALWAYS, Second.NEVER)
    ]
    return lab_table(
        "bots",
        tuple((id_, heading) for id_, heading, _, _ in columns),
        tuple(
            row(
                rule.value,
                bot_name(rule),
                (share_cell(figures.found[rule, Form.STANDARD, second][id_]) for _, _, id_, second in columns),
            )
            for rule in BotRule
        ),
        people=_bot_people(figures),
    )


def _gates(figures: LabFigures) -> Table:
    columns = tuple((f"named_beyond_{factor}", f"{factor} 倍") for factor in FACTORS)
    rows = _beside_bots(figures, CHANCE_BOTS, [column for column, _ in columns])
    return lab_table("gates", columns, rows, people=_bot_people(figures), of_the_model=figures.people)


def _flags(figures: LabFigures) -> Table:
    columns = [
        *((f"flag_{flag.value}", flag_name(flag)) for flag in Flag),
        ("flagged", "任何一种"),
        ("named", "点得出名"),
    ]
    rows = _beside_bots(figures, tuple(BotRule), [column for column, _ in columns])
    return lab_table("flags", tuple(columns), rows, of_the_model=figures.people, people=_bot_people(figures))


def _beside_bots(figures: LabFigures, rules: Sequence[BotRule], columns: Sequence[str]) -> tuple[Row, ...]:
    """Return the people of the prior, and below them those who do not read."""
    kinds: list[tuple[str, str, Population | BotRule]] = [(PRIOR.id, population_name(PRIOR), PRIOR)]
    kinds += [(rule.value, bot_name(rule), rule) for rule in rules]
    return tuple(
        row(id_, name, (share_cell(_found(figures, who)[column]) for column in columns)) for id_, name, who in kinds
    )


def _fixed(figures: LabFigures) -> Table:
    seconds = (Second.NEVER, Second.ALWAYS)
    curves = [figures.curves[PRIOR, Form.FULL, second] for second in seconds]
    return lab_table(
        "fixed",
        tuple((second.value, f"认对，{second_name(second)}其次") for second in seconds),
        tuple(
            row(str(points[0].length), f"{points[0].length} 题", (share_cell(point.recovery) for point in points))
            for points in zip(*curves, strict=True)
        ),
        people=curves[0][0].recovery.people,
    )


def _adaptive(figures: LabFigures, second: Second) -> Table:
    columns = (("items", "平均题数"), ("recovery", "认对"), ("equal_items", "固定卷要"), ("saving", "省"))
    rows = tuple(map(_point, figures.curves[PRIOR, Form.STANDARD, second]))
    return lab_table("adaptive", columns, rows, id_=f"adaptive-{second.value}", second=second_name(second))


def _point(point: CurvePoint) -> Row:
    equal, saved = point.equal or _NOTHING, point.saving or _NOTHING
    cells = (number_cell(point.items, 1), share_cell(point.recovery), number_cell(equal, 1), share_cell(saved))
    return row(str(point.length), f"上限 {point.length} 题", cells)


_NOTHING = Figure(float("nan"), float("nan"), 0)


def _again(figures: LabFigures) -> Table:
    named, labels = figures.again[STANDARD], texts("lab", "again").items()
    rows = tuple(row(id_, label.format(team=GROUP), (cell(id_, named[id_]),)) for id_, label in labels)
    return lab_table("again", (("value", "测得"),), rows, people=named["agreement"].people)


def _oracle(figures: LabFigures) -> Table:
    people = figures.oracle["share"].people
    labels = texts("lab", "oracle").items()
    rows = tuple(row(id_, label, (cell(id_, figures.oracle[id_]),)) for id_, label in labels)
    return lab_table("oracle", (("value", "测得"),), rows, people=people, length=LENGTH, draws=DRAWS // 10_000)


def _waiting(figures: LabFigures) -> Table:
    names = texts("lab", "rooms")
    rows = tuple(
        row(str(people), f"{people} 人", (share_cell(figures.waiting[kind, people]) for kind in RoomKind))
        for people in PEOPLE
    )
    moments = max(found.people for found in figures.waiting.values())
    slips = f"{SLIP * 100:g}", f"{MORE_SLIPS * 100:g}"
    columns = tuple((kind.value, names[kind.value].format(more=slips[1])) for kind in RoomKind)
    return lab_table("waiting", columns, rows, moments=moments, assumed=slips[0], at=percent(WAITS_AT))


def _bot_people(figures: LabFigures) -> int:
    return _found(figures, BotRule.UNIFORM)["named"].people


def _people(figures: LabFigures, people: Sequence[Population]) -> int:
    return max(_found(figures, each)["named"].people for each in people)


def _counts(everyone: Iterable[Named]) -> str:
    """Return how many people there are in each column, once where all have as many."""
    return "、".join(dict.fromkeys(str(named["named"].people) for named in everyone))
