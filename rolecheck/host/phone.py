"""What a guest's phone asks for: one address that always shows where they are, and forms that come back to it."""

from dataclasses import replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from rolecheck.bank.items import LETTERS, NONE_FITS, Facet, Item
from rolecheck.host import pages
from rolecheck.host.keys import ALPHABET, new_key
from rolecheck.host.limits import address_of
from rolecheck.host.phone_together import together
from rolecheck.host.reports import result_file
from rolecheck.host.room import Guest, Mode, Room, Standing, why_not_answer, why_not_join
from rolecheck.host.sitting import Posted, Refused
from rolecheck.host.streams import stream
from rolecheck.host.together import Vote
from rolecheck.host.web import Web, fields, web_of
from rolecheck.report.offer import CHOICES, offer_more, offer_unreckoned
from rolecheck.session.session import FORM_NAMES, Session
from rolecheck.session.step import shown_order

COOKIE = "guest"
A_MONTH = 30 * 24 * 3600


def routes() -> list[Route]:
    """Return the guests' routes; the last one takes any code."""
    return [
        Route("/", door),
        Route("/", knock, methods=["POST"]),
        Route("/{code}", here),
        Route("/{code}/join", join, methods=["POST"]),
        Route("/{code}/answer", answer, methods=["POST"]),
        Route("/{code}/vote", vote, methods=["POST"]),
        Route("/{code}/name", rename, methods=["POST"]),
        Route("/{code}/forget", forget, methods=["POST"]),
        Route("/{code}/report", report),
        Route("/{code}/result", result),
        Route("/{code}/me", me),
        Route("/{code}/events", events),
    ]


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


async def here(request: Request) -> Response:
    """Show a guest where they are, or a newcomer the way in."""
    web = web_of(request)
    room, guest = await _enter(request)
    if room is None:
        return await _by_pin(request)
    if guest is None:
        return await _way_in(request, web, room)
    return await _place(web, room, guest)


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
        await web.desk.join(room, key, form("name"), form("title"), shows_name=bool(form("shows_name")))
    except Refused as why:
        return pages.message(room.name, str(why), 403)
    return _back(room)


async def answer(request: Request) -> Response:
    """Take an answer, a step back, or a reply to the offer of more."""
    web = web_of(request)
    room, guest = await _enter(request)
    if room is None or guest is None:
        return await _by_pin(request) if room is None else _back(room)
    form = await fields(request)
    posted = Posted(form("do") or "answer", form("moves"), form("item"), form("first"), form("second"))
    try:
        await web.desk.move(room, guest, posted)
    except Refused as why:
        return await _place(web, room, guest, str(why))
    return _back(room)


async def vote(request: Request) -> Response:
    """Take a vote on the open moment."""
    web = web_of(request)
    room, guest = await _enter(request)
    if room is None or guest is None:
        return await _by_pin(request) if room is None else _back(room)
    form = await fields(request)
    try:
        await web.desk.vote(room, guest, Vote(guest.id, form("item"), form("letter"), form("expected")))
    except Refused as why:
        return await _place(web, room, guest, str(why))
    return _back(room)


async def me(request: Request) -> Response:
    """Show what is known of the guest, to change or to delete it."""
    room, guest = await _enter(request)
    if room is None or guest is None:
        return await _by_pin(request) if room is None else _back(room)
    return pages.page("me.html", room=room, guest=guest)


async def rename(request: Request) -> Response:
    """Change the guest's name."""
    web = web_of(request)
    room, guest = await _enter(request)
    if room is not None and guest is not None:
        form = await fields(request)
        await web.desk.rename_guest(guest, form("name"), shows_name=bool(form("shows_name")))
    return _back(room) if room is not None else await _by_pin(request)


async def forget(request: Request) -> Response:
    """Delete the guest's answers."""
    web = web_of(request)
    room, guest = await _enter(request)
    if room is None or guest is None:
        return await _by_pin(request) if room is None else _back(room)
    await web.desk.forget_guest(guest)
    response = pages.message(
        "删掉了", "你的作答和名字都删了，这里什么也没留。要重新来，再打开链接。", link=f"/{room.code}"
    )
    response.delete_cookie(COOKIE, path=f"/{room.code}")
    return response


async def report(request: Request) -> Response:
    """Show the guest's own report, the same page as `rolecheck report --output` writes."""
    web = web_of(request)
    room, guest = await _enter(request)
    if room is None or guest is None:
        return await _by_pin(request) if room is None else _back(room)
    if guest.place.standing is not Standing.DONE or not guest.answered:
        return _back(room)
    sitting = await web.desk.sitting(room, guest)
    html = await run_in_threadpool(web.desk.page, _final(sitting.session), guest.finished or guest.moved)
    return pages.report(html)


async def result(request: Request) -> Response:
    """Give the guest their result as the file `rolecheck report` and `rolecheck team` read."""
    web = web_of(request)
    room, guest = await _enter(request)
    if room is None or guest is None:
        return await _by_pin(request) if room is None else _back(room)
    if guest.place.standing is not Standing.DONE or not guest.answered:
        return _back(room)
    sitting = await web.desk.sitting(room, guest)
    name, text = await run_in_threadpool(
        result_file, web.desk.examiner, _final(sitting.session), guest.finished or guest.moved
    )
    disposition = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(text, headers=disposition, media_type="application/json")


async def events(request: Request) -> Response:
    """Stream what a page compares itself with."""
    room, guest = await _enter(request)
    if room is None or guest is None:
        return Response(status_code=404)
    return stream(web_of(request), room, for_lead=False)


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
        roles=web.desk.bank.roles.roles,
        form=FORM_NAMES[room.form],
        length=web.length(room.form),
        together=room.mode is Mode.TOGETHER,
        opening=web.desk.bank.roles.advice["opening"].text if "opening" in web.desk.bank.roles.advice else "",
    )
    if not request.cookies.get(COOKIE):
        response.set_cookie(
            COOKIE, new_key(), max_age=A_MONTH, path=f"/{room.code}", secure=web.secure, httponly=True, samesite="lax"
        )
    return response


async def _place(web: Web, room: Room, guest: Guest, complaint: str | None = None) -> HTMLResponse:
    """Return the page of where a guest is; ``complaint`` says what was wrong with what they sent."""
    status = 200 if complaint is None else 400
    desk = web.desk
    why = why_not_answer(room, guest, desk.clock())
    if guest.removed:
        return pages.message(room.name, why or "", 403, f"/{room.code}")
    if room.mode is Mode.TOGETHER and room.workshop is not None:
        return await together(web, room, guest, complaint, why)
    guest = await desk.current(room, guest)
    if guest.place.standing is Standing.DONE:
        return await _done(web, room, guest)
    if why is not None:
        return pages.page("over.html", 403, room=room, guest=guest, why=why)
    if guest.place.standing is Standing.OFFER:
        return await _offer(web, room, guest)
    item = desk.bank.by_id[guest.place.item or ""]
    return pages.page("item.html", status, complaint=complaint, **item_shown(web, room, guest, item))


async def _offer(web: Web, room: Room, guest: Guest) -> HTMLResponse:
    sitting = await web.desk.sitting(room, guest)
    outlook = web.desk.reckoner.outlook(guest.id, sitting)
    offer = offer_unreckoned(guest.place.more) if outlook is None else offer_more(outlook, None)
    waits = web.desk.reckoner.is_waited_for(guest.id, sitting)
    return pages.page("offer.html", room=room, guest=guest, offer=offer, choices=CHOICES, waits=waits)


def item_shown(web: Web, room: Room, guest: Guest, item: Item) -> dict[str, object]:
    """Return what a page shows of an item; options under the letters of the screen, posted as the bank's."""
    bank = web.desk.bank
    order = shown_order(item, guest.seed)
    earlier = guest.place.earlier or ""
    return {
        "room": room,
        "guest": guest,
        "item": item,
        "stage": next((stage.name for stage in bank.roles.stages if stage.id == item.stage), ""),
        "ask": bank.framings[item.framing].ask,
        "options": [(shown, letter, item.option(letter).text) for shown, letter in zip(LETTERS, order, strict=False)],
        "none_fits": NONE_FITS if item.takes_none_fits else None,
        "takes_second": item.facet is not Facet.JUDGEMENT,
        "first": earlier[:1],
        "second": earlier[1:],
    }


def _final(session: Session) -> Session:
    """Return a session without what was taken back: it is over."""
    return replace(session, shelf=())


async def _done(web: Web, room: Room, guest: Guest) -> HTMLResponse:
    if not guest.answered:
        return pages.message(room.name, "这份卷子没有题可答。请告诉主持人。")
    sitting = await web.desk.sitting(room, guest)
    summary = await run_in_threadpool(web.desk.summary, _final(sitting.session))
    return pages.page("done.html", room=room, guest=guest, summary=summary)
