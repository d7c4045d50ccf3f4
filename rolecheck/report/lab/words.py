"""How the lab's populations, forms and figures are called and written."""

from collections.abc import Iterable
from math import isnan

from rolecheck.measure.lab.figures import Figure
from rolecheck.measure.lab.population import BotRule, Second
from rolecheck.measure.quality import Flag
from rolecheck.report.score import FLAG_WORDS
from rolecheck.report.tables import Cell, Row

SECOND_NAMES = {Second.ALWAYS: "都给", Second.HALF: "一半给", Second.NEVER: "不给"}
"""How often a second choice is given."""

BOT_NAMES = {
    BotRule.UNIFORM: "随机乱点",
    BotRule.FIRST: "总选第一个",
    BotRule.LONGEST: "总选最长的",
    BotRule.SHORTEST: "总选最短的",
    BotRule.ALTERNATING: "一二轮着选",
    BotRule.LINES: "四条线里乱点",
}

POPULATION_NAMES = {
    "prior": "模型的人",
    "alike": "差得小",
    "middle": "差得中等",
    "wide": "差得大",
    "leaning-0": "团队不偏",
    "leaning-0.5": "团队偏一点",
    "leaning-1": "团队很偏",
    "lapsing": "两成随手",
    "thurstonian": "换选择模型",
    "correlated": "两线相关",
    "first-shown": "偏第一个",
    "option-liked-0.5": "选项有讨喜的",
    "option-liked-1": "选项很讨喜",
    "sensitivity": "题有灵有钝",
    "second-half": "其次半用心",
    "lazy": "懒得选",
    "unfitted": "哪条都不是",
    "line-liked-0.25": "线讨喜 0.25",
    "line-liked-0.5": "线讨喜 0.5",
    "line-liked-1": "线讨喜 1.0",
}

POPULATION_MEANINGS = {
    "prior": "就照模型的先验抽：每条线价值的对数是正态，标准差人人不同（中位 1.0，九成在 0.5 到 1.9），"
    "随手作答的比例平均一成多",
    "alike": "标准差人人都是 0.6：线和线差得小",
    "middle": "标准差人人都是 1.0",
    "wide": "标准差人人都是 1.5：线和线差得大",
    "leaning-0": "25 人一队，各是各的",
    "leaning-0.5": "同一队的人，同一条线的对数价值都多 0.5",
    "leaning-1": "同一队的人，同一条线的对数价值都多 1.0",
    "lapsing": "人人有两成作答是随手点的，比模型以为的多",
    "thurstonian": "按 Thurstone 的正态模型选，不按模型用的 Luce 规则",
    "correlated": "头两条线价值的对数相关 0.7，模型以为各条线互不相干",
    "first-shown": "屏幕上排第一的选项，多 0.5 倍的吸引力",
    "option-liked-0.5": "每个选项人人都多喜欢或少喜欢一点，对数标准差 0.5；25 人一套",
    "option-liked-1": "同上，标准差 1.0",
    "sensitivity": "每道题灵敏得不一样，对数标准差 0.5；25 人一套",
    "second-half": "选其次时只用一半心：差别只当一半",
    "lazy": "好好的人，但两成责任题图省事点都不像我",
    "unfitted": "活不在六条线里：一半责任题点都不像我，另一半照最近的选",
    "line-liked-0.25": "每条线的说法人人都多喜欢或少喜欢，对数标准差 0.25；25 人一套。这样的偏，多少作答也看不出来",
    "line-liked-0.5": "同上，标准差 0.5",
    "line-liked-1": "同上，标准差 1.0",
}

UNKNOWN = "–"


def flag_name(flag: Flag) -> str:
    """Return what a flag is called in a column."""
    return FLAG_WORDS[flag]


def share_cell(figure: Figure) -> Cell:
    """Return a share with its error, in per cent."""
    return _cell(figure, f"{figure.value * 100:.1f} %", f"{figure.error * 100:.1f}")


def number_cell(figure: Figure, digits: int) -> Cell:
    """Return a number with its error."""
    return _cell(figure, f"{figure.value:.{digits}f}", f"{figure.error:.{digits}f}")


def points_cell(figure: Figure) -> Cell:
    """Return a difference of shares with its error, in points and with its sign."""
    return _cell(figure, f"{figure.value * 100:+.1f} 点", f"{figure.error * 100:.1f}")


def row(id_: str, label: str, cells: Iterable[Cell]) -> Row:
    """Return a row of a table."""
    return Row(id_, label, tuple(cells))


def _cell(figure: Figure, text: str, error: str) -> Cell:
    if isnan(figure.value):
        return Cell(None, UNKNOWN)
    return Cell(figure.value, text if isnan(figure.error) else f"{text} ±{error}")
