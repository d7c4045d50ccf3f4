"""`rolecheck bank`: the bank as an instrument."""

from pathlib import Path

import typer

from rolecheck.bank.bank_file import BankFile
from rolecheck.bank.checks.blind import Judging
from rolecheck.bank.checks.checking import check_bank, unreadable
from rolecheck.bank.checks.findings import Finding, Subject
from rolecheck.bank.loading import load_bank, load_placed_bank
from rolecheck.bank.schema import schema_text
from rolecheck.bank.shipped import shipped_folder
from rolecheck.cli.screen import show, show_json, write_data
from rolecheck.errors import BadInputError
from rolecheck.exchange.judging import read_judging
from rolecheck.report.bank_check import CheckReport, check_page, check_report
from rolecheck.report.bank_stats import bank_stats, stats_data, stats_page
from rolecheck.report.page import as_data

BAD_INPUT = 3


def run_check(folder: Path | None, *, strict: bool, json: bool, plain: bool) -> None:
    """Print everything wrong with a bank; leave with exit code 3 if there is an error."""
    report = _checked(_nearby(folder or shipped_folder()))
    if json:
        show_json({"schema": "rolecheck.bank-check/1", **as_data(report)})
    else:
        show(check_page(report), plain=plain)
    if report.errors or (strict and report.warnings):
        raise typer.Exit(BAD_INPUT)


def run_stats(folder: Path | None, *, json: bool, plain: bool) -> None:
    """Print a bank's balance."""
    chosen = folder or shipped_folder()
    stats = bank_stats(load_bank(chosen), _judging(chosen))
    if json:
        show_json({"schema": "rolecheck.bank-stats/1", **stats_data(stats)})
    else:
        show(stats_page(stats), plain=plain)


def run_schema(file: BankFile) -> None:
    """Print a file's JSON Schema."""
    write_data(schema_text(file))


def _checked(folder: Path) -> CheckReport:
    try:
        bank, places = load_placed_bank(folder)
    except BadInputError as failure:
        return check_report(None, unreadable(failure), None)
    findings: tuple[Finding, ...] = ()
    judging = None
    try:
        judging = _judging(folder)
    except BadInputError as failure:
        findings = unreadable(failure)
    return check_report(bank, (*findings, *check_bank(Subject(bank, places), judging)), judging)


def _judging(folder: Path) -> Judging | None:
    """Return the sheets beside a bank; those of the shipped bank are kept with the documents of a clone."""
    if folder.resolve() == shipped_folder().resolve():
        return read_judging(folder.resolve().parent / "docs" / "judges")
    return read_judging(folder / "judges")


def _nearby(folder: Path) -> Path:
    """Return the folder as seen from here, where it lies below: shorter to read, and still a link."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_absolute() and folder.is_relative_to(here) else folder
