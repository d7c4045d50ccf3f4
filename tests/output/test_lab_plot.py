"""The pictures of `rolecheck bank simulate`, of findings made by hand."""

import sys
from xml.etree import ElementTree as ET

import pytest

from rolecheck.errors import UsageError
from rolecheck.output import lab_plot as drawing
from rolecheck.output.lab_plot import draw_lab, require_drawing
from rolecheck.output.terminal import Screen
from rolecheck.output.terminal_page import page_lines
from rolecheck.report.lab.report import LabReport, lab_page, lab_plot
from tests.builders import shipped
from tests.every_page import lab_found


@pytest.fixture(scope="module")
def report() -> LabReport:
    return lab_found()


@pytest.mark.slow
def test_an_svg_keeps_its_texts_as_texts_and_is_the_same_every_time(report: LabReport) -> None:
    plot = lab_plot(shipped(), report.figures)
    svg = draw_lab(plot, "svg")
    assert svg == draw_lab(plot, "svg")
    parsed = ET.fromstring(svg)  # noqa: S314 - drawn a moment ago
    texts = {"".join(each.itertext()).strip() for each in parsed.iter("{http://www.w3.org/2000/svg}text")}
    assert {plot.calibration.title, plot.curves.title, plot.coverage.title, plot.caution} <= texts
    assert {line.short for line in shipped().roles.lines} <= texts
    assert b"Noto Sans CJK SC" in svg


def test_a_png_is_a_png(report: LabReport) -> None:
    assert draw_lab(lab_plot(shipped(), report.figures), "png").startswith(b"\x89PNG")


def test_without_matplotlib_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match="matplotlib") as refused:
        require_drawing("svg")
    assert refused.value.hint == "运行 pip install 'rolecheck[plot]'"


def test_without_a_chinese_font_a_png_is_refused_and_an_svg_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "FONTS", ())
    require_drawing("svg")
    with pytest.raises(UsageError, match=r"\.svg"):
        require_drawing("png")


def test_no_page_loads_matplotlib(report: LabReport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert list(page_lines(lab_page(report), Screen(80)))
