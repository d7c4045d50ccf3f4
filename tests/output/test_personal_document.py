"""A personal report as a document: whatever the report says stands in every file."""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from html import unescape
from typing import Any

import pytest

from rolecheck.output.document import Document, Figure
from rolecheck.output.html import render_html
from rolecheck.output.markdown import render_markdown
from rolecheck.output.personal_document import personal_document, shares_figure
from rolecheck.output.picture import Bars
from tests.conftest import Reporting
from tests.output.test_pages import PEOPLE

RENDERED = pytest.mark.parametrize("render", [render_html, render_markdown], ids=["html", "markdown"])


def texts(part: object) -> Iterator[str]:
    """Yield every text a report holds, however deep."""
    if isinstance(part, str) and not isinstance(part, Enum):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from texts(each)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from texts(getattr(part, field.name))


def packed(text: str) -> str:
    return re.sub(r"[\s\\]+|<br>", "", unescape(text))


@RENDERED
@pytest.mark.parametrize("person", PEOPLE)
def test_whatever_a_report_says_stands_in_every_file(
    reporting: Reporting, person: str, render: Callable[[Document], str]
) -> None:
    options: dict[str, Any] = {"credit": False, **PEOPLE[person]}
    _, report = reporting(title="project-manager", **options)
    report = replace(report, respondent="王小明", notices=("这次答得快。", "另一件事。"))
    file = packed(render(personal_document(report, "2026-11-24 的作答")))

    said = {*texts(report), "2026-11-24 的作答"}
    assert len(said) > 40
    assert {text for text in said if packed(text) not in file} == set()


def test_parts_without_anything_to_say_are_left_out(reporting: Reporting) -> None:
    _, report = reporting(["product"], form="quick")
    empty = replace(
        report,
        title=None,
        faces=None,
        stages=(),
        judgement=None,
        supporting=(),
        opposing=(),
        settle=(),
        talk=(),
        explore=None,
    )
    page = render_html(personal_document(empty))

    assert page.count("<h2>") == 1
    assert page.count("<svg") == 1


def test_the_picture_of_the_shares_is_drawn_from_the_figures_themselves(reporting: Reporting) -> None:
    _, report = reporting(["delivery"])
    figure = shares_figure(report)

    assert isinstance(figure, Figure)
    assert isinstance(figure.picture, Bars)
    drawn = [(bar.mean, bar.low, bar.high) for bar in figure.picture.rows]
    estimates = [row.estimate for row in (*report.shares, report.stand_back.row)]
    assert drawn == [(estimate.mean, estimate.low, estimate.high) for estimate in estimates]
