"""A document as one HTML file: no script, nothing fetched, every text escaped by jinja2."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from rolecheck.output.document import Document, visible

TEMPLATES = Path(__file__).with_name("templates")


def render_html(document: Document) -> str:
    """Return the document as a file's text."""
    return _template().render(document=document, zip=zip)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("document.html")


def _visible(value: object) -> object:
    # What is marked up has been through here already.
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
