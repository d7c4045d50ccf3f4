"""A form on paper: one HTML file to print on A4, every text escaped by jinja2."""

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rolecheck.output.document import visible
from rolecheck.output.html import TEMPLATES
from rolecheck.report.paper import Paper


def render_paper(paper: Paper) -> str:
    """Return the sheets as a file's text."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: visible(value) if isinstance(value, str) else value,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("paper.html").render(paper=paper)
