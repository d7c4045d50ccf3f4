"""Pictures: everything drawn lies in its frame, and whoever cannot see it is told the same."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from rolecheck.output.document import Cell, Document, Figure, Row, Step, Steps, Table
from rolecheck.output.html import render_html
from rolecheck.output.markdown import render_markdown
from rolecheck.output.old_drawing import Box, Dot, Drawing, Rule, Text, draw, scale_end
from rolecheck.output.picture import Bar, Bars, Counts, Leaning, Leanings, Picture
from rolecheck.output.svg import render_svg
from tests.builders import stable

BARS = Bars(
    (
        Bar("交付", "结果被接住", 0.46, 0.38, 0.55, "46 %（38 – 55）"),
        Bar("项目", "过程可控", 0.17, 0.11, 0.24, "17 %（11 – 24）"),
        Bar("退后", "留给别人", 0.08, 0.03, 0.15, "8 %（3 – 15）", quiet=True),
    )
)
COUNTS = Counts(("交付", "退后"), (("立项", (2, 0)), ("验收", (0, 1))), frozenset({"退后"}))
LEANINGS = Leanings((Leaning("第 7 题 验收", 0.7, "×2.0"), Leaning("第 3 题 上线", -0.3, "÷1.3")))
TABLE = Table("各占多少", ("占比",), (Row("交付", (Cell(("46 %",)),)),))


class SvgFile(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "svg"


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - drawn a moment ago


def shares() -> st.SearchStrategy[Bars]:
    ends = st.lists(st.floats(0, 1), min_size=3, max_size=3).map(sorted)
    bars = st.builds(lambda ends, label: Bar(label, label, ends[1], ends[0], ends[2], label), ends, st.text())
    return st.lists(bars, min_size=1, max_size=9).map(lambda rows: Bars(tuple(rows)))


@st.composite
def counted(draw_: st.DrawFn) -> Counts:
    columns = draw_(st.lists(st.text(), min_size=1, max_size=9, unique=True))
    row = st.tuples(st.text(), st.tuples(*[st.integers(0, 40)] * len(columns)))
    return Counts(tuple(columns), tuple(draw_(st.lists(row, min_size=1, max_size=6))))


def leanings() -> st.SearchStrategy[Leanings]:
    rows = st.lists(st.builds(Leaning, st.text(), st.floats(-9, 9), st.text()), min_size=1, max_size=9)
    return rows.map(lambda rows: Leanings(tuple(rows)))


def assert_framed(drawing: Drawing) -> None:
    for shape in drawing.shapes:
        match shape:
            case Text(x, y):
                across, down = [x], [y - 14, y + 4]
            case Box(x, y, length, _, height):
                across, down = [x, x + length], [y, y + height]
            case Rule(x1, y1, x2, y2):
                across, down = [x1, x2], [y1, y2]
            case Dot(x, y, radius):
                across, down = [x], [int(y - radius), int(y + radius)]
        assert all(-1e-6 <= place <= 100 + 1e-6 for place in across), shape
        assert all(-1 <= place <= drawing.height for place in down), shape


@stable
@given(st.one_of(shares(), counted(), leanings()))
def test_nothing_is_drawn_outside_its_frame(picture: Picture) -> None:
    drawing = draw(picture)

    assert_framed(drawing)
    assert drawing.told == picture.told()


@pytest.mark.parametrize("share", [0.0, 0.01, 0.1, 0.3, 0.5, 0.51, 0.8, 1.0])
def test_a_scale_ends_at_a_whole_mark_no_share_goes_beyond(share: float) -> None:
    end = scale_end(share)
    assert share <= end + 1e-9 <= 1 + 1e-6
    assert end <= max(share + 0.2, 0.1)


def test_bars_are_as_long_as_their_shares() -> None:
    boxes = [shape for shape in draw(BARS).shapes if isinstance(shape, Box)]
    assert [box.length / boxes[0].length for box in boxes] == pytest.approx([1, 0.17 / 0.46, 0.08 / 0.46])


def test_what_speaks_against_points_the_other_way() -> None:
    plus, minus = (shape for shape in draw(LEANINGS).shapes if isinstance(shape, Box))
    assert minus.x + minus.length == pytest.approx(plus.x)
    assert minus.length / plus.length == pytest.approx(0.3 / 0.7)


def test_pictures_in_words() -> None:
    assert (
        BARS.told()
        == "交付 结果被接住：46 %（38 – 55）；项目 过程可控：17 %（11 – 24）；退后 留给别人：8 %（3 – 15）。"
    )
    assert COUNTS.told() == "立项：交付 2；验收：退后 1。"
    assert LEANINGS.told() == "第 7 题 验收：×2.0；第 3 题 上线：÷1.3。"


@pytest.mark.parametrize("picture", [BARS, COUNTS, LEANINGS], ids=["bars", "counts", "leanings"])
def test_a_picture_as_a_file(picture: Picture, snapshot: SnapshotAssertion) -> None:
    text = render_svg(Figure(picture, TABLE, "九成范围"), "还没有经过人群验证。")
    parsed(text)
    assert text == snapshot.use_extension(SvgFile)


@stable
@given(st.text(st.characters(codec="utf-8")))
def test_any_text_leaves_a_picture_well_formed(text: str) -> None:
    bars = Bars((Bar(text, text, 0.5, 0.4, 0.6, text),))
    figure = Figure(bars, Table(text, (), ()), text)
    drawn = [element.tag for element in parsed(render_svg(figure, text)).iter()]

    assert len(drawn) <= 60 + len(text)
    page = render_html(Document(text, (figure, Steps(text, (Step(text),), (), bars))))
    assert page.count("<svg") == page.count("</svg>") == 2


def test_where_nothing_can_be_drawn_the_table_stands_for_the_picture() -> None:
    text = render_markdown(Document("报告", (Figure(BARS, TABLE, "九成范围"),)))
    assert "| **交付** | 46 % |" in text
    assert "> 九成范围" in text
