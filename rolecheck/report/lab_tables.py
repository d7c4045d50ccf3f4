"""The lab's figures as tables: each says who was simulated, every figure has its error."""

from collections.abc import Iterator, Sequence

from rolecheck.bank.items import Bank
from rolecheck.measure.lab.battery import Key
from rolecheck.measure.lab.figures import Figure
from rolecheck.measure.lab.oracle import DRAWS
from rolecheck.measure.lab.parallel import LENGTH
from rolecheck.measure.lab.population import POPULATIONS, PRIOR, BotRule, Second
from rolecheck.measure.quality import Flag
from rolecheck.report.lab_figures import CurvePoint, Figures
from rolecheck.report.lab_goals import FULL, STANDARD, Goal
from rolecheck.report.lab_words import (
    BOT_NAMES,
    POPULATION_NAMES,
    SECOND_NAMES,
    flag_name,
    number_cell,
    row,
    share_cell,
)
from rolecheck.report.tables import Cell, Row, Table
from rolecheck.session.form import Form

SUMMARY_ROWS = (
    ("recovery", "认对"),
    ("recovery_lead_10", "领先一成以上"),
    ("recovery_lead_20", "领先两成以上"),
    ("named", "点得出名"),
    ("accuracy_among_named", "点名点得对"),
    ("calibration_error", "校准误差"),
    ("coverage", "九成区间包住"),
    ("correlation", "占比的相关"),
    ("share_error", "占比平均差"),
    ("items", "责任题数"),
    ("exposure", "最多比最少"),
    ("mismatch_found", "不符说得出"),
    ("mismatch_false", "不符说错"),
    ("flagged", "被标可疑"),
)

NUMBERS = {"calibration_error": 3, "correlation": 2, "items": 1, "exposure": 2}
"""Decimals of figures that are no shares."""


def goal_table(goals: Sequence[Goal]) -> Table:
    """Return the goals beside what was measured."""
    return Table(
        "goals",
        "目标",
        "目标是给随工具来的题库定的，自己的题库拿来比着看。人群：模型的人，都给其次；另有说明的除外。",
        (("measured", "测得"), ("goal", "目标"), ("met", "结果")),
        tuple(
            row(
                goal.id,
                goal.label,
                (Cell(goal.measured, goal.measured), Cell(goal.bound, goal.bound), Cell(goal.word, goal.word)),
            )
            for goal in goals
        ),
    )


def figure_tables(bank: Bank, figures: Figures) -> Iterator[Table]:
    """Yield every table of figures."""
    for form, seconds, name in (
        (Form.STANDARD, (Second.ALWAYS, Second.HALF, Second.NEVER), "标准卷"),
        (Form.FULL, (Second.ALWAYS, Second.NEVER), "全卷"),
    ):
        yield _summary(figures, form, seconds, name)
    yield _lines(bank, figures)
    for form, name in ((Form.STANDARD, "标准卷"), (Form.FULL, "全卷")):
        yield _wrong(figures, form, name)
    yield _bots(figures)
    yield _flags(figures)
    yield _fixed(figures)
    for second in (Second.NEVER, Second.ALWAYS):
        yield _adaptive(figures, second)
    yield _parallel(figures)
    yield _oracle(figures)


def _summary(figures: Figures, form: Form, seconds: Sequence[Second], name: str) -> Table:
    return Table(
        form.value,
        f"{name}：模型的人，{figures.people} 个",
        "一列是一种给法：每题都给其次、一半题给、都不给。领先：真实占比最大的线比第二大的多出多少。",
        tuple((second.value, SECOND_NAMES[second]) for second in seconds),
        tuple(
            row(id_, label, (_cell(id_, figures.found[PRIOR, form, second][id_]) for second in seconds))
            for id_, label in SUMMARY_ROWS
        ),
    )


def _lines(bank: Bank, figures: Figures) -> Table:
    return Table(
        "lines",
        f"每条线的九成区间包住真值的份：模型的人，{figures.people} 个，都给其次",
        "",
        (("standard", "标准卷"), ("full", "全卷")),
        tuple(
            row(line.id, line.short, (share_cell(figures.lines[key][number]) for key in (STANDARD, FULL)))
            for number, line in enumerate(bank.roles.lines)
        ),
    )


def _wrong(figures: Figures, form: Form, name: str) -> Table:
    columns = ("recovery", "named", "accuracy_among_named", "calibration_error", "coverage")
    return Table(
        f"wrong-{form.value}",
        f"模型错了会怎样：{name}，都给其次",
        "头一行是模型的人，放着比。下面每种人都有一处和模型以为的不一样。"
        + _people(figures, [population.id for population in POPULATIONS]),
        tuple(zip(columns, ("认对", "点得出名", "点名点得对", "校准误差", "区间包住"), strict=True)),
        tuple(
            row(
                population.id,
                POPULATION_NAMES[population.id],
                (_cell(id_, figures.found[population, form, Second.ALWAYS][id_]) for id_ in columns),
            )
            for population in POPULATIONS
        ),
    )


def _bots(figures: Figures) -> Table:
    columns = [
        (f"{id_}-{second.value}", f"{name}{SECOND_NAMES[second]}", id_, second)
        for id_, name in (("named_unflagged_without_time", "看作答，"), ("named_unflagged", "加用时，"))
        for second in (Second.ALWAYS, Second.NEVER)
    ]
    return Table(
        "bots",
        f"不读题的漏过去多少：标准卷，每种 {_bot_people(figures)} 个",
        "漏过去：点出了一条线，又没被标可疑。看作答：只凭选了什么；加用时：还知道答了多久。都给、不给说的是其次。",
        tuple((id_, heading) for id_, heading, _, _ in columns),
        tuple(
            row(
                rule.value,
                BOT_NAMES[rule],
                (share_cell(figures.found[rule, Form.STANDARD, second][id_]) for _, _, id_, second in columns),
            )
            for rule in BotRule
        ),
    )


def _flags(figures: Figures) -> Table:
    columns = [*((f"flag_{flag.value}", flag_name(flag)) for flag in Flag), ("flagged", "任何一种")]
    return Table(
        "flags",
        "哪些被标可疑：标准卷，都给其次",
        f"头一行是冤枉的：{figures.people} 个好好答的人。下面是不读题的，每种 {_bot_people(figures)} 个，"
        "被标出来才对。"
        "读得快慢是假定的。",
        tuple(columns),
        tuple(_watched(figures, Form.STANDARD, [column for column, _ in columns])),
    )


def _watched(figures: Figures, form: Form, columns: Sequence[str]) -> Iterator[Row]:
    """Yield how many are flagged: people of the prior first, then each kind of bot."""
    keys: list[tuple[str, str, Key]] = [
        ("prior", "模型的人", (PRIOR, form, Second.ALWAYS)),
        *((rule.value, BOT_NAMES[rule], (rule, form, Second.ALWAYS)) for rule in BotRule),
    ]
    for id_, name, key in keys:
        yield row(id_, name, (share_cell(figures.found[key][column]) for column in columns))


def _fixed(figures: Figures) -> Table:
    seconds = (Second.NEVER, Second.ALWAYS)
    curves = [figures.curves[PRIOR, Form.FULL, second] for second in seconds]
    return Table(
        "fixed",
        f"固定卷多长认对多少：模型的人，{figures.people} 个",
        "人人一样的题，各条线、两两相遇、各阶段出得尽量匀。",
        tuple((second.value, f"认对，{SECOND_NAMES[second]}其次") for second in seconds),
        tuple(
            row(str(points[0].length), f"{points[0].length} 题", (share_cell(point.recovery) for point in points))
            for points in zip(*curves, strict=True)
        ),
    )


def _adaptive(figures: Figures, second: Second) -> Table:
    return Table(
        f"adaptive-{second.value}",
        f"看着前面挑下一题省多少：标准卷，{SECOND_NAMES[second]}其次；模型的人，同样 {figures.people} 个",
        "上限是最多问几题，够清楚就提前停。比的是都不给其次的固定卷：一样准要几题，省了几成。",
        (("items", "平均题数"), ("recovery", "认对"), ("equal_items", "固定卷要"), ("saving", "省")),
        tuple(_point(point) for point in figures.curves[PRIOR, Form.STANDARD, second]),
    )


def _point(point: CurvePoint) -> Row:
    equal, saved = point.equal or _NOTHING, point.saving or _NOTHING
    cells = (number_cell(point.items, 1), share_cell(point.recovery), number_cell(equal, 1), share_cell(saved))
    return row(str(point.length), f"上限 {point.length} 题", cells)


_NOTHING = Figure(float("nan"), float("nan"), 0)


def _parallel(figures: Figures) -> Table:
    labels = (
        ("agreement", "最大的线一样"),
        ("agreement_where_named", "都点名时一样"),
        ("flips", "点名却不同"),
        ("kappa", "kappa"),
    )
    seconds = (Second.ALWAYS, Second.NEVER)
    return Table(
        "parallel",
        f"两份没有一题相同的卷子，同一个人答：模型的人，{figures.people} 个",
        f"每份 {LENGTH} 题（题库小就各一半），都是固定卷。点名却不同：一份说是这条线，另一份说是那条，占所有人的份。",
        tuple((second.value, f"{SECOND_NAMES[second]}其次") for second in seconds),
        tuple(
            row(id_, label, (_cell(id_, figures.pairs[PRIOR, Form.FULL, second][id_]) for second in seconds))
            for id_, label in labels
        ),
    )


def _oracle(figures: Figures) -> Table:
    people = figures.oracle["share"].people
    labels = (("share", "认对之比"), ("same_line", "说的线一样"), ("chance_error", "把握平均差"))
    return Table(
        "oracle",
        f"和精确算法比：模型的人，{people} 个，固定卷 {LENGTH} 题，都给其次",
        f"精确算法：从先验抽 {DRAWS // 10_000} 万个人，逐个算同样这些作答的可能，不走捷径。认对之比是我们的除以它的。",
        (("value", "测得"),),
        tuple(row(id_, label, (share_cell(figures.oracle[id_]),)) for id_, label in labels),
    )


def _cell(id_: str, figure: Figure) -> Cell:
    return number_cell(figure, NUMBERS.get(id_, 2)) if id_ in NUMBERS or id_ == "kappa" else share_cell(figure)


def _bot_people(figures: Figures) -> int:
    return figures.found[BotRule.UNIFORM, Form.STANDARD, Second.ALWAYS]["named"].people


def _people(figures: Figures, ids: Sequence[str]) -> str:
    counts = {figures.found[key]["named"].people for key in figures.found if getattr(key[0], "id", None) in ids[1:]}
    return f"头一行 {figures.people} 个，别的各 {max(counts)} 个。"
