"""`rolecheck host`: find or make the room, listen, say how to come in, serve until told to stop."""

import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rolecheck.bank.characters import MOST_NAME, harmless
from rolecheck.bank.items import Bank
from rolecheck.bank.loading import load_bank
from rolecheck.cli.lead_requests import HostRequest
from rolecheck.cli.screen import bank_folder
from rolecheck.cli.team_inputs import measure_submissions, read_team_inputs
from rolecheck.errors import UsageError
from rolecheck.measure.forms import longest_reading
from rolecheck.measure.item_choice import Examiner
from rolecheck.output.html import html_text
from rolecheck.report.team import Sort
from rolecheck.report.team.members import Settings, gather
from rolecheck.report.team.report import team_page, team_report
from rolecheck.report.wording import minutes_words
from rolecheck.session.session import FORM_NAMES, Form
from rolecheck.session.workshop import MOST_MOMENTS
from rolecheck.store.places import results_folder

if TYPE_CHECKING:
    import socket

    from rolecheck.host.desk import Desk
    from rolecheck.host.pages import Web
    from rolecheck.host.room import Room
    from rolecheck.report.workshop.expectations import MomentAnswers

A_DAY = 24 * 3600.0
INSTALL = "运行 pip install 'rolecheck[host]'"


@dataclass(frozen=True, slots=True)
class Opening:
    """Where the server listens and what it is called: ``base`` is what guests type, ``notes`` what to know of it."""

    sockets: "list[socket.socket]"
    base: str
    port: int
    names: tuple[str, ...]
    is_public: bool
    notes: tuple[str, ...]


def run_host(request: HostRequest) -> None:
    """Open a room and serve it until Ctrl-C."""
    try:
        from rolecheck.cli.host_serving import serve
        from rolecheck.host.database import Database
        from rolecheck.host.desk import Desk
        from rolecheck.host.workers import ProcessCalculator
    except ModuleNotFoundError as error:
        raise UsageError(f"rolecheck host 还缺 {error.name}。", INSTALL) from error
    if request.workshop is not None and not 1 <= request.workshop <= MOST_MOMENTS:
        raise UsageError(f"--workshop 写 1 到 {MOST_MOMENTS}；常用 3、5、8。", retype={str(request.workshop): ["5"]})
    bank = load_bank(bank_folder(request.bank))
    before = _earlier(request.before, bank)
    closes = _closing(request.close_at)
    opening = _open(request)
    database = Database(request.database or _own_database())
    desk = Desk(Examiner(bank), database, ProcessCalculator(bank))
    try:
        room, key, note = _room(desk, request, closes, before)
        web = _web(desk, opening, before)
        serve(web, room, key, replace(opening, notes=(*opening.notes, *note)), request.export)
    finally:
        with suppress(KeyboardInterrupt):
            desk.close()
        for listening in opening.sockets:
            listening.close()


def _own_database() -> str:
    return f"sqlite:///{results_folder().with_name('rooms') / 'rooms.db'}"


def _closing(typed: str | None) -> float | None:
    from rolecheck.host.leading import read_time

    if typed is None:
        return None
    closes = read_time(typed, time.time())
    if closes is None:
        raise UsageError("--close-at 写成 18:00 这样，到那时就不再收作答。", retype={typed: ["18:00"]})
    return closes


def _earlier(path: Path | None, bank: Bank) -> "tuple[MomentAnswers, ...]":
    if path is None:
        return ()
    from rolecheck.host.together import read_round
    from rolecheck.store.files import read_text

    return read_round(bank, read_text(path), str(path))


def _open(request: HostRequest) -> Opening:
    """Listen where phones can reach it; UsageError where that would let strangers in."""
    from rolecheck.host import network

    own = network.addresses()
    best = own[0] if own else network.Address(network.LOOPBACK, "lo", -100, "只有这台电脑自己打得开")
    bind = network.check_bind(request.bind) if request.bind is not None else best.text
    public_url = _public_url(request)
    if public_url is None and not request.public and network.is_public(bind, [each.text for each in own]):
        raise UsageError(
            f"{bind} 在公网上，谁都连得到，作答会不加密地过网。前面放一个带证书的代理，写 --public-url https://网址；"
            "只给屋里的人用，就写 --bind 内网地址；真要这样开，加 --public。"
        )
    hosts = [bind] if bind in {network.LOOPBACK, *network.ANYWHERE} else [bind, network.LOOPBACK]
    try:
        sockets, port = network.listen(hosts, request.port)
    except UsageError:
        # What else listens on the loopback alone does not matter to phones.
        sockets, port = network.listen(hosts[:1], request.port)
    reached = best.text if bind in network.ANYWHERE else bind
    shown = f"[{reached}]" if ":" in reached else reached
    doubt = next((each.doubt for each in own if each.text == reached and each.doubt), "")
    notes = [f"{reached} {doubt}。"] if doubt and public_url is None else []
    others = [each.text for each in own if each.text != reached and each.score > 0]
    if others and request.bind is None:
        notes.append(f"这台电脑还有别的地址：{'、'.join(others)}。手机连不上就换一个：--bind {others[0]}")
    return Opening(
        sockets,
        public_url or f"http://{shown}:{port}",
        port,
        _names(public_url),
        public_url is not None or request.public,
        tuple(notes),
    )


def _public_url(request: HostRequest) -> str | None:
    if request.public_url is None:
        return None
    parts = urlsplit(request.public_url)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise UsageError("--public-url 写成 https://网址，后面不带路径。")
    if parts.scheme == "http" and not request.public:
        raise UsageError("--public-url 要用 https://，不然作答会不加密地过网。真要用 http，加 --public。")
    return f"{parts.scheme}://{parts.netloc}"


def _names(public_url: str | None) -> tuple[str, ...]:
    import socket

    names = [socket.gethostname().lower()]
    if public_url is not None:
        names.append((urlsplit(public_url).hostname or "").lower())
    return tuple(names)


def _room(
    desk: "Desk", request: HostRequest, closes: float | None, before: "tuple[MomentAnswers, ...]"
) -> "tuple[Room, str, tuple[str, ...]]":
    """Return the room to serve, a key that leads it, and what to say of it."""
    from rolecheck.host import rows

    name = None if request.name is None else harmless(request.name, MOST_NAME) or None
    there = None if request.new else _unfinished(desk, name)
    if there is None:
        shown = name or f"{datetime.now().astimezone():%m 月 %d 日}的房间"
        room, key = desk.new_room(shown, request.form, closes)
        note: tuple[str, ...] = ()
    else:
        room, key = there, desk.another_key(there)
        note = (f"接着用上次的房间“{room.name}”，大家从原来的地方接着答。要另开一间，加 --new。",)
    changed = _with_moments(desk.bank, room, request.workshop, before)
    if there is not None and closes is not None:
        changed = replace(changed, closes=closes)
    if changed != room:
        desk.database.write_now(lambda connection: rows.change_room(connection, changed, room.version))
    return room, key, note


def _unfinished(desk: "Desk", name: str | None) -> "Room | None":
    """Return the room to go on with: the last of this name, or, without a name, one of the last day."""
    now = time.time()
    for room in desk.rooms():
        if room.is_over(now) or (name is not None and room.name != name):
            continue
        if name is not None or now - room.created < A_DAY:
            return room
    return None


def _with_moments(bank: Bank, room: "Room", count: int | None, before: "tuple[MomentAnswers, ...]") -> "Room":
    from rolecheck.host.together import with_moments
    from rolecheck.measure.forms import dividing_moments

    if room.workshop is not None or (count is None and not before):
        return room
    seed = secrets.randbits(32)
    chosen = [moment.id for moment in before] or [item.id for item in dividing_moments(bank, count or 0, seed)]
    if not chosen:
        raise UsageError("题库里没有责任题（facet: responsibility），开不了工作坊。")
    return with_moments(room, chosen, seed)


def _web(desk: "Desk", opening: Opening, before: "tuple[MomentAnswers, ...]") -> "Web":
    from rolecheck.host.pages import Web

    return Web(
        desk=desk,
        base=opening.base,
        length=lambda form: length_of(desk.bank, form),
        team=lambda folder: team_html(folder, desk.bank),
        is_public=opening.is_public,
        before=before,
    )


def team_html(folder: Path, bank: Bank) -> str:
    """Return the page `rolecheck team FOLDER --output page.html` writes."""
    inputs = read_team_inputs([str(folder)], bank)
    submissions, source = measure_submissions(inputs.answer_sets, (), bank)
    report = team_report(gather(bank, submissions, Settings()), source, Sort.LINE, None)
    return html_text(team_page(report))


def length_of(bank: Bank, form: Form) -> str:
    """Return how long a form submissions at its longest, in a few words."""
    longest = longest_reading(bank, form)
    return f"{FORM_NAMES[form]}，最多 {longest.items} 题，{minutes_words(longest.minutes)}"
