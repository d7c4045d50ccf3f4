"""The list of results as people see it; a changed file in a diff is a changed screen."""

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from rolecheck.output.history import history_page
from rolecheck.output.terminal import Page
from rolecheck.report.history import ONCE, History, HistoryRow, Movement
from rolecheck.report.tables import Cell, Row, Table
from rolecheck.typesetting import width

ROWS = (
    HistoryRow("9", "2026-05-03 21:14", "快测", "分不出", "", "", ""),
    HistoryRow("10", "2026-08-19 12:40", "标准卷", "交付或运营", "91 %", "名片项目经理，不符", ""),
    HistoryRow("11", "2026-11-22 09:30", "全卷", "交付", ">99 %", "名片项目经理，不符", "王小明答，说的是老李"),
)
MOVEMENT = Movement(
    ("第 9 份（2026-05-03 21:14，快测）：分不出", "第 10 份（2026-08-19 12:40，标准卷）：交付或运营，把握 91 %"),
    Table(
        "movement",
        "占比怎么动的",
        "不到 95 % 就说看不出",
        (("before", "前次"), ("after", "后次"), ("difference", "变化"), ("moved", "升降")),
        (
            Row("a", "交付", (Cell(0.2, "20 %"), Cell(0.5, "50 %"), Cell(0.3, "+30"), Cell(0.97, "升了，约 97 %"))),
            Row("b", "推进", (Cell(0.1, "10 %"), Cell(0.08, "8 %"), Cell(-0.02, "-2"), Cell(0.4, "看不出（降 60 %）"))),
        ),
    ),
    ("两次的卷型不一样，题少的那次范围更宽。",),
)
HISTORIES = {
    "list": History(ROWS, None, ONCE),
    "compared": History(ROWS[:2], MOVEMENT, ""),
}


class TextFile(SingleFileSnapshotExtension):
    """A page is kept as a text file of its own."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize("name", HISTORIES)
def test_history(snapshot: SnapshotAssertion, name: str, columns: int) -> None:
    lines = [line.plain for line in history_page(HISTORIES[name], Page(columns))]

    assert [line for line in lines if width(line) > columns] == []
    assert "\n".join(lines) == snapshot.use_extension(TextFile)


def test_plain_says_everything_without_columns() -> None:
    text = "\n".join(line.plain for line in history_page(HISTORIES["compared"], Page(80, plain=True)))

    assert "升降 升了，约 97 %" in text
    assert "名片项目经理，不符" in text
