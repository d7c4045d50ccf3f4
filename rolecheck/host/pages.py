"""Pages: what each of them needs, and those of a guest.

Templates are rendered with every text escaped and made visible. A guest sees the item they are at, an offer of more,
the card, what they came to, or the moment the room looks at.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, TypedDict

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from rolecheck.bank.characters import visible
from rolecheck.bank.items import LETTERS, NONE_FITS, Facet, Item
from rolecheck.host.desk import Desk
from rolecheck.host.limits import REPORT_POLICY
from rolecheck.host.reports import without_the_way
from rolecheck.host.room import FormStanding, Guest, Mode, Room, why_not_answer
from rolecheck.host.sitting import NO_CARD
from rolecheck.host.together import moment_shown, round_shown, votes_on, whom_to_expect
from rolecheck.report.offer import CARD_HELP, CHOICES, card_says, offer_more, offer_unreckoned
from rolecheck.report.workshop import moment_row
from rolecheck.report.workshop.expectations import MomentAnswers
from rolecheck.session.session import Form
from rolecheck.session.step import shown_order
from rolecheck.session.workshop import Scene

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


class CookieTerms(TypedDict):
    """What both cookies have in common."""

    max_age: int
    httponly: bool
    samesite: Literal["lax"]


COOKIE_TERMS: CookieTerms = {"max_age": 30 * 24 * 3600, "httponly": True, "samesite": "lax"}
"""Whoever comes back within a month goes on; no script and no other site's form has the cookie."""

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


async def place_page(web: Web, room: Room, guest: Guest, complaint: str | None = None) -> HTMLResponse:
    """Return the page of where a guest is; ``complaint`` says what was wrong with what they sent."""
    why = why_not_answer(room, guest, web.desk.clock())
    if guest.removed:
        return message(room.name, why or "", 403, f"/{room.code}")
    if room.mode is Mode.TOGETHER and room.workshop is not None:
        return await _together(web, room, guest, complaint, why)
    guest = await web.desk.current(room, guest)
    if guest.place.standing is FormStanding.DONE or (guest.place.is_through and why is not None):
        return await _done(web, room, guest)
    if why is not None:
        return page("over.html", 403, room=room, guest=guest, why=why)
    return await _asked(web, room, guest, complaint)


async def _asked(web: Web, room: Room, guest: Guest, complaint: str | None) -> HTMLResponse:
    """Return the page of what a guest is asked."""
    if guest.place.standing is FormStanding.OFFER:
        return await _offer(web, room, guest)
    shown = {"room": room, "guest": guest, "complaint": complaint}
    status = 200 if complaint is None else 400
    if guest.place.standing is FormStanding.CARD:
        return page("card.html", status, **shown, why=CARD_HELP, **card_shown(web, guest))
    item = web.desk.bank.by_id[guest.place.item or ""]
    return page("item.html", status, **shown, **item_shown(web, guest, item))


async def _offer(web: Web, room: Room, guest: Guest) -> HTMLResponse:
    sitting = await web.desk.sitting(room, guest)
    outlook = web.desk.reckoner.outlook(guest.id, sitting)
    offer = offer_unreckoned(guest.place.more) if outlook is None else offer_more(outlook, None)
    waits = web.desk.reckoner.is_waited_for(guest.id, sitting)
    return page("offer.html", room=room, guest=guest, offer=offer, choices=CHOICES, waits=waits)


def card_shown(web: Web, guest: Guest) -> dict[str, object]:
    """Return what a page shows where it asks what stands on the card."""
    roles = [(role.id, role.name) for role in web.desk.bank.roles.roles]
    chosen = guest.title or (NO_CARD if guest.place.standing is FormStanding.DONE else None)
    return {"says": card_says(None), "roles": [*roles, (NO_CARD, "都不是，或不想说")], "chosen": chosen}


def item_shown(web: Web, guest: Guest, item: Item) -> dict[str, object]:
    """Return what a page shows of an item; options under the letters of the screen, posted as the bank's."""
    bank = web.desk.bank
    order = shown_order(item, guest.seed)
    earlier = guest.place.earlier or ""
    return {
        "item": item,
        "stage": next((stage.name for stage in bank.roles.stages if stage.id == item.stage), ""),
        "ask": bank.framings[item.framing].ask,
        "options": [(shown, letter, item.option(letter).text) for shown, letter in zip(LETTERS, order, strict=False)],
        "none_fits": NONE_FITS if item.takes_none_fits else None,
        "takes_second": item.facet is not Facet.JUDGEMENT,
        "first": earlier[:1],
        "second": earlier[1:],
    }


async def _done(web: Web, room: Room, guest: Guest) -> HTMLResponse:
    if not guest.answered:
        return message(room.name, "这份卷子没有题可答。请告诉主持人。")
    sitting = await web.desk.sitting(room, guest)
    summary = await run_in_threadpool(web.desk.summary, without_the_way(sitting.session))
    return page("done.html", room=room, guest=guest, summary=summary)


def about_page(web: Web, room: Room, guest: Guest, complaint: str | None = None) -> HTMLResponse:
    """Return the page of what is known of a guest, to change or to delete it."""
    status = 200 if complaint is None else 400
    # Before the end the card would colour what is still to be answered.
    asks_card = guest.place.is_through or room.mode is Mode.TOGETHER
    shown = card_shown(web, guest) if asks_card else None
    return page("me.html", status, room=room, guest=guest, card=shown, complaint=complaint)


async def _together(web: Web, room: Room, guest: Guest, complaint: str | None, why: str | None) -> HTMLResponse:
    """Return the page of the room's scene; ``why`` says why nothing is taken any more, if so."""
    party = await web.desk.party(room.id)
    room, workshop = party.room, party.room.workshop
    if workshop is None or workshop.ended or workshop.scene is Scene.RELAY:
        shown = round_shown(web.desk.bank, party, web.before)
        # Whoever has answered a form of their own has been asked; a room that only looks together has not.
        card = card_shown(web, guest) if guest.title is None and not guest.place.is_through else None
        return page("relay.html", room=room, guest=guest, round=shown, card=card, for_lead=False)
    item = web.desk.bank.by_id[workshop.moments[workshop.place]]
    row = moment_row(web.desk.bank, item, workshop.place + 1, workshop.seed, workshop.counted(item.id))
    vote = next((kept for kept in votes_on(party.votes, item.id) if kept.guest == guest.id), None)
    seen: dict[str, Any] = {
        "room": room,
        "guest": guest,
        "row": row,
        "count": len(workshop.moments),
        "item": item,
        "mine": vote,
    }
    if workshop.scene is Scene.HANDS and why is None:
        return page(
            "vote.html",
            200 if complaint is None else 400,
            **seen,
            complaint=complaint,
            order=shown_order(item, workshop.seed),
            none_fits=NONE_FITS,
            expected=whom_to_expect(web.desk.bank, party.guests, guest),
        )
    return page(
        "scene.html",
        **seen,
        scene=str(workshop.scene),
        why=why,
        expected=None if workshop.scene in {Scene.THINK, Scene.HANDS} else moment_shown(web.desk.bank, party, item.id),
    )
