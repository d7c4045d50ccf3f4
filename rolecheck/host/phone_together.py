"""What a guest sees while the room looks at one moment together."""

from typing import Any

from starlette.responses import HTMLResponse

from rolecheck.bank.items import NONE_FITS
from rolecheck.host import pages
from rolecheck.host.expected import moment_shown, round_shown
from rolecheck.host.room import Guest, Room
from rolecheck.host.together import votes_on, whom_to_expect
from rolecheck.host.web import Web
from rolecheck.report.workshop.moment import moment_row
from rolecheck.session.step import shown_order
from rolecheck.session.workshop import Scene


async def together(web: Web, room: Room, guest: Guest, complaint: str | None, why: str | None) -> HTMLResponse:
    """Return the page of the room's scene; ``why`` says why nothing is taken any more, if so."""
    party = await web.desk.party(room.id)
    room, workshop = party.room, party.room.workshop
    if workshop is None or workshop.ended or workshop.scene is Scene.RELAY:
        return pages.page("relay.html", room=room, guest=guest, round=round_shown(web.desk.bank, party), for_lead=False)
    item = web.desk.bank.by_id[workshop.moments[workshop.place]]
    row = moment_row(web.desk.bank, item, workshop.place + 1, workshop.seed, workshop.counted(item.id))
    mine = next((vote for vote in votes_on(party.votes, item.id) if vote.guest == guest.id), None)
    shown: dict[str, Any] = {
        "room": room,
        "guest": guest,
        "row": row,
        "count": len(workshop.moments),
        "item": item,
        "mine": mine,
    }
    if workshop.scene is Scene.HANDS and why is None:
        return pages.page(
            "vote.html",
            200 if complaint is None else 400,
            **shown,
            complaint=complaint,
            order=shown_order(item, workshop.seed),
            none_fits=NONE_FITS,
            expected=whom_to_expect(web.desk.bank, party.guests, guest),
        )
    return pages.page(
        "scene.html",
        **shown,
        scene=str(workshop.scene),
        why=why,
        expected=None if workshop.scene in {Scene.THINK, Scene.HANDS} else moment_shown(web.desk.bank, party, item.id),
    )
