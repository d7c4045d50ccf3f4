"""Pages: templates rendered with every text escaped and made visible, and what belongs to every page."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from rolecheck.bank.characters import visible
from rolecheck.host.limits import REPORT_POLICY

TEMPLATES = Path(__file__).with_name("templates")
STATIC = Path(__file__).with_name("static")
KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
A_YEAR = "public, max-age=31536000, immutable"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["static"] = static_path
    return environment


def _visible(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def page(name: str, status: int = 200, **shown: object) -> HTMLResponse:
    """Return a page of a template."""
    return HTMLResponse(_environment().get_template(name).render(**shown), status)


def message(title: str, text: str, status: int = 200, link: str | None = None) -> HTMLResponse:
    """Return a page that says one thing, and perhaps where to go."""
    return page("message.html", status, title=title, text=text, link=link)


def report(html: str) -> HTMLResponse:
    """Return a report, a file of its own, as a page."""
    return HTMLResponse(html, headers={"content-security-policy": REPORT_POLICY})


@cache
def _file(name: str) -> bytes:
    return (STATIC / name).read_bytes()


@cache
def static_path(name: str) -> str:
    """Return where a file of the page's own lies; a changed one lies elsewhere, so browsers keep each for good."""
    return f"/static/{sha256(_file(name)).hexdigest()[:12]}/{name}"


def static_file(name: str) -> Response | None:
    """Return a file of the page's own, None where there is none of that name."""
    if name not in {path.name for path in STATIC.iterdir()}:
        return None
    return Response(_file(name), headers={"cache-control": A_YEAR}, media_type=KINDS[Path(name).suffix])
