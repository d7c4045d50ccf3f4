"""A figure alone as one SVG file: nothing fetched, every text escaped by jinja2, light and dark by itself."""

from rolecheck.output.document import Figure
from rolecheck.output.old_drawing import draw
from rolecheck.output.rendering import template
from rolecheck.typesetting import wrap

CELLS = 104
"""Cells of small print in a line under the picture."""


def render_svg(figure: Figure, below: str) -> str:
    """Return the figure as a file's text, with what must be said ``below`` it in small print."""
    return template("picture.svg").render(
        title=figure.table.title, note=figure.note, drawing=draw(figure.picture), below=wrap(below, CELLS)
    )
