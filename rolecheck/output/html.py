"""A document as one HTML file: no script, nothing fetched, every text escaped by jinja2."""

from rolecheck.output.document import Document
from rolecheck.output.old_drawing import draw
from rolecheck.output.rendering import template


def render_html(document: Document) -> str:
    """Return the document as a file's text."""
    return template("document.html").render(document=document, draw=draw, zip=zip)
