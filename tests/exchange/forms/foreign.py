"""Tables as strangers hand them over: true answers, and around them whatever people and programs put there."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from rolecheck.bank.items import NONE_FITS, NONE_FITS_TEXT, Item, item_codes
from rolecheck.exchange.questionnaire import NAME_TEXT, item_text, option_text
from tests.exchange.forms.small_bank import BANK, ITEMS

CODES = item_codes(BANK)
SURNAMES = ("王五", "李四", "赵六", "阿·里", "@小明", "-小李", "=1+1", "Nan", "欧阳 娜娜", "Ｊｏｈｎ", "王𠮷")
MARKS = ("", "n/a", "N/A", "---", "null", "nan", "(空)", "(跳过)", "无", "未填", "—", "None", "#N/A", "<NA>", "/", "。")
REMARKS = (
    "备注",
    "得分",
    " - 用时(秒)",
    " [Score]",
    " [Feedback]",
    "_填空1",
    "说明",
    ".1",
    "2",
    " (2)",
    "（复核）",
    "x",
)
FIRST_REMARKS = ("Points - ", "Feedback - ", "备注：", "得分:", "复核 ", "score.", "Q: ", "*得分*")
ASIDE = ("1", "2", "0", "A", "B", "D", "4", "0.00 / 1", "好", "86秒", "", "", "TRUE")
"""What stands in columns beside answers, and could be taken for one."""


@dataclass
class Asked:
    """One column as it will be written; ``item`` where it holds true answers."""

    heading: str
    cells: list[str]
    item: str | None = None


@dataclass
class Foreign:
    """A file, and what is true of it: by the row it stands in, each respondent's answers, and who that is."""

    content: bytes = b""
    truth: dict[int, tuple[str, dict[str, str]]] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    """By item, the letters of its column."""

    story: list[str] = field(default_factory=list)


def cell(dice: Random, item: Item, letter: str) -> str:
    """Return an answer as some tool writes it."""
    if not letter:
        return dice.choice(MARKS)
    if letter == NONE_FITS:
        return dice.choice((NONE_FITS, f"（0）{NONE_FITS_TEXT}", NONE_FITS_TEXT, "０"))
    text = item.option(letter).text
    wide = chr(ord(letter) - ord("A") + ord("Ａ"))
    number = str(item.letters.index(letter) + 1)
    return dice.choice((option_text(letter, text), text, letter, letter.lower(), wide, f"{letter}.{text}", number))


def heading(dice: Random, item: Item, number: int) -> str:
    """Return a heading that holds the question and nothing else, as tools write it."""
    whole = item_text(BANK, item, CODES[item.id])
    code = CODES[item.id]
    bare = whole.partition("〔")[0]
    behind = (f"{whole}[单选题]", f"{whole}（必填）", f" {whole} ", whole, bare)
    before = (f"{number}、{whole}", f"{number}. {bare}", f"*{whole}", f"Q{number}: {whole}", f"〔{code}〕{bare}")
    return dice.choice((*behind, *before, code, item.id, f"q_{item.id.replace('-', '_')}"))


def foreign(seed: int) -> Foreign:
    """Return one file of this seed."""
    dice, made = Random(seed), Foreign()
    people = [_person(dice, number) for number in range(dice.randint(1, 4))]
    columns = [Asked(*_names(dice, people))]
    for number, item in enumerate(dice.sample(ITEMS, dice.randint(2, len(ITEMS))), 1):
        main = Asked(heading(dice, item, number), [cell(dice, item, chosen.get(item.id, "")) for _, chosen in people])
        main.item = item.id
        if dice.random() < 0.12:
            main.heading = _spoiled(dice, main.heading)
            made.story.append(f"heading of {item.id} is {main.heading!r}")
        columns.append(main)
        columns += _beside(dice, main, len(people))
    columns += [Asked(dice.choice(("部门", "备注", "", "Email", "总分")), dice.choices(ASIDE, k=len(people)))] * (
        dice.random() < 0.3
    )
    if dice.random() < 0.5:
        dice.shuffle(columns)
    asked = {column.item for column in columns}
    rows = [[column.heading for column in columns], *map(list, zip(*(column.cells for column in columns), strict=True))]
    above = _above(dice, columns)
    below = _footer(dice)
    made.story.append(f"{len(above)} rows above, {len(below)} below")
    first = len(above) + 2
    for place, (name, chosen) in enumerate(people):
        answers = {item: letter for item, letter in chosen.items() if item in asked}
        if answers:
            made.truth[first + place] = (name, answers)
    made.columns = {
        column.item: get_column_letter(place) for place, column in enumerate(columns, 1) if column.item is not None
    }
    table = [*above, *rows, *below]
    made.content = _workbook(dice, table, made) if dice.random() < 0.4 else _text(dice, table, made)
    return made


def _person(dice: Random, number: int) -> tuple[str, dict[str, str]]:
    chosen = {item.id: dice.choice(item.answers) for item in ITEMS if dice.random() < 0.85}
    return dice.choice(SURNAMES) + str(number), chosen


def _names(dice: Random, people: Sequence[tuple[str, dict[str, str]]]) -> tuple[str, list[str]]:
    called = dice.choice(("姓名", NAME_TEXT, "1、您的姓名", "name", "姓名（必填）", f"2.{NAME_TEXT}[填空题]"))
    return called, [name for name, _ in people]


def _spoiled(dice: Random, text: str) -> str:
    return dice.choice((text + dice.choice(REMARKS), dice.choice(FIRST_REMARKS) + text, text[1:], f"（改过）{text}"))


def _beside(dice: Random, main: Asked, people: int) -> list[Asked]:
    """Return columns about an answer, headed by its question and something more, before or behind."""
    found = []
    while dice.random() < 0.35:
        called = dice.choice((main.heading + dice.choice(REMARKS), dice.choice(FIRST_REMARKS) + main.heading))
        # Or the very same heading again, as where two exports were put side by side.
        found.append(Asked(main.heading if dice.random() < 0.15 else called, dice.choices(ASIDE, k=people)))
    return found


def _above(dice: Random, columns: Sequence[Asked]) -> list[list[str]]:
    if dice.random() < 0.75:
        return []
    width = len(columns)
    groups = ["一、关于你", *[""] * (width - 1)]
    return dice.choice(([["责任问卷导出"]], [["责任问卷"], ["导出时间：2026-09-03"]], [groups], [["x"] * width]))


def _footer(dice: Random) -> list[list[str]]:
    return [["合计", "3"]] if dice.random() < 0.1 else []


def _text(dice: Random, table: Sequence[Sequence[str]], made: Foreign) -> bytes:
    delimiter = dice.choice(",,,;\t|")
    encoding = dice.choice(("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"))
    stream = io.StringIO()
    closing = [""] * (dice.random() < 0.2)
    width = max(map(len, table))
    rows = [[*row, *[""] * (width - len(row) if len(row) > 2 else 0), *closing] for row in table]
    ends = dice.choice(("\r\n", "\n"))
    if dice.random() < 0.3:
        csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator=ends).writerows(rows)
    else:
        csv.writer(stream, delimiter=delimiter, lineterminator=ends).writerows(rows)
    content = stream.getvalue().encode(encoding, "replace")
    made.story.append(f"text, {delimiter!r}, {encoding}")
    if dice.random() < 0.15:
        content = _mixed(dice, content, encoding)
        made.story.append("bytes of another encoding in it")
    return content


def _mixed(dice: Random, content: bytes, encoding: str) -> bytes:
    """Put a bad byte into a text, or a line or a name of another encoding."""
    if encoding == "utf-16":
        return content
    other = "gbk" if encoding.startswith("utf") else "utf-8"
    lines = content.split(b"\n")
    place = dice.randrange(len(lines))
    kind = dice.randrange(3)
    if kind == 0:
        at = dice.randrange(len(lines[place]) + 1)
        lines[place] = lines[place][:at] + dice.choice((b"\xff", b"\x80", b"\xe4")) + lines[place][at:]
    elif kind == 1:
        lines[place] = lines[place].decode(encoding, "replace").encode(other, "replace")
    else:
        name = dice.choice(SURNAMES)
        lines[place] = lines[place].replace(name.encode(encoding, "replace"), name.encode(other, "replace"))
    return b"\n".join(lines)


def _workbook(dice: Random, table: Sequence[Sequence[str]], made: Foreign) -> bytes:
    """Return the table as a sheet of a workbook, other sheets before or behind it, some of it hidden."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "作答"
    _fill(sheet, table)
    if dice.random() < 0.2:
        row = dice.choice(list(made.truth) or [1])
        sheet.row_dimensions[row].hidden = True
        made.story.append(f"row {row} is hidden")
    if dice.random() < 0.2:
        letters = dice.choice(list(made.columns.values()))
        sheet.column_dimensions[letters].hidden = True
        made.story.append(f"column {letters} is hidden")
    if dice.random() < 0.5:
        other = book.create_sheet("旧" if dice.random() < 0.5 else "说明", dice.randint(0, 1))
        old = [["姓名", item_text(BANK, ITEMS[0], CODES[ITEMS[0].id])], ["旧人", "C"]]
        _fill(other, old if other.title == "旧" else [["本表由平台导出"]])
        other.sheet_state = dice.choice(("visible", "hidden", "veryHidden"))
        book.active = book.index(sheet)
        made.story.append(f"a sheet {other.title}, {other.sheet_state}, at {book.index(other)}")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(sheet: object, table: Sequence[Sequence[str]]) -> None:
    for row, texts in enumerate(table, 1):
        for column, text in enumerate(texts, 1):
            if text:
                place = sheet.cell(row, column)  # type: ignore[attr-defined]
                place.value = float(text) if text.isdecimal() and text.isascii() else text
                if isinstance(place.value, str):
                    place.data_type = "s"
