"""`rolecheck score`."""

from pathlib import Path

from rolecheck.bank.loading import load_bank
from rolecheck.cli.screen import bank_folder, show, show_json
from rolecheck.exchange.sheet import read_sheet
from rolecheck.measure.examiner import Examiner
from rolecheck.output.batch import batch_page
from rolecheck.report.batch import batch_row
from rolecheck.report.score import score_line


def run_score(sheet: Path, folder: Path | None, *, json: bool) -> None:
    """Print a line for each respondent of a sheet."""
    bank = load_bank(bank_folder(folder))
    rows = read_sheet(sheet, bank)
    examiner = Examiner(bank)
    measured = ((row, examiner.measure(row.responses, row.title, row.seconds)) for row in rows)
    if json:
        for row, profile in measured:
            show_json(score_line(bank, profile, row.respondent, row.title, len(row.responses)))
        return
    table = [batch_row(bank, profile, row.respondent, row.title) for row, profile in measured]
    show(lambda page: batch_page(table, page), plain=False)
