"""A form on paper: what is printed for respondents, and the key for whoever hands it out."""

from collections.abc import Iterable
from typing import NamedTuple

from rolecheck.bank.codes import item_codes
from rolecheck.bank.items import NONE_FITS, Bank, Facet, Item, Option
from rolecheck.bank.roles import STAND_BACK
from rolecheck.exchange.questionnaire import (
    FORM_TITLE,
    NAME_TEXT,
    NO_STUDY,
    NO_TITLE_TEXT,
    NONE_FITS_OPTION,
    TITLE_TEXT,
    has_second,
    how_long,
    one_line,
    option_text,
)
from rolecheck.measure.reading_time import reading_of

FACETS = {Facet.RESPONSIBILITY: "责任", Facet.DUTY: "职责", Facet.KPI: "考核", Facet.JUDGEMENT: "判断"}

FIRST_LABEL, SECOND_LABEL = "最像", "其次"
HOW_TO_ANSWER = (
    f"每题选最像你的一个，把字母写在“{FIRST_LABEL}”后面，没有像的就写 {NONE_FITS}；"
    f"还有其次像的，写在“{SECOND_LABEL}”后面，没有就空着。"
)

MARKS = "题旁四个字母的小字是收答卷时认题用的，不用管它。"
KEY_TITLE = "对照页"
KEY_WARNING = "这一页收卷的人留着，别和问卷一起发。"
KEY_HOW = (
    "收回来以后抄成一张表，存成 CSV 或 Excel：第一行写 姓名、名片，后面每题一列，列名写代号；"
    "每人一行，格子里写字母，最像的在前，其次的在后，如 B 或 BD；写了 0 的照写 0，没答就空着。然后："
)
KEY_COLUMNS = ("题", "代号", "问的是")
KEY_COMMANDS = ("rolecheck form import 抄好的表.csv --output 答题表.csv", "rolecheck score 答题表.csv")


class PaperQuestion(NamedTuple):
    """One item as it is printed; the code stands quietly beside its number."""

    number: int
    code: str
    stem: str
    ask: str
    options: tuple[str, ...]
    second: bool


class KeyRow(NamedTuple):
    """One item in the key: what each option stands for, in the order of the letters."""

    number: int
    code: str
    about: str
    options: tuple[str, ...]


class Paper(NamedTuple):
    """Everything on the sheets."""

    title: str
    introduction: tuple[str, ...]
    name_text: str
    title_text: str
    titles: tuple[str, ...]
    first_label: str
    second_label: str
    questions: tuple[PaperQuestion, ...]
    key_title: str
    key_notes: tuple[str, ...]
    key_commands: tuple[str, ...]
    key_columns: tuple[str, ...]
    letters: str
    key: tuple[KeyRow, ...]


def paper(bank: Bank, items: Iterable[Item]) -> Paper:
    """Return the sheets that ask these items."""
    asked = tuple(items)
    codes = item_codes(bank)
    opening = bank.roles.advice.get("opening")
    how = f"{how_long(len(asked), reading_of(bank, asked).characters)}{HOW_TO_ANSWER}"
    return Paper(
        title=FORM_TITLE,
        introduction=(*(() if opening is None else (opening.text,)), how, MARKS, NO_STUDY),
        name_text=NAME_TEXT,
        title_text=TITLE_TEXT,
        titles=(*(role.name for role in bank.roles.roles), NO_TITLE_TEXT),
        first_label=FIRST_LABEL,
        second_label=SECOND_LABEL,
        questions=tuple(_question(bank, item, number, codes[item.id]) for number, item in enumerate(asked, 1)),
        key_title=KEY_TITLE,
        key_notes=(KEY_WARNING, f"题库 {bank.version}。{KEY_HOW}"),
        key_commands=KEY_COMMANDS,
        key_columns=KEY_COLUMNS,
        letters=max((item.letters for item in asked), key=len),
        key=tuple(_key(bank, item, number, codes[item.id]) for number, item in enumerate(asked, 1)),
    )


def _question(bank: Bank, item: Item, number: int, code: str) -> PaperQuestion:
    options = tuple(option_text(letter, option.text) for letter, option in zip(item.letters, item.options, strict=True))
    if item.takes_none_fits:
        options += (NONE_FITS_OPTION,)
    ask = one_line(bank.framings[item.framing].ask)
    return PaperQuestion(number, code, one_line(item.stem), ask, options, has_second(item))


def _key(bank: Bank, item: Item, number: int, code: str) -> KeyRow:
    stage = f" · {bank.roles.stage(item.stage).name}" if item.stage in {stage.id for stage in bank.roles.stages} else ""
    about = f"{FACETS[item.facet]}{stage}"
    return KeyRow(number, code, about, tuple(_stands_for(bank, option) for option in item.options))


def _stands_for(bank: Bank, option: Option) -> str:
    if option.key is None:
        return f"{option.credit or 0:g} 分"
    return "退后" if option.key == STAND_BACK else bank.roles.line(option.key).short
