"""A page as one HTML file: no script, nothing fetched, every text escaped by jinja2.

The one place that knows jinja2. What is filled in is made visible on its way.
"""

from functools import cache
from itertools import count
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from rolecheck.bank.characters import visible
from rolecheck.exchange.paper import Paper
from rolecheck.output.drawing import draw
from rolecheck.report.page import Bars, Page
from rolecheck.typesetting import wrap

TEMPLATES = Path(__file__).with_name("templates")

CELLS = 104
"""Cells of small print in a line under a picture that is a file of its own."""


def html_text(page: Page) -> str:
    """Return the page as a file's text."""
    numbers = count(1)
    return _template("page.html").render(page=page, draw=draw, zip=zip, number=lambda: next(numbers))


def paper_text(paper: Paper) -> str:
    """Return a form to print on A4 as a file's text."""
    return _template("paper.html").render(paper=paper)


def svg_text(picture: Bars, title: str, note: str, below: str) -> str:
    """Return a picture alone as a file's text, with what must be said ``below`` it in small print."""
    return _template("picture.svg").render(title=title, note=note, drawing=draw(picture), below=wrap(below, CELLS))


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["kind"] = lambda block: type(block).__name__.lower()
    return environment.get_template(name)


def _visible(value: object) -> object:
    # What is marked up has been through here already.
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
