"""How the lab's populations, forms and figures are called and written."""

from collections.abc import Iterable
from math import isnan

from rolecheck.measure.lab.figures import Figure
from rolecheck.measure.lab.population import BotRule, Second
from rolecheck.measure.quality import Flag
from rolecheck.report.batch import FLAG_WORDS
from rolecheck.report.tables import Cell, Row

SECOND_NAMES = {Second.ALWAYS: "都给", Second.HALF: "一半给", Second.NEVER: "不给"}
"""How often a second choice is given."""

BOT_NAMES = {
    BotRule.UNIFORM: "随机乱点",
    BotRule.FIRST: "总选第一个",
    BotRule.LONGEST: "总选最长的",
    BotRule.SHORTEST: "总选最短的",
    BotRule.ALTERNATING: "一二轮着选",
}

POPULATION_NAMES = {
    "prior": "模型的人",
    "wide": "差得更开",
    "lapsing": "两成随手",
    "thurstonian": "换选择模型",
    "correlated": "两线相关",
    "first-shown": "偏第一个",
}

POPULATION_MEANINGS = {
    "prior": "就照模型的先验抽：每条线价值的对数是正态，标准差人人不同（中位 1.0，九成在 0.5 到 1.9），"
    "随手作答的比例平均一成多",
    "wide": "每条线价值的对数，标准差是 1.5：人和人、线和线差得比模型以为的开",
    "lapsing": "人人有两成作答是随手点的，比模型以为的多",
    "thurstonian": "按 Thurstone 的正态模型选，不按模型用的 Luce 规则",
    "correlated": "头两条线价值的对数相关 0.7，模型以为各条线互不相干",
    "first-shown": "屏幕上排第一的选项，多 0.5 倍的吸引力",
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


def row(id_: str, label: str, cells: Iterable[Cell]) -> Row:
    """Return a row of a table."""
    return Row(id_, label, tuple(cells))


def _cell(figure: Figure, text: str, error: str) -> Cell:
    if isnan(figure.value):
        return Cell(None, UNKNOWN)
    return Cell(figure.value, text if isnan(figure.error) else f"{text} ±{error}")
