"""What every page's function needs at hand: the desk, the reports, and how the server is reached."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import FormData
from starlette.requests import Request

from rolecheck.host.desk import Desk
from rolecheck.host.room import Room
from rolecheck.report.workshop.expectations import Told
from rolecheck.session.session import Form

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
    before: Sequence[Told] = ()

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


class Fields:
    """A posted form's texts, each by its name, empty where there is none."""

    def __init__(self, form: FormData) -> None:
        self._form = form

    def __call__(self, name: str) -> str:
        """Return one of them."""
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> list[str]:
        """Return all texts of that name."""
        return [value for value in self._form.getlist(name) if isinstance(value, str)]


async def fields(request: Request) -> Fields:
    """Return a posted form."""
    return Fields(await request.form(max_files=0, max_fields=MOST_FIELDS))
