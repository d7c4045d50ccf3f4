"""`rolecheck score`: rows in, rows out; however long the sheet, as many are held at once as are measured together."""

import sys
from collections.abc import Iterable, Iterator
from itertools import tee
from math import inf
from pathlib import Path

from rolecheck.bank.loading import load_bank
from rolecheck.cli.person_pages import Handed, check_folder, write_pages
from rolecheck.cli.progress import progress
from rolecheck.cli.screen import bank_folder, show_json, show_lines
from rolecheck.errors import UsageError
from rolecheck.exchange.sheet import SheetRow, read_sheet
from rolecheck.measure.examiner import Examiner, Profile, Sheet
from rolecheck.output.batch import batch_page
from rolecheck.report.batch import batch_row
from rolecheck.report.score import score_line
from rolecheck.session.form import Form
from rolecheck.session.session import Session
from rolecheck.store.outputs import refuse_standard_output

Measured = tuple[SheetRow, Profile]


def run_score(
    sheet: Path, folder: Path | None, *, json: bool, fastest: float | None = None, pages: Path | None = None
) -> None:
    """Print a line for each respondent of a sheet, or write a page for each; ``fastest`` is in characters a second."""
    if fastest is not None and not 0 < fastest < inf:
        raise UsageError(f"--fastest 要写一个大于 0 的数（一秒多少个字），不是 {fastest:g}。")
    if pages is not None and json:
        raise UsageError("--pages 写网页，--json 打印数据，一次只能要一样。")
    check_folder(pages, (sheet, folder))
    refuse_standard_output([sheet])
    bank = load_bank(bank_folder(folder))
    rows = read_sheet(sheet, bank)
    examiner = Examiner(bank) if fastest is None else Examiner(bank, fastest)
    if pages is not None:
        write_pages(examiner, (_handed(row, profile) for row, profile in _measured(examiner, rows)), pages)
        return
    # On one terminal with what is printed, the bar would be torn by it.
    with progress("算结果", "人", plain=False, seen=not sys.stdout.isatty()) as track:
        measured: Iterator[Measured] = track(_measured(examiner, rows), None)
        if json:
            for row, profile in measured:
                show_json(score_line(bank, profile, row.respondent, row.title, len(row.responses)))
            return
        table = (batch_row(bank, profile, row.respondent, row.title) for row, profile in measured)
        show_lines(lambda page: batch_page(table, page), plain=False)


def _handed(row: SheetRow, profile: Profile) -> Handed:
    # Nobody knows where the options stood, nor which form it was; a page tells neither.
    return Handed(Session(Form.FULL, -1, row.title, row.respondent, row.subject, row.responses), profile)


def _measured(examiner: Examiner, rows: Iterable[SheetRow]) -> Iterator[Measured]:
    told, to_measure = tee(rows)
    profiles = examiner.measure_many(Sheet(row.responses, row.title, row.seconds) for row in to_measure)
    return zip(told, profiles, strict=True)
