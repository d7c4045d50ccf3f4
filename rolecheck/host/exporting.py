"""Everything a room has shown, as files: results, the answer sheet, the team page, who expects whom.

Names go with them only where their owners agreed to it. Whoever was sent away or has not finished is left out of the
results; the sheet has everybody's answers.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from rolecheck.bank.items import Bank, Facet
from rolecheck.exchange.forms.answering import Person
from rolecheck.exchange.forms.people import sheet_text
from rolecheck.host.desk import Party
from rolecheck.host.expected import round_record
from rolecheck.host.reports import save
from rolecheck.host.room import LEAST_TO_BREAK_DOWN, Guest
from rolecheck.host.sitting import Sitting
from rolecheck.host.web import Web
from rolecheck.measure.quality import total_seconds
from rolecheck.session.session import Session
from rolecheck.store.files import ensure_folder
from rolecheck.store.places import write_named
from rolecheck.store.results import kept_already

RESULTS, SHEET, TEAM, ROUND = "results", "answers.csv", "team.html", "expectations.json"


def finished(guests: Iterable[Guest]) -> list[Guest]:
    """Return those whose result is complete and who are in the room."""
    return [guest for guest in guests if guest.has_result and not guest.removed]


def public_session(guest: Guest, sitting: Sitting) -> Session:
    """Return a session as others may read it: without a name where its owner did not agree."""
    return replace(sitting.session, respondent=guest.public_name, shelf=(), turns=())


def save_results(web: Web, folder: Path, guests: Sequence[Guest], sittings: Sequence[Sitting]) -> int:
    """Write the result of everybody who has finished, each once however often it is asked for; return how many."""
    count = 0
    done = {guest.id for guest in finished(guests)}
    for guest, sitting in zip(guests, sittings, strict=True):
        session = public_session(guest, sitting)
        if guest.id not in done:
            continue
        count += 1
        if kept_already(folder, session) is None:
            save(web.desk.examiner, folder, session, guest.finished or guest.moved)
    return count


def sheet_csv(bank: Bank, guests: Sequence[Guest], sittings: Sequence[Sitting]) -> str:
    """Return everybody's answers as the sheet that `rolecheck score` reads."""
    people = [
        Person(
            guest.number,
            guest.public_name or f"第{guest.number}位",
            guest.title,
            total_seconds(sitting.session.responses),
            None,
            sitting.session.responses,
        )
        for guest, sitting in zip(guests, sittings, strict=True)
        if sitting.session.responses and not guest.removed
    ]
    answered = {response.item for person in people for response in person.responses}
    items = [item.id for facet in Facet for item in bank.of(facet) if item.id in answered]
    return sheet_text(bank, items, people)


def team_page(web: Web, party: Party, sittings: Sequence[Sitting]) -> str:
    """Return the team page of those who have finished."""
    with TemporaryDirectory() as folder:
        save_results(web, Path(folder), party.guests, sittings)
        return web.team(Path(folder))


def export_folder(web: Web, folder: Path, party: Party, sittings: Sequence[Sitting]) -> int:
    """Write everything into a folder, over what an earlier export wrote there; return how many results."""
    ensure_folder(folder)
    count = save_results(web, folder / RESULTS, party.guests, sittings)
    for name, text in _pages(web, party, sittings, count):
        write_named(folder / name, text)
    return count


def export_zip(web: Web, party: Party, sittings: Sequence[Sitting]) -> bytes:
    """Return everything as one file."""
    stream = io.BytesIO()
    with TemporaryDirectory() as name, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        folder = Path(name)
        export_folder(web, folder, party, sittings)
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder))
    return stream.getvalue()


def _pages(web: Web, party: Party, sittings: Sequence[Sitting], results: int) -> Iterable[tuple[str, str]]:
    yield SHEET, "\ufeff" + sheet_csv(web.desk.bank, party.guests, sittings)
    if results >= LEAST_TO_BREAK_DOWN:
        yield TEAM, team_page(web, party, sittings)
    record = round_record(web.desk.bank, party)
    if record["moments"]:
        yield ROUND, json.dumps(record, ensure_ascii=False, indent=1) + "\n"
