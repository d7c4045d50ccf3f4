"""What every page needs: templates rendered with every text escaped and made visible, the server, posted forms."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from rolecheck.bank.characters import visible
from rolecheck.host.desk import Desk
from rolecheck.host.limits import REPORT_POLICY
from rolecheck.host.room import Room
from rolecheck.report.workshop.expectations import MomentAnswers
from rolecheck.session.session import Form

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


MOST_FIELDS = 40
"""Of a posted form; the longest ticks twenty moments."""


@dataclass(frozen=True, slots=True)
class Web:
    """The server as its pages see it.

    ``base`` is the address guests use, without a slash at its end; ``length`` says how long a form takes; ``team`` is
    the page that `rolecheck team` makes of a folder of results; ``before`` is an earlier round to compare with.
    """

    desk: Desk
    base: str
    length: Callable[[Form], str]
    team: Callable[[Path], str]
    is_public: bool = False
    before: Sequence[MomentAnswers] = ()

    @property
    def secure(self) -> bool:
        """Whether guests come over TLS, so that cookies go over nothing else."""
        return self.base.startswith("https://")

    def link(self, room: Room) -> str:
        """Return the long link to a room: for a code to scan, and to be sent."""
        return f"{self.base}/{room.code}"

    def short_link(self, room: Room) -> str:
        """Return the link that is read and typed; a public server has the long one alone."""
        return self.link(room) if self.is_public else f"{self.base}/{room.pin}"


def web_of(request: Request) -> Web:
    """Return what the application was made with."""
    web: Web = request.app.state.web
    return web


class PostedFields:
    """A posted form's texts, each by its name, empty where there is none."""

    def __init__(self, form: FormData) -> None:
        self._form = form

    def __call__(self, name: str) -> str:
        """Return one of them."""
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> list[str]:
        """Return all texts of that name."""
        return [value for value in self._form.getlist(name) if isinstance(value, str)]


async def fields(request: Request) -> PostedFields:
    """Return a posted form."""
    return PostedFields(await request.form(max_files=0, max_fields=MOST_FIELDS))
