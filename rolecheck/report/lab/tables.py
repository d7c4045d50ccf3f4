"""The lab's figures as tables: each says who was simulated, every figure has its error."""

from collections.abc import Iterable, Iterator, Sequence

from rolecheck.bank.items import Bank
from rolecheck.measure.lab.again import GROUP
from rolecheck.measure.lab.battery import Key
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
from rolecheck.measure.quality import Flag
from rolecheck.report.lab.figures import CARDS_RIGHT, ROBUST, CurvePoint, Figures, Named
from rolecheck.report.lab.goals import FULL, STANDARD, Goal
from rolecheck.report.lab.words import (
    BOT_NAMES,
    POPULATION_NAMES,
    SECOND_NAMES,
    flag_name,
    number_cell,
    points_cell,
    row,
    share_cell,
)
from rolecheck.report.tables import Cell, Row, Table
from rolecheck.session.session import Form

SUMMARY_ROWS = (
    ("recovery", "认对"),
    ("recovery_lead_10", "领先一成以上"),
    ("recovery_lead_20", "领先两成以上"),
    ("named", "点得出名"),
    ("accuracy_among_named", "点名点得对"),
    ("overstatement", "多说"),
    ("overstatement_among_named", "点名的多说"),
    ("slope", "校准的斜率"),
    ("log_loss", "对数损失"),
    ("coverage", "九成区间包住"),
    ("correlation", "占比的相关"),
    ("share_error", "占比平均差"),
    ("items", "责任题数"),
    ("exposure", "最多比最少"),
    ("flagged", "被标可疑"),
)

NUMBERS = {"slope": 2, "log_loss": 3, "correlation": 2, "items": 1, "exposure": 2, "kappa": 2, "log_loss_lost": 4}
"""Decimals of figures that are no shares."""

POINTS = {"overstatement", "overstatement_among_named"}
"""Figures that are differences of shares."""


def goal_table(goals: Sequence[Goal]) -> Table:
    """Return the goals beside what was measured."""
    return Table(
        "goals",
        "目标",
        "目标是给随工具来的题库定的，自己的题库拿来比着看。人群：模型的人，都给其次；另有说明的除外。"
        "测得的数连同前后两个标准误都在线内才算达到，全在线外才算没到。",
        (("measured", "测得"), ("goal", "目标"), ("met", "结果")),
        tuple(
            row(
                goal.id,
                goal.label,
                (
                    Cell(goal.measured, goal.measured),
                    Cell(goal.bound, goal.bound),
                    Cell(goal.met.value, goal.met.value),
                ),
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
    yield _flags(figures)
    yield _fixed(figures)
    for second in (Second.NEVER, Second.ALWAYS):
        yield _adaptive(figures, second)
    yield _oracle(figures)


def _summary(figures: Figures, form: Form, seconds: Sequence[Second], name: str) -> Table:
    return Table(
        form.value,
        f"{name}：模型的人，{_counts(figures.found[PRIOR, form, second] for second in seconds)} 个",
        "一列是一种给法：每题都给其次、一半题给、都不给。领先：真实占比最大的线比第二大的多出多少。"
        "多说：说的把握平均比真的对多出几点，负的是说少了。",
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


def _found(figures: Figures, who: Population | BotRule, form: Form = Form.STANDARD) -> Named:
    return figures.found[who, form, Second.ALWAYS]


def _populations(figures: Figures, people: Sequence[Population], columns: Sequence[str]) -> tuple[Row, ...]:
    found = ((each, _found(figures, each)) for each in people)
    return tuple(
        row(each.id, POPULATION_NAMES[each.id], (_cell(id_, named[id_]) for id_ in columns)) for each, named in found
    )


MISFIT = (
    ("recovery", "认对"),
    ("named", "点得出名"),
    ("accuracy_among_named", "点名点得对"),
    ("overstatement", "多说"),
    ("slope", "斜率"),
    ("coverage", "区间包住"),
)


def _spreads(figures: Figures) -> Table:
    return Table(
        "spreads",
        f"人和人差多少：标准卷，都给其次，每种 {_people(figures, SPREAD_APART)} 个",
        "模型让每个人自己的标准差也不定，连它一起估；下面每种人其实都是同一个标准差：0.6、1.0、1.5。",
        MISFIT,
        _populations(figures, SPREAD_APART, [id_ for id_, _ in MISFIT]),
    )


def _wrong(figures: Figures) -> Table:
    return Table(
        "wrong",
        "模型错了会怎样：标准卷，都给其次",
        f"头一行是模型的人，放着比，{figures.people} 个。下面每种人都有一处和模型以为的不一样，"
        f"各 {_people(figures, WRONG)} 个。",
        MISFIT,
        _populations(figures, (PRIOR, *WRONG), [id_ for id_, _ in MISFIT]),
    )


def _liked(figures: Figures) -> Table:
    columns = [
        (f"{id_}-{form.value}", f"{name}，{label}", form, id_)
        for form, name in ((Form.STANDARD, "标准卷"), (Form.FULL, "全卷"))
        for id_, label in (("stated_among_named", "说的"), ("accuracy_among_named", "真的"))
    ]
    return Table(
        "liked",
        "一条线的说法人人都觉得顺耳：点名的人，说的把握和真的对了多少",
        "线的讨喜和人群本来偏哪条线，多少作答也分不开，所以说出来，不去修正。括号外的数是讨喜的对数标准差；"
        f"0 是模型的人，别的各 {_people(figures, LIKED_LINES)} 个。",
        tuple((id_, heading) for id_, heading, _, _ in columns),
        tuple(
            row(each.id, label, (share_cell(_found(figures, each, form)[id_]) for _, _, form, id_ in columns))
            for each, label in ((PRIOR, "0"), *((each, f"{each.line_liked:g}") for each in LIKED_LINES))
        ),
    )


def _robust(figures: Figures) -> Table:
    people = (PRIOR, *LIKED_LINES)
    bounds = [f"{low:g} 倍起" if high == float("inf") else f"{low:g} 到 {high:g} 倍" for low, high in ROBUST]
    return Table(
        "robust",
        "点名有多经得起：照“说法再顺耳几倍还是它”分开，点名点得对多少",
        "标准卷，都给其次。经得起的，人群偏了也多半还对；刚够点名的，最先错。",
        tuple((str(number), label) for number, label in enumerate(bounds)),
        tuple(
            row(
                each.id,
                POPULATION_NAMES[each.id],
                (share_cell(_found(figures, each)[f"robust_right_{number}"]) for number in range(len(ROBUST))),
            )
            for each in people
        ),
    )


def _outside(figures: Figures) -> Table:
    people = (PRIOR, WRONG[-1], UNFITTED)
    columns = (("outside", "说六条之外"), ("named", "点得出名"), ("accuracy_among_named", "点名点得对"))
    return Table(
        "outside",
        "都不像我：标准卷，都给其次",
        "哪条都不是的人，点出名的也算不上对：真值是他们照最近的线选时用的。",
        columns,
        _populations(figures, people, [id_ for id_, _ in columns]),
    )


def _cards(figures: Figures) -> Table:
    found = figures.found[STANDARD]
    none = Figure(float("nan"), float("nan"), 0)
    columns = (
        ("said", "说了不符"),
        *((f"right-{share * 100:.0f}", f"{share * 100:.0f} % 的名片对") for share in CARDS_RIGHT),
    )
    rows = (
        ("found", "名片真错的人里", (found["card_found"], none, none, none)),
        ("false", "名片真对的人里", (found["card_false"], none, none, none)),
        ("stated", "说不符时，说的把握", (none, *(found[f"card_stated_{share * 100:.0f}"] for share in CARDS_RIGHT))),
        ("true", "说不符时，真的不符", (none, *(found[f"card_true_{share * 100:.0f}"] for share in CARDS_RIGHT))),
    )
    return Table(
        "cards",
        f"名片：标准卷，都给其次，{figures.people} 个",
        "算的时候先当一半的名片是对的。实际对的越多，说不符时真不符的就越少：九成都对的地方，这句话要打折听。",
        columns,
        tuple(row(id_, label, map(share_cell, cells)) for id_, label, cells in rows),
    )


def _groups(figures: Figures) -> Table:
    return Table(
        "groups",
        "一组人的平均占比：九成区间包住真的平均的份",
        f"标准卷，都给其次，每种 {_people(figures, LEANING)} 个人编成队；偏多少是同一条线上对数价值的多出。",
        tuple((str(size), f"{size} 人") for size in GROUP_SIZES),
        _populations(figures, LEANING, [f"group_{size}" for size in GROUP_SIZES]),
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
    columns = [
        *((f"flag_{flag.value}", flag_name(flag)) for flag in Flag),
        ("flagged", "任何一种"),
        ("named", "点得出名"),
    ]
    return Table(
        "flags",
        "哪些被标可疑：标准卷，都给其次",
        f"头一行是冤枉的：{figures.people} 个好好答的人。下面是不读题的，每种 {_bot_people(figures)} 个，"
        "被标出来才对。读得快慢是假定的。点得出名：不管标没标。",
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
        f"固定卷多长认对多少：模型的人，{curves[0][0].recovery.people} 个",
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
        f"看着前面挑下一题省多少：标准卷，{SECOND_NAMES[second]}其次；同样那些人",
        f"上限是最多问几题，够清楚就提前停。比的是{SECOND_NAMES[second]}其次的固定卷：一样准要几题，省了几成。",
        (("items", "平均题数"), ("recovery", "认对"), ("equal_items", "固定卷要"), ("saving", "省")),
        tuple(_point(point) for point in figures.curves[PRIOR, Form.STANDARD, second]),
    )


def _point(point: CurvePoint) -> Row:
    equal, saved = point.equal or _NOTHING, point.saving or _NOTHING
    cells = (number_cell(point.items, 1), share_cell(point.recovery), number_cell(equal, 1), share_cell(saved))
    return row(str(point.length), f"上限 {point.length} 题", cells)


_NOTHING = Figure(float("nan"), float("nan"), 0)


def _again(figures: Figures) -> Table:
    labels = (
        ("agreement", "最大的线一样"),
        ("kappa", "kappa"),
        ("agreement_where_named", "都点名时一样"),
        ("flips", "点名却不同"),
        ("told_to_have_moved", "没变，却说变了"),
        ("teams_told_to_have_moved", f"{GROUP} 人的队没变，却说变了"),
    )
    found = figures.again[STANDARD]
    return Table(
        "again",
        f"同一个人再答一份标准卷：模型的人，{found['agreement'].people} 个，都给其次",
        "人没变，题和运气变了，中间也没隔几个星期：这是平行卷的一致，不是隔时间的重测。"
        "点名却不同：一份说是这条线，另一份说是那条，占所有人的份。",
        (("value", "测得"),),
        tuple(row(id_, label, (_cell(id_, found[id_]),)) for id_, label in labels),
    )


def _oracle(figures: Figures) -> Table:
    people = figures.oracle["share"].people
    labels = (
        ("share", "认对之比"),
        ("same_line", "说的线一样"),
        ("chance_error", "把握平均差"),
        ("log_loss_lost", "对数损失多出"),
    )
    return Table(
        "oracle",
        f"和精确算法比：模型的人，{people} 个，固定卷 {LENGTH} 题，都给其次",
        f"精确算法：从先验抽 {DRAWS // 10_000} 万个人，逐个算同样这些作答的可能，不走捷径。认对之比是我们的除以它的。",
        (("value", "测得"),),
        tuple(row(id_, label, (_cell(id_, figures.oracle[id_]),)) for id_, label in labels),
    )


def _cell(id_: str, figure: Figure) -> Cell:
    if id_ in POINTS:
        return points_cell(figure)
    return number_cell(figure, NUMBERS[id_]) if id_ in NUMBERS else share_cell(figure)


def _bot_people(figures: Figures) -> int:
    return _found(figures, BotRule.UNIFORM)["named"].people


def _people(figures: Figures, people: Sequence[Population]) -> int:
    return max(_found(figures, each)["named"].people for each in people)


def _counts(found: Iterable[Named]) -> str:
    """Return how many people there are in each column, once where all have as many."""
    return "、".join(dict.fromkeys(str(named["named"].people) for named in found))
