"""What a page is drawn with: colours that can be read on any background, and marks any terminal can draw."""

import io
import re

import pytest
from rich.color import Color
from rich.style import Style

from rolecheck.output.terminal import (
    ACCENT,
    BAR,
    QUIET,
    STRONG,
    WARNING,
    Screen,
    TextLine,
    in_marks_of,
    print_page,
    styled,
)
from rolecheck.output.terminal_page import page_lines
from rolecheck.report.personal.pages import personal_page
from rolecheck.typesetting import in_ascii, width
from tests.pages import EVERYTHING
from tests.persons import NAMED

BLACK, WHITE, TERMINAL_BLACK, PAPER = (0, 0, 0), (255, 255, 255), (30, 30, 30), (253, 246, 227)
COLOUR = re.compile(r"\x1b\[[0-9;]*(?:3[0-8]|4[0-8])[0-9;]*m")


class Tty(io.StringIO):
    """A terminal that remembers."""

    def isatty(self) -> bool:
        return True


def drawn_pages() -> list[TextLine]:
    return [*page_lines(EVERYTHING, Screen(80)), *page_lines(personal_page(NAMED), Screen(80))]


def luminance(rgb: tuple[int, ...]) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [part / 255 for part in rgb]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("style", [ACCENT, BAR, WARNING])
@pytest.mark.parametrize(("background", "least"), [(BLACK, 4), (WHITE, 4), (TERMINAL_BLACK, 3), (PAPER, 3)])
def test_every_colour_can_be_read_on_light_and_on_dark(style: str, background: tuple[int, ...], least: float) -> None:
    colour = Style.parse(style).color
    assert isinstance(colour, Color)

    assert contrast(tuple(colour.get_truecolor()), background) >= least


def test_pages_use_no_other_styles() -> None:
    used = {style for line in drawn_pages() for _, style in line.parts}

    assert used <= {"", STRONG, QUIET, BAR, ACCENT, WARNING, f"bold {WARNING}"}
    assert ACCENT in used


@pytest.mark.parametrize(
    ("stream", "environment", "coloured"),
    [
        (Tty, {}, True),
        (Tty, {"NO_COLOR": "1"}, False),
        (Tty, {"NO_COLOR": ""}, True),
        (Tty, {"TERM": "dumb"}, False),
        (io.StringIO, {}, False),
        (io.StringIO, {"FORCE_COLOR": "1"}, True),
        (io.StringIO, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
    ids=str,
)
def test_colour_is_where_it_is_wanted(
    monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO], environment: dict[str, str], coloured: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"TERM": "xterm-256color"} | environment).items():
        monkeypatch.setenv(name, value)
    written = stream()

    print_page([styled("交付线", ACCENT)], written, plain=False)

    assert "交付线" in written.getvalue()
    assert bool(COLOUR.search(written.getvalue())) == coloured


def test_a_page_in_ascii_is_as_wide_and_has_no_mark_of_its_own() -> None:
    drawn = drawn_pages()
    ascii_only = list(in_marks_of(Screen(80, ascii=True), drawn))

    assert [width(line.plain) for line in ascii_only] == [width(line.plain) for line in drawn]
    assert set("█▏▎▍▌▋▊▉·×÷–—…→←“”") & set("".join(line.plain for line in ascii_only)) == set()
    assert any("####" in line.plain for line in ascii_only)
    assert list(in_marks_of(Screen(80), drawn)) == drawn


def test_chinese_and_its_own_marks_stay_in_ascii() -> None:
    assert in_ascii("交付，验收。（一）：“好”") == '交付，验收。（一）："好"'


def test_a_dot_is_a_dash_before_an_entry_and_a_stroke_between_two() -> None:
    assert in_ascii("   · 推进 1 · 产品 1") == "   - 推进 1 / 产品 1"
