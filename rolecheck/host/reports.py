"""What is made of finished sittings: a guest's own page and file, and everything a room has shown, as files.

The same reports as the terminal's. Names go with an export only where their owners agreed to it; whoever was sent away
or has not finished is left out of its results, the sheet has everybody's answers.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rolecheck.bank.items import Bank, Facet
from rolecheck.errors import UsageError
from rolecheck.exchange.forms.respondents import Respondent, sheet_text
from rolecheck.exchange.result_code import in_groups, result_code
from rolecheck.host.room import Guest
from rolecheck.host.sitting import GuestSitting
from rolecheck.host.together import Party, round_record
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.quality import total_seconds
from rolecheck.measure.scoring import sheet_of
from rolecheck.output.html import html_text
from rolecheck.report.personal import pages as personal
from rolecheck.report.personal.report import PersonalReport, personal_report
from rolecheck.report.score import score_line
from rolecheck.report.team import LEAST_GROUP
from rolecheck.session.session import Session
from rolecheck.store.files import ensure_folder
from rolecheck.store.places import write_named
from rolecheck.store.results import kept_already, save_result

if TYPE_CHECKING:
    from rolecheck.host.pages import Web


@dataclass(frozen=True, slots=True)
class Summary:
    """The first thing a guest reads when done; ``code`` is None where the answers are too many for one."""

    lead: str
    statement: str
    certainty: str
    card: str | None
    code: str | None
    code_in_groups: str | None


def without_the_way(session: Session) -> Session:
    """Return a session that is over: what was answered, and not what was taken back or where it might have stopped."""
    return replace(session, shelf=(), turns=())


def personal_page(examiner: Examiner, session: Session, taken: float) -> str:
    """Return a personal report as one HTML file, as `rolecheck report --output` writes it."""
    when = f"{moment_of(taken):%Y-%m-%d %H:%M} 的作答"
    return html_text(personal.personal_page(_measured(examiner, session), when, whole=True))


def summary(examiner: Examiner, session: Session) -> Summary:
    """Return a report's first sentences, and the code that holds all answers."""
    report = _measured(examiner, session)
    try:
        code = result_code(examiner.bank, session)
    except UsageError:
        code = None
    conclusion = report.conclusion
    return Summary(
        conclusion.lead,
        conclusion.statement,
        conclusion.certainty,
        None if report.title is None else f"{report.title.card}：{report.title.statement}",
        code,
        None if code is None else in_groups(code),
    )


def result_file(examiner: Examiner, session: Session, taken: float) -> tuple[str, str]:
    """Return the name and the text of a result file."""
    with TemporaryDirectory() as folder:
        path = save(examiner, Path(folder), session, taken)
        return path.name, path.read_text(encoding="utf-8")


def save(examiner: Examiner, folder: Path, session: Session, taken: float) -> Path:
    """Write a result file into a folder and return its path."""
    profile = next(examiner.measure_many([sheet_of(session)]))
    score = score_line(examiner.bank, profile, session.respondent, session.title, len(session.responses))
    return save_result(folder, session, examiner.bank, score, moment_of(taken))


def moment_of(seconds: float) -> datetime:
    """Return a time of the database in this machine's zone, in whole seconds."""
    return datetime.fromtimestamp(int(seconds)).astimezone()


def _measured(examiner: Examiner, session: Session) -> PersonalReport:
    profile = next(examiner.measure_many([sheet_of(session)]))
    return personal_report(examiner, session, profile)


RESULTS, SHEET, TEAM, ROUND = "results", "answers.csv", "team.html", "expectations.json"


def finished(guests: Iterable[Guest]) -> list[Guest]:
    """Return those whose result is complete and who are in the room."""
    return [guest for guest in guests if guest.has_result and not guest.removed]


def public_session(guest: Guest, sitting: GuestSitting) -> Session:
    """Return a session as others may read it: without a name where its owner did not agree."""
    return replace(without_the_way(sitting.session), respondent=guest.public_name)


def save_results(web: "Web", folder: Path, guests: Sequence[Guest], sittings: Sequence[GuestSitting]) -> int:
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


def sheet_csv(bank: Bank, guests: Sequence[Guest], sittings: Sequence[GuestSitting]) -> str:
    """Return everybody's answers as the sheet that `rolecheck score` reads."""
    people = [
        Respondent(
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


def team_page(web: "Web", party: Party, sittings: Sequence[GuestSitting]) -> str:
    """Return the team page of those who have finished."""
    with TemporaryDirectory() as folder:
        save_results(web, Path(folder), party.guests, sittings)
        return web.team(Path(folder))


def export_folder(web: "Web", folder: Path, party: Party, sittings: Sequence[GuestSitting]) -> int:
    """Write everything into a folder, over what an earlier export wrote there; return how many results."""
    ensure_folder(folder)
    count = save_results(web, folder / RESULTS, party.guests, sittings)
    for name, text in _pages(web, party, sittings, count):
        write_named(folder / name, text)
    return count


def export_zip(web: "Web", party: Party, sittings: Sequence[GuestSitting]) -> bytes:
    """Return everything as one file."""
    stream = io.BytesIO()
    with TemporaryDirectory() as name, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        folder = Path(name)
        export_folder(web, folder, party, sittings)
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder))
    return stream.getvalue()


def _pages(web: "Web", party: Party, sittings: Sequence[GuestSitting], results: int) -> Iterable[tuple[str, str]]:
    yield SHEET, "\ufeff" + sheet_csv(web.desk.bank, party.guests, sittings)
    if results >= LEAST_GROUP:
        yield TEAM, team_page(web, party, sittings)
    record = round_record(web.desk.bank, party)
    if record["moments"]:
        yield ROUND, json.dumps(record, ensure_ascii=False, indent=1) + "\n"
