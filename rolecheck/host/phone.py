"""What a guest's phone asks for: one address that always shows where they are, and forms that come back to it."""

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from rolecheck.host import pages
from rolecheck.host.events import stream
from rolecheck.host.limits import ALPHABET, address_of, new_key
from rolecheck.host.pages import COOKIE_TERMS, Web, about_page, fields, place_page, web_of
from rolecheck.host.reports import result_file, without_the_way
from rolecheck.host.room import Guest, Mode, Room, why_not_join
from rolecheck.host.sitting import Posted, Refused
from rolecheck.host.together import Vote
from rolecheck.session.session import FORM_NAMES

COOKIE = "guest"

GuestPage = Callable[[Request, Web, Room, Guest], Awaitable[Response]]


def routes() -> list[Route]:
    """Return the guests' routes; the last one takes any code."""
    return [
        Route("/", door),
        Route("/", knock, methods=["POST"]),
        Route("/{code}", guest_place),
        Route("/{code}/join", join, methods=["POST"]),
        Route("/{code}/answer", _for_guest(answer), methods=["POST"]),
        Route("/{code}/vote", _for_guest(vote), methods=["POST"]),
        Route("/{code}/name", _for_guest(rename), methods=["POST"]),
        Route("/{code}/card", _for_guest(card), methods=["POST"]),
        Route("/{code}/forget", _for_guest(forget), methods=["POST"]),
        Route("/{code}/report", _for_guest(report)),
        Route("/{code}/result", _for_guest(result)),
        Route("/{code}/me", _for_guest(me)),
        Route("/{code}/events", events),
    ]


def _for_guest(page: GuestPage) -> Callable[[Request], Awaitable[Response]]:
    """Return the page for whoever is in the room; others come to its way in."""

    async def guarded(request: Request) -> Response:
        room, guest = await _enter(request)
        if room is None:
            return await _by_pin(request)
        return _back(room) if guest is None else await page(request, web_of(request), room, guest)

    return guarded


async def door(_: Request) -> Response:
    """Show where a short code is typed."""
    return pages.page("door.html", complaint=None)


async def knock(request: Request) -> Response:
    """Go to the room of a typed code."""
    form = await fields(request)
    code = "".join(char for char in form("code").lower() if char in ALPHABET)
    if not code:
        return pages.page("door.html", 400, complaint="还没有打房间码。码在主持人的屏幕上，六个字母和数字。")
    return RedirectResponse(f"/{code}", 303)


async def guest_place(request: Request) -> Response:
    """Show a guest where they are, or a newcomer the way in."""
    web = web_of(request)
    room, guest = await _enter(request)
    if room is None:
        return await _by_pin(request)
    if guest is None:
        return await _way_in(request, web, room)
    return await place_page(web, room, guest)


async def join(request: Request) -> Response:
    """Let a newcomer in."""
    web = web_of(request)
    room, guest = await _enter(request)
    if room is None:
        return await _by_pin(request)
    if guest is not None:
        return _back(room)
    key = request.cookies.get(COOKIE, "")
    if not key:
        return pages.message(
            "没能进来",
            "浏览器没有留住这个房间的记号（cookie）。在微信里点右上角的···，选“在浏览器打开”，再进一次。",
            400,
            f"/{room.code}",
        )
    form = await fields(request)
    try:
        await web.desk.join(room, key, form("name"), shows_name=bool(form("shows_name")))
    except Refused as why:
        return pages.message(room.name, str(why), 403)
    return _back(room)


async def answer(request: Request, web: Web, room: Room, guest: Guest) -> Response:
    """Take an answer, a step back, a reply to the offer of more, or what the card says."""
    form = await fields(request)
    sent = (form(name) for name in ("moves", "item", "first", "second", "title"))
    return await _taken(web, room, guest, web.desk.move(room, guest, Posted(form("do") or "answer", *sent)))


async def vote(request: Request, web: Web, room: Room, guest: Guest) -> Response:
    """Take a vote on the open moment."""
    form = await fields(request)
    sent = Vote(guest.id, form("item"), form("letter"), form("expected"))
    return await _taken(web, room, guest, web.desk.vote(room, guest, sent))


async def _taken(web: Web, room: Room, guest: Guest, taking: Awaitable[None]) -> Response:
    """Return where a guest goes on once something is taken, or the page they sent it from with what was wrong."""
    try:
        await taking
    except Refused as why:
        return await place_page(web, room, guest, str(why))
    return _back(room)


async def me(_: Request, web: Web, room: Room, guest: Guest) -> Response:
    """Show what is known of the guest, to change or to delete it."""
    return about_page(web, room, guest)


async def rename(request: Request, web: Web, room: Room, guest: Guest) -> Response:
    """Change the guest's name."""
    form = await fields(request)
    await web.desk.rename_guest(guest, form("name"), shows_name=bool(form("shows_name")))
    return _back(room)


async def card(request: Request, web: Web, room: Room, guest: Guest) -> Response:
    """Change what the guest's card says."""
    form = await fields(request)
    try:
        await web.desk.change_card(guest, form("title"))
    except Refused as why:
        return about_page(web, room, guest, str(why))
    return _back(room)


async def forget(_: Request, web: Web, room: Room, guest: Guest) -> Response:
    """Delete the guest's answers."""
    await web.desk.forget_guest(guest)
    response = pages.message(
        "删掉了", "你的作答和名字都删了，这里什么也没留。要重新来，再打开链接。", link=f"/{room.code}"
    )
    response.delete_cookie(COOKIE, path=f"/{room.code}")
    return response


async def report(_: Request, web: Web, room: Room, guest: Guest) -> Response:
    """Show the guest's own report, the same page as `rolecheck report --output` writes."""
    if not guest.has_result:
        return _back(room)
    sitting = await web.desk.sitting(room, guest)
    html = await run_in_threadpool(web.desk.page, without_the_way(sitting.session), guest.finished or guest.moved)
    return pages.report(html)


async def result(_: Request, web: Web, room: Room, guest: Guest) -> Response:
    """Give the guest their result as the file `rolecheck report` and `rolecheck team` read."""
    if not guest.has_result:
        return _back(room)
    sitting = await web.desk.sitting(room, guest)
    name, text = await run_in_threadpool(
        result_file, web.desk.examiner, without_the_way(sitting.session), guest.finished or guest.moved
    )
    disposition = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(text, headers=disposition, media_type="application/json")


async def events(request: Request) -> Response:
    """Stream what a page compares itself with."""
    room, guest = await _enter(request)
    if room is None or guest is None:
        return Response(status_code=404)
    return stream(web_of(request).desk.hub, room.id, for_lead=False)


async def _enter(request: Request) -> tuple[Room | None, Guest | None]:
    return await web_of(request).desk.enter(request.path_params["code"], request.cookies.get(COOKIE, ""))


def _back(room: Room) -> Response:
    return RedirectResponse(f"/{room.code}", 303)


async def _by_pin(request: Request) -> Response:
    """Go to the room of a short code, tried at a limited rate; behind a public address there are no short codes."""
    web = web_of(request)
    address = address_of(request.scope)
    wrong = web.desk.wrong_codes
    if wrong.too_many(address):
        return pages.message("请等一分钟", "这里刚有好几次房间码不对，先歇一分钟，再照主持人屏幕上的码打一次。", 429)
    room = None if web.is_public else await web.desk.room_of_pin(request.path_params["code"].lower())
    if room is not None:
        return _back(room)
    # What browsers ask for by themselves (icons, maps) is no code.
    if set(request.path_params["code"].lower()) <= set(ALPHABET):
        wrong.note(address)
    return pages.page(
        "door.html", 404, complaint="没有这个房间。码打错了，或者房间已经删了；照主持人屏幕上的再打一次。"
    )


async def _way_in(request: Request, web: Web, room: Room) -> Response:
    party = await web.desk.party(room.id)
    why = why_not_join(room, len(party.guests), web.desk.clock())
    if why is not None:
        return pages.message(room.name, why, 403)
    response = pages.page(
        "join.html",
        room=room,
        form=FORM_NAMES[room.form],
        length=web.length(room.form),
        together=room.mode is Mode.TOGETHER,
        opening=web.desk.bank.roles.advice["opening"].text if "opening" in web.desk.bank.roles.advice else "",
    )
    if not request.cookies.get(COOKIE):
        response.set_cookie(COOKIE, new_key(), path=f"/{room.code}", secure=web.secure, **COOKIE_TERMS)
    return response
