"""Laws of every page in every kind of output: it fits, nothing of it is lost, and it stands alone."""

import re
from html import unescape
from itertools import pairwise

import pytest

from rolecheck.output.html import html_text
from rolecheck.output.markdown import markdown_text
from rolecheck.output.terminal import Screen, in_marks_of
from rolecheck.output.terminal_page import page_lines
from rolecheck.report.page import Page
from rolecheck.typesetting import width
from tests.every_page import NAMES
from tests.pages import texts

MAY_NOT_BEGIN = tuple("，。、；：？！）」』”")
NAMED = pytest.mark.parametrize("name", NAMES)


def packed(text: str) -> str:
    """Return a text without what a writer may put into it: blanks, escapes, line breaks."""
    return re.sub(r"[\s\\]+", "", unescape(re.sub(r"</?[a-z][^>]*>", "", text)))


@NAMED
@pytest.mark.parametrize("columns", [40, 56, 72, 80, 120])
@pytest.mark.parametrize("plain", [False, True], ids=["drawn", "plain"])
def test_no_line_is_wider_than_the_terminal_or_begins_with_a_mark_or_ends_in_blanks(
    pages: dict[str, Page], name: str, columns: int, plain: bool
) -> None:
    lines = [line.plain for line in page_lines(pages[name], Screen(columns, plain))]

    assert [line for line in lines if width(line) > columns] == []
    assert [line for line in lines if line.lstrip().startswith(MAY_NOT_BEGIN)] == []
    assert [line for line in lines if line != line.rstrip()] == []


@NAMED
def test_read_aloud_nothing_is_drawn(pages: dict[str, Page], name: str) -> None:
    lines = page_lines(pages[name], Screen(80, plain=True))

    assert not set("\n".join(line.plain for line in lines)) & set("█▏▎▍▌▋▊▉")


@NAMED
def test_in_ascii_a_page_is_as_wide_as_before(pages: dict[str, Page], name: str) -> None:
    lines = list(page_lines(pages[name], Screen(80)))
    in_ascii = list(in_marks_of(Screen(80, ascii=True), lines))

    assert [width(line.plain) for line in in_ascii] == [width(line.plain) for line in lines]
    assert not set("\n".join(line.plain for line in in_ascii)) & set("█▏▎▍▌▋▊▉·×÷–—…→←“”")


@NAMED
def test_both_files_say_all_that_the_page_says(pages: dict[str, Page], name: str) -> None:
    said = {packed(text) for text in texts(pages[name])}
    web, markdown = packed(html_text(pages[name]).partition("<body>")[2]), packed(markdown_text(pages[name]))

    assert {text for text in said if text not in web} == set()
    assert {text for text in said if text not in markdown} == set()


@NAMED
def test_a_web_page_stands_alone_runs_nothing_and_fetches_nothing(pages: dict[str, Page], name: str) -> None:
    page = html_text(pages[name])

    assert page.startswith('<!doctype html>\n<html lang="zh-CN">')
    assert "default-src 'none'" in page
    assert not any(word in page for word in ("http:", "https:", "<script", "<link", "<img", "@import", "url("))


@NAMED
def test_headings_of_a_web_page_go_down_one_step_at_a_time(pages: dict[str, Page], name: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", html_text(pages[name]))]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
