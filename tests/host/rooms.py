"""A room served for a test, and phones made of requests: they follow forms as a browser without a script does."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from threading import Thread
from time import sleep

import httpx
import uvicorn

from rolecheck.cli.host import length_of, team_html
from rolecheck.host.app import make_app
from rolecheck.host.database import Database
from rolecheck.host.desk import Desk
from rolecheck.host.network import listen
from rolecheck.host.pages import Web
from rolecheck.host.room import Guest, Room
from rolecheck.report.workshop.expectations import MomentAnswers
from rolecheck.session.session import Form
from tests.builders import shipped_examiner


@dataclass
class Form_:  # noqa: N801 - the other Form is a rolecheck form
    """A form of a page: where it goes, and what may be sent."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class PageReader(HTMLParser):
    """Reads the forms and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form_] = []
        self.words: list[str] = []
        self.feed(html)
        self.text = " ".join(self.words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            assert has.get("method") == "post"
            self.forms.append(Form_(has["action"]))
        elif tag == "input" and self.forms:
            form = self.forms[-1]
            if has.get("type") == "hidden":
                form.hidden[has["name"]] = has["value"]
            elif has.get("type") in {"radio", "checkbox"}:
                form.choices.setdefault(has["name"], []).append(has["value"])
        elif tag == "button" and self.forms:
            self.forms[-1].buttons.append((has.get("name", ""), has.get("value", "")))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append(" ".join(data.split()))


_OPEN: list[httpx.Client] = []
"""Browsers to be closed with the room."""


class Phone:
    """A browser in a room: one cookie jar, the page last seen."""

    def __init__(self, base: str, code: str) -> None:
        self.client = httpx.Client(base_url=base, follow_redirects=True, timeout=90, trust_env=False)
        _OPEN.append(self.client)
        self.code = code
        self.page = PageReader("")
        self.status = 0
        self.title = ""

    def open(self, path: str | None = None) -> PageReader:
        return self._see(self.client.get(path or f"/{self.code}"))

    def post(self, action: str, **fields: object) -> PageReader:
        return self._see(self.client.post(action, data={name: str(value) for name, value in fields.items()}))

    def join(self, name: str = "", title: str = "", *, shows_name: bool = False) -> PageReader:
        """Come in; ``title`` is what will be said of the card once it is asked."""
        self.title = title
        self.open()
        form = self.form("/join")
        if form is not None:
            self.code = form.action.split("/")[1]  # a short code leads to the long one
        fields = {"name": name} | ({"shows_name": "yes"} if shows_name else {})
        return self.post(f"/{self.code}/join", **fields)

    def form(self, suffix: str, do: str | None = None) -> Form_ | None:
        """Return the form of the page that goes there, and that has this button."""
        return next(
            (
                form
                for form in self.page.forms
                if form.action.endswith(suffix) and (do is None or ("do", do) in form.buttons)
            ),
            None,
        )

    @property
    def item(self) -> str | None:
        """The item asked on the page."""
        form = self.form("/answer", "answer")
        return None if form is None else form.hidden["item"]

    def answer(self, first: str, second: str = "") -> PageReader:
        form = self.form("/answer", "answer")
        assert form is not None, self.page.text
        return self.post(form.action, **form.hidden, first=first, second=second, do="answer")

    def answer_stop(self) -> bool:
        """Answer what is asked between the items and after them; tell whether there was something."""
        if self.form("/answer", "enough") is not None:
            self.press("enough")
        elif (form := self.form("/answer", "card")) is not None:
            self.post(form.action, **form.hidden, title=self.title or "none", do="card")
        else:
            return False
        return True

    def press(self, do: str) -> PageReader:
        form = self.form("/answer", do)
        assert form is not None, self.page.text
        return self.post(form.action, **form.hidden, do=do)

    def answer_all(self, choose: "dict[str, str] | None" = None, letter: str = "A") -> dict[str, str]:
        """Answer to the end, and return what was answered."""
        given: dict[str, str] = {}
        for _ in range(200):
            if self.item is None:
                if not self.answer_stop():
                    return given
                continue
            item = self.item
            given[item] = (choose or {}).get(item, letter)
            self.answer(given[item][0], given[item][1:])
        raise AssertionError(self.page.text)

    def _see(self, response: httpx.Response) -> PageReader:
        self.status = response.status_code
        self.page = PageReader(response.text)
        return self.page


@dataclass
class Served:
    """A room being served."""

    desk: Desk
    web: Web
    room: Room
    key: str
    base: str

    def phone(self, name: str = "", title: str = "", *, shows_name: bool = False) -> Phone:
        phone = Phone(self.base, self.room.code)
        phone.join(name, title, shows_name=shows_name)
        return phone

    def lead(self) -> Phone:
        lead = Phone(self.base, "lead")
        lead.open(f"/lead/{self.key}")
        return lead

    def guests(self) -> list[Guest]:
        from rolecheck.host import rows

        return self.desk.database.read_now(lambda connection: rows.guests(connection, self.room.id))

    def now(self) -> Room:
        from rolecheck.host import rows

        return self.desk.database.read_now(lambda connection: rows.find_room_by_id(connection, self.room.id))


@contextmanager
def serving(
    database: str,
    form: Form = Form.QUICK,
    name: str = "试一试",
    *,
    public: bool = False,
    before: tuple[MomentAnswers, ...] = (),
) -> Iterator[Served]:
    """Serve a new room of a database on the loopback address."""
    examiner = shipped_examiner()
    desk = Desk(examiner, Database(database))
    room, key = desk.new_room(name, form, None)
    with served(desk, room, key, public=public, before=before) as place:
        yield place
    desk.close()


@contextmanager
def served(
    desk: Desk, room: Room, key: str, *, public: bool = False, before: tuple[MomentAnswers, ...] = ()
) -> Iterator[Served]:
    """Serve a room there is."""
    (listening,), port = listen(["127.0.0.1"], 0)
    port = listening.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    bank = desk.bank
    web = Web(
        desk,
        base,
        lambda form: length_of(bank, form),
        lambda folder: team_html(folder, bank),
        is_public=public,
        before=before,
    )
    server = uvicorn.Server(
        uvicorn.Config(make_app(web), access_log=False, log_level="warning", timeout_graceful_shutdown=1, ws="none")
    )
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        sleep(0.01)
    try:
        yield Served(desk, web, room, key, base)
    finally:
        while _OPEN:
            _OPEN.pop().close()
        server.should_exit = True
        thread.join()
        listening.close()


def sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'rooms.db'}"
