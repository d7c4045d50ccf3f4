"""A form on paper: one HTML file to print on A4, every text escaped by jinja2."""

from rolecheck.output.rendering import template
from rolecheck.report.paper import Paper


def render_paper(paper: Paper) -> str:
    """Return the sheets as a file's text."""
    return template("paper.html").render(paper=paper)
