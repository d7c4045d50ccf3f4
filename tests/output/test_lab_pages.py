"""The pages of `rolecheck bank simulate` and its pictures, of findings made by hand."""

import sys
from xml.etree import ElementTree as ET

import pytest
from syrupy.assertion import SnapshotAssertion

from rolecheck.errors import UsageError
from rolecheck.output import lab_plot as drawing
from rolecheck.output.lab import lab_page
from rolecheck.output.lab_document import lab_document
from rolecheck.output.lab_plot import draw_lab, require_drawing
from rolecheck.output.markdown import render_markdown
from rolecheck.output.terminal import Page
from rolecheck.report.lab import LabReport, lab_report
from rolecheck.report.lab_page import measurement_page
from rolecheck.report.lab_plot import lab_plot
from rolecheck.typesetting import width
from tests.builders import shipped
from tests.output.test_pages import TextFile
from tests.report.lab_findings import hand_made

DIGEST = "000000000000"


@pytest.fixture(scope="module")
def report() -> LabReport:
    # What the bank is called changes with every word of it.
    return lab_report(shipped(), hand_made())._replace(bank=f"题库 2026（{DIGEST}）")


@pytest.fixture
def pages(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(TextFile)


@pytest.mark.parametrize("columns", [80, 40])
def test_the_page_fits_its_terminal(report: LabReport, pages: SnapshotAssertion, columns: int) -> None:
    lines = [line.plain for line in lab_page(report, Page(columns))]
    assert max(width(line) for line in lines) <= columns
    assert "\n".join(lines) + "\n" == pages


def test_the_measurement_page(report: LabReport, pages: SnapshotAssertion) -> None:
    assert render_markdown(lab_document(measurement_page(report, "2026-01-02"))) == pages


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
    with pytest.raises(UsageError, match=r"pip install 'rolecheck\[plot\]'"):
        require_drawing("svg")


def test_without_a_chinese_font_a_png_is_refused_and_an_svg_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "FONTS", ())
    require_drawing("svg")
    with pytest.raises(UsageError, match=r"\.svg"):
        require_drawing("png")


def test_no_page_loads_matplotlib(report: LabReport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert list(lab_page(report, Page(80)))
