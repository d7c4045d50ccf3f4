"""A form as somebody else's tool, or a sheet of paper, asks it: every sentence of it, and the codes it comes back by.

Options stand in the bank's order and carry the bank's letter as ``（B）``. So a letter means the same in the tool, on
paper and in an answer sheet, and the number of an option is its letter's. Which line stands first is balanced over the
bank, not shuffled for each respondent.

A second choice is a question of its own. A multiple choice would not do: no tool gives back which was ticked first.

Where a tool keeps names for questions they are called by their ids, made fit for the tool. An XLSForm name is a name in
XML. Ids hold no underscore, so a hyphen can become one and be told back, and a letter in front tells a first choice
from a second and saves an id that begins with a digit.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rolecheck.bank.items import NONE_FITS, NONE_FITS_TEXT, Bank, Facet, Item, Option, item_codes
from rolecheck.measure.forms import minutes, reading_of
from rolecheck.report.wording import minutes_words

NAME = "name"
TITLE = "title"
NO_TITLE = "none"
"""What a form calls the title of somebody on whose card none of the roles stands."""

FIRST_NAME, SECOND_NAME = "q_", "s_"
SECOND_MARK = ":2"

FORM_TITLE = "工作里的这些时刻，你会怎么做"
NAME_TEXT = "怎么称呼你？可以不填"
TITLE_TEXT = "你名片上写的是哪一个？"
NO_TITLE_TEXT = "都不是"
NO_SECOND_TEXT = "没有其次的"
NONE_FITS_OPTION = f"（{NONE_FITS}）{NONE_FITS_TEXT}"
"""The last option of every item that takes it, marked like the others: by what stands for it in an answer sheet."""

HOW_TO_ANSWER = f"每题选最像你的一个，没有像的就选“{NONE_FITS_TEXT}”。"
HOW_TO_SECOND = "紧跟着的一小题问其次像你的是哪个字母，没有就不选。"
MARKS = "题末尾{mark}这样的记号是收答卷时认题用的，不用管它，也请别删。"
NO_STUDY = "结果用来谈话和认识自己，没有经过人群验证，不用于招聘、考核和定薪。"


FACETS = {Facet.RESPONSIBILITY: "责任", Facet.DUTY: "职责", Facet.KPI: "考核", Facet.JUDGEMENT: "判断"}

FIRST_LABEL, SECOND_LABEL = "最像", "其次"
ON_PAPER = (
    f"每题选最像你的一个，把字母写在“{FIRST_LABEL}”后面，没有像的就写 {NONE_FITS}；"
    f"还有其次像的，写在“{SECOND_LABEL}”后面，没有就空着。"
)

PAPER_MARKS = "题旁四个字母的小字是收答卷时认题用的，不用管它。"
KEY_TITLE = "对照页"
KEY_WARNING = "这一页收卷的人留着，别和问卷一起发。"
KEY_HOW = (
    "收回来以后抄成一张表，存成 CSV 或 Excel：第一行写 姓名、名片，后面每题一列，列名写代号；"
    "每人一行，格子里写字母，最像的在前，其次的在后，如 B 或 BD；写了 0 的照写 0，没答就空着。然后："
)
KEY_COLUMNS = ("题", "代号", "问的是")
KEY_COMMANDS = ("rolecheck form import 抄好的表.csv --output 答题表.csv", "rolecheck score 答题表.csv")


class Choice(NamedTuple):
    """A possible answer: what it comes back as where codes survive, and what is read."""

    value: str
    text: str


class Question(NamedTuple):
    """One question. A fill-in has no choices.

    ``about`` is NAME, TITLE or an item's id; ``second`` tells the question for an item's second choice from its first.
    """

    about: str
    text: str
    choices: tuple[Choice, ...]
    required: bool
    second: bool = False


class Questionnaire(NamedTuple):
    """A form from its title to its last question."""

    title: str
    introduction: tuple[str, ...]
    questions: tuple[Question, ...]


def questionnaire(bank: Bank, items: Iterable[Item], *, second: bool) -> Questionnaire:
    """Return the form that asks these items; ``second`` adds a question for a second choice where one counts."""
    codes = item_codes(bank)
    asked = tuple(items)
    questions = [question for item in asked for question in _questions(bank, item, codes[item.id], second=second)]
    read = sum(len(text) for question in questions for text in (question.text, *(c.text for c in question.choices)))
    # The name comes first, where everybody looks for it; the card last: asked before, it colours every answer.
    questions = [Question(NAME, NAME_TEXT, (), required=False), *questions, _card(bank)]
    numbered = f"加上称呼、名片{'和小题' if second else ''}，编号会到 {len(questions)}。"
    how = f"{how_long(len(asked), read)}{numbered}{HOW_TO_ANSWER}{HOW_TO_SECOND if second else ''}"
    mark = next((code_mark(codes[item.id]) for item in asked), "")
    return Questionnaire(FORM_TITLE, _introduction(bank, how, mark), tuple(questions))


def column_name(question: Question) -> str:
    """Return the name of a question as data files write it: the item's id, with a mark for a second choice."""
    return question.about + (SECOND_MARK if question.second else "")


def variable_name(question: Question) -> str:
    """Return the name of a question where only letters, digits and underscores will do."""
    if question.about in {NAME, TITLE}:
        return f"respondent_{question.about}"
    return variable(question.about, second=question.second)


def variable(item: str, *, second: bool = False) -> str:
    """Return an item's id where only letters, digits and underscores will do."""
    return (SECOND_NAME if second else FIRST_NAME) + item.replace("-", "_")


def item_text(bank: Bank, item: Item, code: str) -> str:
    """Return an item as one line, its code behind it."""
    return f"{one_line(item.stem)}{one_line(bank.framings[item.framing].ask)}{code_mark(code)}"


def code_mark(code: str, *, second: bool = False) -> str:
    """Return a code as it stands behind a question."""
    return f"〔{code}{'-2' if second else ''}〕"


def second_text(code: str) -> str:
    """Return the question for a second choice."""
    return f"上面这题，其次像你的是哪一个？{code_mark(code, second=True)}"


def option_text(letter: str, text: str) -> str:
    """Return an option behind its letter; tools take ``B.`` for their own and drop it, ``（B）`` they leave alone."""
    return f"（{letter}）{one_line(text)}"


def has_second(item: Item) -> bool:
    """Tell whether a second choice counts: readings of acceptance are right or wrong by the first."""
    return item.facet is not Facet.JUDGEMENT


def one_line(text: str) -> str:
    """Return a text on one line: line breaks end an option in most tools."""
    return " ".join(text.split())


def how_long(items: int, characters: int) -> str:
    """Say how many items there are, and how long so many characters take to read and the items to answer."""
    return f"一共 {items} 题，{minutes_words(minutes(characters, items))}。"


def _introduction(bank: Bank, how: str, mark: str) -> tuple[str, ...]:
    opening = bank.roles.advice.get("opening")
    return (*(() if opening is None else (one_line(opening.text),)), how, MARKS.format(mark=mark), NO_STUDY)


def _card(bank: Bank) -> Question:
    roles = (Choice(role.id, one_line(role.name)) for role in bank.roles.roles)
    return Question(TITLE, TITLE_TEXT, (*roles, Choice(NO_TITLE, NO_TITLE_TEXT)), required=True)


def _questions(bank: Bank, item: Item, code: str, *, second: bool) -> Iterator[Question]:
    lettered = zip(item.letters, item.options, strict=True)
    choices = tuple(Choice(letter, option_text(letter, option.text)) for letter, option in lettered)
    if item.takes_none_fits:
        choices += (Choice(NONE_FITS, NONE_FITS_OPTION),)
    yield Question(item.id, item_text(bank, item, code), choices, required=True)
    if second and has_second(item):
        letters = (Choice(letter, f"（{letter}）") for letter in item.letters)
        none = Choice(NO_TITLE, NO_SECOND_TEXT)
        yield Question(item.id, second_text(code), (*letters, none), required=False, second=True)


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
    how = f"{how_long(len(asked), reading_of(bank, asked).characters)}{ON_PAPER}"
    return Paper(
        title=FORM_TITLE,
        introduction=(*(() if opening is None else (opening.text,)), how, PAPER_MARKS, NO_STUDY),
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
    return bank.roles.key_name(option.key)
