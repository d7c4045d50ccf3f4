"""`rolecheck workshop`: choose the moments, go through them with the room, keep the page."""

import difflib
import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from rolecheck import __version__
from rolecheck.bank.characters import MOST_NAME, harmless
from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.loading import load_bank
from rolecheck.cli.asking import (
    WALKING,
    OpenRun,
    bank_place,
    leaving_early,
    offer_to_resume,
    open_asker,
    sitting_down,
)
from rolecheck.cli.lead_requests import WorkshopRequest
from rolecheck.cli.saving import check_output, save_page, save_text
from rolecheck.cli.screen import bank_folder, checked_seed, show, show_json
from rolecheck.errors import StoreError, UsageError
from rolecheck.measure.forms import dividing_moments
from rolecheck.prompt.asking import Asker
from rolecheck.report.page import as_data
from rolecheck.report.workshop.report import (
    LENGTHS,
    WorkshopReport,
    guide_page,
    listed_page,
    room_opening,
    session_minutes,
    workshop_page,
    workshop_report,
)
from rolecheck.session.step import walk
from rolecheck.session.workshop import MOST_MOMENTS, Workshop, next_scene
from rolecheck.store.places import open_workshops_folder
from rolecheck.store.walks import OpenWorkshop, new_workshop_journal, replay_workshop, room_move_record

SCHEMA = "rolecheck.workshop/1"
ENDINGS = (".html", ".md", ".json")
MOST_SECONDS = 3600

NO_TERMINAL = (
    "工作坊要有人在终端里打人数，这里没有可以打字的终端。"
    "人数也可以从管道一行一行地来（--plain）；只看怎么带，用 --guide。"
)
KEEP = "要留一页吗？写个文件名，以 .html、.md 或 .json 结尾；不要就直接回车。"


def run_workshop(request: WorkshopRequest) -> None:
    """Go through some moments with a room, or print what helps to prepare that."""
    if request.guide:
        _guide(request)
        return
    check_output(request.output, ENDINGS, inputs=(request.bank,))
    checked_seed(request.seed)
    if request.think is not None and not 1 <= request.think <= MOST_SECONDS:
        raise UsageError(f"--think 写秒数，1 到 {MOST_SECONDS}；常用 30 或 60。", retype={str(request.think): ["60"]})
    bank = load_bank(bank_folder(request.bank))
    seed = secrets.randbits(32) if request.seed is None else request.seed
    if request.list_only:
        moments = listed_moments(bank, request.ids or (), request.moments, seed)
        show(listed_page(bank, moments), plain=request.plain)
        return
    items = chosen_moments(bank, request.ids or (), request.moments, seed)
    with sitting_down("rolecheck workshop", request.bank, WALKING) as sitting:
        asker = open_asker(bank, plain=request.plain, no_input=False, no_terminal=NO_TERMINAL)
        with leaving_early(asker, sitting):
            workshop = _with_the_room(bank, items, seed, asker, request, sitting)
            _finish(bank, workshop, asker, request, sitting)


def _guide(request: WorkshopRequest) -> None:
    check_output(request.output, inputs=(request.bank,))
    guide = guide_page(load_bank(bank_folder(request.bank)))
    if request.output is None:
        show(guide, plain=request.plain)
    else:
        save_page(guide, request.output)


def _with_the_room(
    bank: Bank, items: tuple[Item, ...], seed: int, asker: Asker, request: WorkshopRequest, sitting: OpenRun
) -> Workshop:
    folder = bank_place(request.bank)
    left = offer_to_resume(
        asker, sitting, open_workshops_folder(), partial(replay_workshop, bank=bank, folder=folder), _tell
    )
    if left is None:
        if not items:
            lengths = [f"{count} 个，约 {session_minutes(count)} 分钟" for count in LENGTHS]
            items = chosen_moments(bank, (), LENGTHS[asker.ask_one_of("这次看几个时刻？", lengths)], seed)
        asker.ask_text("\n".join(room_opening(len(items))), "回车，开始 ›")
        workshop = Workshop(tuple(item.id for item in items), seed)
        started = datetime.now().astimezone()
        place, wanted = open_workshops_folder(), request.output
        journal = new_workshop_journal(place, workshop, bank, started, folder, output=wanted)
        sitting.journal = journal
    else:
        workshop, journal = left.workshop, left.journal
        sitting.output = _still_wanted(left.output, request)
    return walk(
        workshop,
        partial(next_scene, bank),
        partial(asker.ask_scene, seconds=request.think),
        lambda move: journal.append(room_move_record(move)),
        Workshop.move,
    )


def _still_wanted(earlier: Path | None, request: WorkshopRequest) -> Path | None:
    """Return the file asked for when the workshop began, if this run names none and it can still be written."""
    if request.output is not None or request.json:
        return None
    try:
        check_output(earlier, ENDINGS)
    except UsageError:
        return None
    return earlier


def _tell(left: OpenWorkshop) -> str:
    workshop = left.workshop
    count = len(workshop.moments)
    where = f"在看第 {workshop.place + 1} 刻，共 {count} 刻" if workshop.place < count else f"{count} 刻都看过了"
    return f"上次的工作坊（{left.left:%m-%d %H:%M}）{where}，还没散场。"


def _finish(bank: Bank, workshop: Workshop, asker: Asker, request: WorkshopRequest, sitting: OpenRun) -> None:
    report = workshop_report(bank, workshop)
    held = datetime.now().astimezone()
    output = request.output or sitting.output
    if output is None and not request.json:
        _offer_page(bank, report, held, asker)
    asker.leave()
    if request.json:
        show_json(_data(bank, report, held))
    else:
        show(workshop_page(report), plain=request.plain)
    if output is not None:
        _write(bank, report, held, output)
    # Last: until here, whatever goes wrong, the same end can be had again.
    if sitting.journal is not None:
        sitting.journal.close()
        sitting.journal = None


def _offer_page(bank: Bank, report: WorkshopReport, held: datetime, asker: Asker) -> None:
    """Ask for a file until one is written, or none is wanted."""
    while True:
        try:
            name = asker.ask_text(KEEP)
        except EOFError:
            return
        if not name:
            return
        try:
            path = Path(name).expanduser()
            check_output(path, ENDINGS)
            asker.leave()
            _write(bank, report, held, path)
        except (UsageError, StoreError, RuntimeError) as error:
            asker.say(str(error))
        else:
            return


def _write(bank: Bank, report: WorkshopReport, held: datetime, path: Path) -> None:
    if path.suffix.lower() == ".json":
        import json

        save_text(json.dumps(_data(bank, report, held), ensure_ascii=False, indent=1) + "\n", path)
        return
    save_page(workshop_page(report, f"{held:%Y-%m-%d %H:%M}"), path)


def _data(bank: Bank, report: WorkshopReport, held: datetime) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "tool": __version__,
        "held": held.isoformat(timespec="seconds"),
        "bank": {"version": bank.version, "digest": bank.digest},
        **as_data(report),
    }


def chosen_moments(bank: Bank, ids: Sequence[str], number: int | None, seed: int) -> tuple[Item, ...]:
    """Return the moments of these ids, in this order, or so many chosen ones; none where neither is said.

    Raises:
        UsageError: there are no such moments, both were said, or it is too many.
    """
    if ids and number is not None:
        raise UsageError("时刻的 id 和 --moments 写一样就够了。", retype={"--moments": [], str(number): []})
    if ids:
        return _by_id(bank, ids)
    if number is None:
        return ()
    if not 1 <= number <= MOST_MOMENTS:
        raise UsageError(f"--moments 写 1 到 {MOST_MOMENTS}；常用 3、5、8。", retype={str(number): ["5"]})
    items = dividing_moments(bank, number, seed)
    if not items:
        raise UsageError("题库里没有责任题（facet: responsibility），开不了工作坊。")
    return items


def listed_moments(bank: Bank, ids: Sequence[str], number: int | None, seed: int) -> tuple[Item, ...]:
    """Return the moments to list: those asked for, or all there are."""
    return chosen_moments(bank, ids, number, seed) or bank.of(Facet.RESPONSIBILITY)


def _by_id(bank: Bank, ids: Sequence[str]) -> tuple[Item, ...]:
    known = {item.id: item for item in bank.of(Facet.RESPONSIBILITY)}
    wrong = [_unknown(id_, known) for id_ in ids if id_ not in known]
    wrong += [f"{id_} 写了两回。" for id_, count in Counter(ids).items() if count > 1 and id_ in known]
    if wrong:
        raise UsageError("\n".join(wrong), "全部时刻和 id，运行 rolecheck workshop --list")
    if len(ids) > MOST_MOMENTS:
        raise UsageError(
            f"一场最多 {MOST_MOMENTS} 个时刻，这里写了 {len(ids)} 个。", retype=dict.fromkeys(ids[MOST_MOMENTS:], ())
        )
    return tuple(known[id_] for id_ in ids)


def _unknown(id_: str, known: dict[str, Item]) -> str:
    near = difflib.get_close_matches(id_[:100], known, n=1)
    return f"没有 {harmless(id_, MOST_NAME)} 这个时刻。" + (f"是不是 {near[0]}？" if near else "")
