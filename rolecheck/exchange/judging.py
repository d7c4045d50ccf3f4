"""Sheets of blind judges: a folder with ``about.yaml`` and a CSV sheet for each judge.

``about.yaml`` says when it was done (``date``), what the judges were (``judges``, printed beside every figure) and the
words they were shown (``wording``). A sheet has the columns ``item``, ``letter`` (the stable one), ``line`` (or
``none``), ``desirable`` and ``doubt`` (0 or 1), and ``text``: eight hex digits that tell the option's wording then.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from rolecheck.bank.characters import harmless
from rolecheck.bank.checks.blind import Judgement, Judging, Place, Sheet
from rolecheck.bank.items import LETTERS
from rolecheck.bank.problems import Problems
from rolecheck.bank.reading import Fields
from rolecheck.bank.references import ID_FORM
from rolecheck.bank.yaml_files import read_yaml
from rolecheck.errors import BadInputError, Problem

ABOUT = "about.yaml"
COLUMNS = ("item", "letter", "line", "desirable", "doubt", "text")

_FORMS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "item": (ID_FORM, "应是题目的 id"),
    "letter": (re.compile(f"[{LETTERS}]"), "应是选项的稳定字母"),
    "line": (ID_FORM, "应是责任线的 id 或 none"),
    "desirable": (re.compile("[01]"), "应是 0 或 1"),
    "doubt": (re.compile("[01]"), "应是 0 或 1"),
    "text": (re.compile("[0-9a-f]{8}"), "应是选项文字的 8 位摘要"),
}


def read_judging(folder: Path) -> Judging | None:
    """Return the sheets of a folder; None if it holds none.

    Raises:
        BadInputError: a sheet or ``about.yaml`` cannot be used; carries every problem in all of them.
    """
    paths = sorted(folder.glob("*.csv"))
    if not paths:
        return None
    of_about = Problems(str(folder / ABOUT))
    about = read_yaml(folder / ABOUT, of_about, "date:", _about)
    found: list[Problem] = []
    sheets = [Sheet(harmless(path.stem), _judgements(path, found)) for path in paths]
    if about is None or found or of_about.found():
        raise BadInputError([*of_about.found(), *found])
    date, judges = about
    return Judging(date, judges, tuple(sheets))


def _about(top: Fields) -> tuple[str, str]:
    top.texts("wording")
    return top.text("date"), top.text("judges")


def _judgements(path: Path, found: list[Problem]) -> dict[Place, Judgement]:
    judgements: dict[Place, Judgement] = {}
    for line, row in _rows(path, found):
        wrong = [
            Problem(str(path), line, f"{column} 这一格是“{harmless(row[column], 12)}”，{must}。请改正。")
            for column, (form, must) in _FORMS.items()
            if not form.fullmatch(row[column])
        ]
        place = (row["item"], row["letter"])
        if place in judgements:
            wrong.append(Problem(str(path), line, f"{place[0]} 的选项 {place[1]} 评了两次。请删掉一行。"))
        found += wrong
        if not wrong:
            judgements[place] = Judgement(row["line"], row["desirable"] == "1", row["text"])
    return judgements


def _rows(path: Path, found: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows that have all columns, with their lines."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            header = next(reader, [])
            if tuple(header) != COLUMNS:
                found.append(Problem(str(path), 1, f"列名不对。第一行应是：{','.join(COLUMNS)}。"))
                return
            for cells in reader:
                if len(cells) == len(COLUMNS):
                    yield reader.line_num, dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True))
                elif cells:
                    text = f"有 {len(cells)} 格，应有 {len(COLUMNS)} 格。请补齐或删去多出的格。"
                    found.append(Problem(str(path), reader.line_num, text))
    except OSError as error:
        found.append(Problem(str(path), None, f"读不了：{error.strerror or error}。请检查路径和权限。"))
    except UnicodeDecodeError:
        found.append(Problem(str(path), None, "不是 UTF-8。请在表格软件里另存为“CSV UTF-8”。"))
    except csv.Error as error:
        found.append(Problem(str(path), None, f"不是规整的 CSV（{error}）。请检查引号是否成对。"))
