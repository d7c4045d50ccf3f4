"""Pages and files made of finished sittings: the same reports as the terminal's."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rolecheck.errors import UsageError
from rolecheck.exchange.result_code import in_groups, result_code
from rolecheck.measure.examiner import Examiner, sheet_of
from rolecheck.output.html import html_text
from rolecheck.report.personal import pages as personal
from rolecheck.report.personal.report import PersonalReport, personal_report
from rolecheck.report.score import score_line
from rolecheck.session.session import Session
from rolecheck.store.results import save_result


@dataclass(frozen=True, slots=True)
class Summary:
    """The first thing a guest reads when done; ``code`` is None where the answers are too many for one."""

    lead: str
    statement: str
    certainty: str
    card: str | None
    code: str | None
    code_in_groups: str | None


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
