"""`rolecheck bank`: the bank as an instrument."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import typer

from rolecheck.bank.characters import harmless
from rolecheck.bank.checks import Finding, RuleGroup, Subject
from rolecheck.bank.checks.checking import check_bank, unreadable
from rolecheck.bank.files import shipped_folder
from rolecheck.bank.loading import load_placed_bank
from rolecheck.bank.schema import keys_text, schema_text
from rolecheck.cli.entry import ExitCode
from rolecheck.cli.lead_requests import CheckRequest, SchemaRequest, StatsRequest
from rolecheck.cli.screen import show, show_json, write_data
from rolecheck.errors import BadInputError, UsageError
from rolecheck.exchange.judging import read_judging, read_readers
from rolecheck.report.bank.checked import CheckReport, check_page, check_report, group_called, group_name, why_page
from rolecheck.report.page import as_data

Read = TypeVar("Read")


def run_check(request: CheckRequest) -> None:
    """Print everything wrong with a bank, or why there is a rule; leave with exit code 3 if there is an error."""
    if request.why is not None:
        _show_why(request.why, plain=request.plain)
        return
    report = _checked(_nearby(request.folder or shipped_folder()))
    if request.json:
        show_json({"schema": "rolecheck.bank-check/1", **as_data(report)})
    else:
        show(check_page(report), plain=request.plain)
    if report.errors or (request.strict and report.warnings):
        raise typer.Exit(ExitCode.BAD_INPUT)


def _show_why(name: str, *, plain: bool) -> None:
    """Print why there is a kind of rule; UsageError where none is called so."""
    group = group_called(name)
    if group is None:
        kinds = "、".join(map(group_name, RuleGroup))
        raise UsageError(f"没有叫“{harmless(name)}”的规则。有这些：{kinds}。", "运行 rolecheck bank check --why 长短")
    show(why_page(group), plain=plain)


def run_stats(request: StatsRequest) -> None:
    """Print a bank's balance."""
    # It brings along what measures; checking alone does not need it.
    from rolecheck.report.bank.balance import bank_stats, stats_data, stats_page

    chosen = request.folder or shipped_folder()
    sheets = _sheets(chosen)
    stats = bank_stats(Subject(*load_placed_bank(chosen)), read_judging(sheets), read_readers(sheets))
    if request.json:
        show_json({"schema": "rolecheck.bank-stats/1", **stats_data(stats)})
    else:
        show(stats_page(stats), plain=request.plain)


def run_schema(request: SchemaRequest) -> None:
    """Print a file's JSON Schema, or its keys as a table."""
    write_data(keys_text(request.file) if request.table else schema_text(request.file))


def _checked(folder: Path) -> CheckReport:
    # How long a form's report is, is found out by measuring; the schema and the reasons of rules can do without.
    from rolecheck.report.bank.form_lengths import check_forms

    try:
        bank, places = load_placed_bank(folder)
    except BadInputError as failure:
        return check_report(None, unreadable(failure), None)
    subject, sheets = Subject(bank, places), _sheets(folder)
    judging, unread = _tried(read_judging, sheets)
    readers, unread_too = _tried(read_readers, sheets)
    found = (*unread, *unread_too, *check_bank(subject, judging, readers), *check_forms(subject))
    return check_report(bank, found, judging, readers)


def _tried(read: Callable[[Path], Read | None], folder: Path) -> tuple[Read | None, tuple[Finding, ...]]:
    """Return what is read from a folder, or what keeps it from being read as findings."""
    try:
        return read(folder), ()
    except BadInputError as failure:
        return None, unreadable(failure)


def _sheets(folder: Path) -> Path:
    """Return where the sheets of a bank lie: beside it; those of the shipped bank with the documents of a clone."""
    if folder.resolve() == shipped_folder().resolve():
        return folder.resolve().parent / "docs" / "judges"
    return folder / "judges"


def _nearby(folder: Path) -> Path:
    """Return the folder as seen from here, where it lies below: shorter to read, and still a link."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_absolute() and folder.is_relative_to(here) else folder
