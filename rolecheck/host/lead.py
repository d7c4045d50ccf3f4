"""What the lead's browser asks for: the room's state, what can be done about it, and what it has shown.

The key in the lead's link becomes a cookie at once, so that the address on the projector tells nobody anything.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from rolecheck.bank.items import Facet
from rolecheck.host import pages
from rolecheck.host.events import stream
from rolecheck.host.leading import LeadView, changed, lead_view
from rolecheck.host.limits import address_of
from rolecheck.host.network import qr_svg
from rolecheck.host.pages import COOKIE_TERMS, Web, fields, web_of
from rolecheck.host.reports import export_zip, finished, sheet_csv, team_page
from rolecheck.host.room import Room
from rolecheck.host.together import moment_shown, round_shown
from rolecheck.report.team import LEAST_GROUP
from rolecheck.report.workshop import moment_row
from rolecheck.report.workshop.report import workshop_report
from rolecheck.session.workshop import Scene

COOKIE = "lead"

LeadPage = Callable[[Request, Web, Room], Awaitable[Response]]


def routes() -> list[Route]:
    """Return the lead's routes; the last one takes any key."""
    return [
        Route("/lead", _for_lead(desk)),
        Route("/lead/act", _for_lead(act), methods=["POST"]),
        Route("/lead/delete", _for_lead(delete), methods=["GET", "POST"]),
        Route("/lead/show", _for_lead(show)),
        Route("/lead/team", _for_lead(team)),
        Route("/lead/expectations", _for_lead(expectations)),
        Route("/lead/results.zip", _for_lead(results)),
        Route("/lead/sheet.csv", _for_lead(sheet)),
        Route("/lead/qr.svg", _for_lead(qr)),
        Route("/lead/events", _for_lead(events)),
        Route("/lead/{key}", enter),
    ]


def _for_lead(page: LeadPage) -> Callable[[Request], Awaitable[Response]]:
    """Return the page for whoever has a lead's key, and for nobody else."""

    async def guarded(request: Request) -> Response:
        web = web_of(request)
        key = request.cookies.get(COOKIE, "")
        room = await web.desk.room_led_by(key) if key else None
        if room is None:
            return pages.message(
                "这是主持人的页面", "请打开启动时打印的那条“主持”链接。房间删了，链接也就不用了。", 403
            )
        return await page(request, web, room)

    return guarded


async def enter(request: Request) -> Response:
    """Turn the key in a lead's link into a cookie; wrong ones are tried at a limited rate."""
    web, key = web_of(request), request.path_params["key"]
    address = address_of(request.scope)
    if web.desk.wrong_codes.too_many(address):
        return pages.message("请等一分钟", "这里刚有好几次链接不对，先歇一分钟再试。", 429)
    if await web.desk.room_led_by(key) is None:
        web.desk.wrong_codes.note(address)
        return pages.message("这条链接不对", "主持人的链接在启动 rolecheck host 的终端里，整条复制过来。", 403)
    response = RedirectResponse("/lead", 303)
    response.set_cookie(COOKIE, key, path="/lead", secure=web.secure, **COOKIE_TERMS)
    return response


async def desk(_: Request, web: Web, room: Room) -> Response:
    """Show the room."""
    return _desk_page(web, lead_view(web, await web.desk.party(room.id)))


def _desk_page(web: Web, view: LeadView, complaint: str | None = None) -> Response:
    bank = web.desk.bank
    items = bank.of(Facet.RESPONSIBILITY)
    moments = [(stage.name, [item for item in items if item.stage == stage.id]) for stage in bank.roles.stages]
    return pages.page("lead.html", 200 if complaint is None else 400, view=view, complaint=complaint, moments=moments)


async def act(request: Request, web: Web, room: Room) -> Response:
    """Do what a button says; a page that was made before somebody else changed the room does nothing."""
    form = await fields(request)
    complaint = await changed(web, room, form)
    if complaint is not None:
        return _desk_page(web, lead_view(web, await web.desk.party(room.id)), complaint)
    return RedirectResponse("/lead/show" if form("from") == "show" else "/lead", 303)


async def delete(request: Request, web: Web, room: Room) -> Response:
    """Delete the room once its name has been typed."""
    if request.method == "GET":
        return pages.page("delete.html", room=room, complaint=None)
    form = await fields(request)
    if form("name").strip() != room.name:
        return pages.page("delete.html", 400, room=room, complaint="房间名打得不一样，没有删。")
    await web.desk.delete(room)
    return pages.message("房间删掉了", "里面的人、名字和作答都删了，这里什么也没留。导出过的文件还在你存的地方。")


async def show(_: Request, web: Web, room: Room) -> Response:
    """Show what everybody may see, for the wall: how to come in, how many are in, and the scene."""
    party = await web.desk.party(room.id)
    bank, workshop = web.desk.bank, party.room.workshop
    view = lead_view(web, party)
    row = expected = report = None
    if view.is_together and workshop is not None and view.item is not None:
        item = bank.by_id[view.item]
        row = moment_row(bank, item, workshop.place + 1, workshop.seed, workshop.counted(item.id))
        if workshop.scene in {Scene.SPREAD, Scene.LINES}:
            expected = moment_shown(bank, party, item.id)
    elif view.is_together and workshop is not None:
        report = workshop_report(bank, workshop)
    return pages.page("show.html", view=view, row=row, expected=expected, report=report)


async def team(_: Request, web: Web, room: Room) -> Response:
    """Show the team page, the one `rolecheck team` makes of the exported results."""
    party = await web.desk.party(room.id)
    done = len(finished(party.guests))
    if done < LEAST_GROUP:
        text = f"答完的有 {done} 人，不到 {LEAST_GROUP} 个人不拆开看。人够了再来。"
        return pages.message("团队页还没有", text, link="/lead")
    sittings = await web.desk.sittings(room, party.guests)
    return pages.report(await run_in_threadpool(team_page, web, party, sittings))


async def expectations(_: Request, web: Web, room: Room) -> Response:
    """Show who expects whom, over the whole round."""
    party = await web.desk.party(room.id)
    shown = round_shown(web.desk.bank, party, web.before)
    return pages.page("relay.html", room=party.room, guest=None, round=shown, card=None, for_lead=True)


async def results(_: Request, web: Web, room: Room) -> Response:
    """Give everything as one file: results, sheet, pages, and the round to compare with later."""
    party = await web.desk.party(room.id)
    sittings = await web.desk.sittings(room, party.guests)
    content = await run_in_threadpool(export_zip, web, party, sittings)
    return Response(content, headers=_as_file("rolecheck-room.zip"), media_type="application/zip")


async def sheet(_: Request, web: Web, room: Room) -> Response:
    """Give the answer sheet that `rolecheck score` and `rolecheck team` read."""
    party = await web.desk.party(room.id)
    sittings = await web.desk.sittings(room, party.guests)
    text = sheet_csv(web.desk.bank, party.guests, sittings)
    return Response(text.encode("utf-8-sig"), headers=_as_file("answers.csv"), media_type="text/csv; charset=utf-8")


async def qr(_: Request, web: Web, room: Room) -> Response:
    """Give the code to scan."""
    return Response(qr_svg(web.link(room)), media_type="image/svg+xml")


async def events(_: Request, web: Web, room: Room) -> Response:
    """Stream what the page compares itself with."""
    return stream(web.desk.hub, room.id, for_lead=True)


def _as_file(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{Path(name).name}"'}
