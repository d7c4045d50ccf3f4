"""The one place that knows jinja2: every text is escaped by it, and made visible on its way."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from rolecheck.bank.characters import visible

TEMPLATES = Path(__file__).with_name("templates")


@cache
def template(name: str) -> Template:
    """Return a template by its file's name."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)


def _visible(value: object) -> object:
    # What is marked up has been through here already.
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
