"""Sheets of blind judges and of readers: a folder with ``about.yaml`` and a CSV sheet for each of them.

``about.yaml`` says when it was done (``date``), what the judges were (``judges``, printed beside every figure) and the
words they were shown (``wording``). What the columns mean is told in docs/judges/README.md; ``text`` are eight hex
digits that tell the wording of then. The readers' sheets lie in a folder ``reading`` beside the judges'.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from rolecheck.bank.characters import harmless
from rolecheck.bank.checks.blind import JudgeSheet, Judging, OptionJudgement, Place
from rolecheck.bank.checks.read_through import STEM, Impression, Readers, ReaderSheet
from rolecheck.bank.files import read_yaml
from rolecheck.bank.items import LETTERS
from rolecheck.bank.problems import ID_FORM, Problems
from rolecheck.bank.reading import Fields
from rolecheck.errors import BadInputError, Problem
from rolecheck.intake import RefusedError, read_whole

ABOUT = "about.yaml"
MOST_BYTES = 2**22
READING = "reading"

MOST_WORDS = 300
"""Characters a retelling may have."""

Form = tuple[re.Pattern[str], str]
Row = Mapping[str, str]
Kept = TypeVar("Kept")

_ITEM: Form = (ID_FORM, "应是题目的 id")
_FLAG: Form = (re.compile("[01]"), "应是 0 或 1")
_MARK: Form = (re.compile("[1-5]"), "应是 1 到 5")
_TEXT: Form = (re.compile("[0-9a-f]{8}"), "应是那段文字的 8 位摘要")
_LINE: Form = (ID_FORM, "应是责任线的 id 或 none")

JUDGED: Mapping[str, Form] = {
    "item": _ITEM,
    "letter": (re.compile(f"[{LETTERS}]"), "应是选项的稳定字母"),
    "line": _LINE,
    "desirable": _FLAG,
    "reluctant": _FLAG,
    "doubt": _FLAG,
    "text": _TEXT,
}
READ: Mapping[str, Form] = {
    "item": _ITEM,
    "letter": (re.compile(f"[{LETTERS}{STEM}]"), f"应是选项的稳定字母，题干写 {STEM}"),
    "clear": _MARK,
    "natural": _MARK,
    "twice": _FLAG,
    "added": _FLAG,
    "retold": (re.compile(f"(?:{ID_FORM.pattern})?"), "应是责任线的 id 或 none，没重说就空着"),
    "words": (re.compile(f".{{0,{MOST_WORDS}}}"), f"最多 {MOST_WORDS} 个字"),
    "text": _TEXT,
}
"""Columns of the two kinds of sheets, in their order, with what stands in each."""


def read_judging(folder: Path) -> Judging | None:
    """Return the judges' sheets of a folder; None if it holds none.

    Raises:
        BadInputError: a sheet or ``about.yaml`` cannot be used; carries every problem in all of them.
    """
    content = _read(folder, JUDGED, _judgement)
    if content is None:
        return None
    date, judges, sheets = content
    return Judging(date, judges, tuple(JudgeSheet(*sheet) for sheet in sheets.items()))


def read_readers(folder: Path) -> Readers | None:
    """Return the readers' sheets beside the judges'; None if there are none; raises as ``read_judging``."""
    content = _read(folder / READING, READ, _impression)
    if content is None:
        return None
    date, readers, sheets = content
    return Readers(date, readers, tuple(ReaderSheet(*sheet) for sheet in sheets.items()))


def _judgement(row: Row) -> OptionJudgement:
    return OptionJudgement(row["line"], row["desirable"] == "1", row["reluctant"] == "1", row["text"])


def _impression(row: Row) -> Impression:
    return Impression(
        clear=int(row["clear"]),
        natural=int(row["natural"]),
        twice=row["twice"] == "1",
        added=row["added"] == "1",
        retold=row["retold"] or None,
        text=row["text"],
    )


def _read(
    folder: Path, columns: Mapping[str, Form], keep: Callable[[Row], Kept]
) -> tuple[str, str, dict[str, dict[Place, Kept]]] | None:
    """Return the date, who they were, and by name what each said of each text; None if there is no sheet."""
    paths = sorted(folder.glob("*.csv"))
    if not paths:
        return None
    of_about = Problems(str(folder / ABOUT))
    about = read_yaml(folder / ABOUT, of_about, "date:", _about)
    problems: list[Problem] = []
    sheets = {harmless(path.stem): _sheet(path, columns, keep, problems) for path in paths}
    if about is None or problems or of_about.found():
        raise BadInputError([*of_about.found(), *problems])
    return (*about, sheets)


def _about(top: Fields) -> tuple[str, str]:
    top.texts("wording")
    return top.text("date"), top.text("judges")


def _sheet(
    path: Path, columns: Mapping[str, Form], keep: Callable[[Row], Kept], problems: list[Problem]
) -> dict[Place, Kept]:
    kept: dict[Place, Kept] = {}
    for line, row in _rows(path, tuple(columns), problems):
        wrong = [
            Problem(str(path), line, f"{column} 这一格是“{harmless(row[column], 12)}”，{must}。请改正。")
            for column, (form, must) in columns.items()
            if not form.fullmatch(row[column])
        ]
        place = (row["item"], row["letter"])
        if place in kept:
            what = "题干" if row["letter"] == STEM else f"选项 {place[1]} "
            wrong.append(Problem(str(path), line, f"{place[0]} 的{what}评了两次。请删掉一行。"))
        problems += wrong
        if not wrong:
            kept[place] = keep(row)
    return kept


def _rows(path: Path, columns: tuple[str, ...], problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows that have all columns, with their lines."""
    try:
        text = read_whole(path, MOST_BYTES).decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = next(reader, [])
        if tuple(header) != columns:
            problems.append(Problem(str(path), 1, f"列名不对。第一行应是：{','.join(columns)}。"))
            return
        for cells in reader:
            if len(cells) == len(columns):
                yield reader.line_num, dict(zip(columns, (cell.strip() for cell in cells), strict=True))
            elif cells:
                width = f"有 {len(cells)} 格，应有 {len(columns)} 格。请补齐或删去多出的格。"
                problems.append(Problem(str(path), reader.line_num, width))
    except RefusedError as error:
        problems.append(Problem(str(path), None, str(error)))
    except UnicodeDecodeError:
        problems.append(Problem(str(path), None, "不是 UTF-8。请在表格软件里另存为“CSV UTF-8”。"))
    except csv.Error as error:
        problems.append(Problem(str(path), None, f"不是规整的 CSV（{error}）。请检查引号是否成对。"))
