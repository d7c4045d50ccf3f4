"""Pictures: everything drawn lies in its frame, and whoever cannot see it is told the same."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from rolecheck.output.html import Box, Dot, Drawing, Rule, Text, draw, html_text, svg_text, told
from rolecheck.report.page import Bar, Bars, Counts, Page

DOTS = tuple(round(0.3 + 0.02 * place, 2) for place in range(20))
BARS = Bars(
    (
        Bar("交付", "结果被接住", 0.46, 0.38, 0.55, "46 %", "38 – 55"),
        Bar("项目", "过程可控", 0.17, 0.11, 0.24, "17 %", "11 – 24"),
        Bar("产品", "方向正确", 0.08, 0.03, 0.15, "8 %", "3 – 15"),
    ),
    0.6,
)
DOTTED = Bars(tuple(row._replace(dots=DOTS) for row in BARS.rows), 0.8)
COUNTS = Counts(("交付", "退后"), (("立项", (2, 0)), ("验收", (0, 1))), frozenset({"退后"}))


class SvgFile(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "svg"


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - drawn a moment ago


def shares() -> st.SearchStrategy[Bars]:
    ends = st.lists(st.floats(0, 1), min_size=3, max_size=3).map(sorted)
    dots = st.one_of(st.just(()), st.lists(st.floats(0, 1), min_size=20, max_size=20).map(tuple))
    bars = st.builds(
        lambda ends, label, dots: Bar(label, label, ends[1], ends[0], ends[2], label, label, dots),
        ends,
        st.text(),
        dots,
    )
    return st.lists(bars, min_size=1, max_size=9).map(lambda rows: Bars(tuple(rows)))


@st.composite
def counted(draw_: st.DrawFn) -> Counts:
    columns = draw_(st.lists(st.text(), min_size=1, max_size=9, unique=True))
    row = st.tuples(st.text(), st.tuples(*[st.integers(0, 40)] * len(columns)))
    return Counts(tuple(columns), tuple(draw_(st.lists(row, min_size=1, max_size=6))))


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


@given(st.one_of(shares(), counted()))
def test_nothing_is_drawn_outside_its_frame(picture: Bars | Counts) -> None:
    drawing = draw(picture)

    assert_framed(drawing)
    assert drawing.told == told(picture)


def test_bars_are_as_long_as_their_shares() -> None:
    boxes = [shape for shape in draw(BARS).shapes if isinstance(shape, Box)]
    assert [box.length / boxes[0].length for box in boxes] == pytest.approx([1, 0.17 / 0.46, 0.08 / 0.46])


def test_a_share_is_twenty_dots_of_equal_chance_where_its_places_are_known() -> None:
    dots = [shape for shape in draw(DOTTED).shapes if isinstance(shape, Dot)]
    assert len(dots) == 3 * 20
    assert [dot.x for dot in dots[:20]] == sorted(dot.x for dot in dots[:20])
    below_half = sum(dot.x < 100 * 0.5 / DOTTED.scale for dot in dots[:20])
    assert below_half == pytest.approx(sum(place < 0.5 for place in DOTS), abs=1)
    assert not any(isinstance(shape, Box) for shape in draw(DOTTED).shapes)


def test_no_two_dots_stand_in_one_place() -> None:
    places = [(dot.x, dot.y) for dot in draw(DOTTED).shapes if isinstance(dot, Dot)]
    assert len(set(places)) == len(places)


def test_pictures_in_words() -> None:
    assert (
        told(BARS) == "交付 结果被接住：46 %（38 – 55）；项目 过程可控：17 %（11 – 24）；产品 方向正确：8 %（3 – 15）。"
    )
    assert told(COUNTS) == "立项：交付 2；验收：退后 1。"


@pytest.mark.parametrize("picture", [BARS, DOTTED], ids=["bars", "dots"])
def test_a_picture_as_a_file(picture: Bars, snapshot: SnapshotAssertion) -> None:
    text = svg_text(picture, "各占多少", "九成范围", "还没有经过人群验证。")
    parsed(text)
    assert text == snapshot.use_extension(SvgFile)


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_leaves_a_picture_well_formed(text: str) -> None:
    bars = Bars((Bar(text, text, 0.5, 0.4, 0.6, text, text),))
    drawn = [element.tag for element in parsed(svg_text(bars, text, text, text)).iter()]

    assert len(drawn) <= 60 + len(text)
    page = html_text(Page(text, (bars, Counts((text,), ((text, (1,)),)))))
    assert page.count("<svg") == page.count("</svg>") == 2
