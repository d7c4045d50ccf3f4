"""`rolecheck form`: out to other people's tools, and back."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from rolecheck.bank.items import Bank, Item
from rolecheck.bank.loading import load_bank
from rolecheck.cli.entry import ExitCode
from rolecheck.cli.lead_requests import ExportRequest, ImportRequest
from rolecheck.cli.saving import check_output
from rolecheck.cli.screen import bank_folder, checked_seed, show, show_json, write_data
from rolecheck.errors import UsageError
from rolecheck.exchange.forms import Target
from rolecheck.typesetting import quoted

if TYPE_CHECKING:
    from rolecheck.exchange.forms.import_report import ImportReport
    from rolecheck.exchange.forms.respondents import Respondent
    from rolecheck.measure.item_choice import Examiner
    from rolecheck.session.session import Session

BYTE_ORDER_MARK = "\ufeff"
"""Excel takes a CSV file without it for GBK."""


def run_export(request: ExportRequest) -> None:
    """Write a form for a tool, into a file or on stdout."""
    from rolecheck.measure.forms import fixed_form

    target, output = request.to, request.output
    if target is Target.XLSFORM and output is None:
        raise UsageError(
            "XLSForm 是一份 Excel，打印不出来。加 --output 文件名.xlsx。", retype={"": ["--output", "问卷.xlsx"]}
        )
    check_output(output, None, inputs=(request.bank,))
    checked_seed(request.seed)
    bank = load_bank(bank_folder(request.bank))
    items = fixed_form(bank, request.form, request.seed)
    content = _paper(bank, items) if target is Target.PAPER else _for_tool(target, bank, items, second=request.second)
    _put(content, output, marked=target is Target.CSV)


def _paper(bank: Bank, items: Sequence[Item]) -> str:
    from rolecheck.exchange.questionnaire import paper
    from rolecheck.output.html import paper_text

    return paper_text(paper(bank, items))


def _for_tool(target: Target, bank: Bank, items: Sequence[Item], *, second: bool) -> str | bytes:
    from rolecheck.exchange.forms.form_files import write_form
    from rolecheck.exchange.questionnaire import questionnaire

    return write_form(target, questionnaire(bank, items, second=second), bank.version)


def _put(content: str | bytes, output: Path | None, *, marked: bool) -> None:
    """Write into a file, a CSV with its mark, or on stdout."""
    if output is None:
        write_data(content if isinstance(content, str) else content.decode())
        return
    from rolecheck.store.places import write_named, write_named_bytes

    if isinstance(content, bytes):
        write_named_bytes(output, content)
    else:
        write_named(output, BYTE_ORDER_MARK + content if marked else content)
    sys.stderr.write(f"写好了：{quoted(output)}\n")


def run_import(request: ImportRequest) -> None:
    """Read answers from somebody else's tool; tell what was found, or write and keep them."""
    from rolecheck.exchange.forms.answer_file import ReadOptions, read_answer_files, usable
    from rolecheck.exchange.forms.import_report import report_on
    from rolecheck.exchange.forms.respondents import sheet_text
    from rolecheck.store.places import refuse_standard_output

    mapped = request.mapped or ()
    if request.json and not request.dry_run:
        raise UsageError(
            "--json 要和 --dry-run 一起用；答题表本身是 CSV。",
            "要每个人的数，读成答题表以后运行 rolecheck score 答题表.csv --json",
        )
    check_output(request.output, None, inputs=(*request.files, *map(Path, mapped), request.bank))
    _check_pages(request)
    if request.output is None:
        refuse_standard_output(request.files)
    bank = load_bank(bank_folder(request.bank))
    options = ReadOptions(mapped, request.skip, request.keep_all, request.sheet)
    *files, answers = read_answer_files(request.files, bank, options)
    report = report_on(bank, answers)
    if request.dry_run:
        for part in (*(report_on(bank, file) for file in files), report):
            _show_report(part, json=request.json, plain=request.plain)
        if report.problems:
            raise typer.Exit(ExitCode.BAD_INPUT)
        return
    people = usable(answers)
    for part in (report_on(bank, file) for file in files):
        _say(*(f"{part.source}：{text}" for text in (part.layout, *part.notes, part.summary)))
    _say(report.layout, *report.notes, report.summary)
    if request.output is not None or not (request.save or request.pages):
        _put(sheet_text(bank, answers.items, people), request.output, marked=True)
    if request.save:
        _keep(bank, answers.items, people)
    if request.pages is not None:
        _write_pages(bank, answers.items, people, request.pages, plain=request.plain)


def _check_pages(request: ImportRequest) -> None:
    if request.pages is not None:
        # It brings along what measures, which reading alone does not need.
        from rolecheck.cli.report import check_folder

        check_folder(request.pages, (*request.files, request.bank))


def _write_pages(
    bank: Bank, items: Sequence[str], people: "Sequence[Respondent]", folder: Path, *, plain: bool
) -> None:
    from rolecheck.cli.report import PersonResult, write_pages
    from rolecheck.exchange.forms.respondents import session_of
    from rolecheck.measure.item_choice import Examiner
    from rolecheck.measure.scoring import sheet_of

    examiner = Examiner(bank)
    sessions = [session_of(bank, items, person) for person in people]
    profiles = examiner.measure_many(map(sheet_of, sessions))
    taken = (person.submitted for person in people)
    write_pages(examiner, map(PersonResult, sessions, profiles, taken), folder, plain=plain)


def _say(*texts: str) -> None:
    """Write beside the data, broken into lines where somebody is looking."""
    from rolecheck.output.terminal import columns_of
    from rolecheck.typesetting import wrap

    looking = sys.stderr.isatty()
    for text in texts:
        for line in wrap(text, columns_of(sys.stderr)) if looking else [text]:
            sys.stderr.write(f"{line}\n")


def _show_report(report: "ImportReport", *, json: bool, plain: bool) -> None:
    if json:
        from rolecheck.report.page import as_data

        show_json({"schema": "rolecheck.form-import/1", **as_data(report)})
        return
    from rolecheck.exchange.forms.import_report import import_page

    show(import_page(report), plain=plain)


def _keep(bank: Bank, items: Sequence[str], people: "Sequence[Respondent]") -> None:
    from rolecheck.exchange.forms.respondents import session_of
    from rolecheck.measure.item_choice import Examiner
    from rolecheck.store.places import results_folder
    from rolecheck.store.results import SUFFIX, kept_already_among, prepared_result
    from rolecheck.store.together import write_together

    examiner, folder, now = Examiner(bank), results_folder(), datetime.now().astimezone()
    taken = [(session_of(bank, items, person), person.submitted) for person in people]
    # A run that was killed, or that nobody was sure of, is run again; so is one over a file that has grown since.
    before = kept_already_among(folder, taken)
    fresh = [session for place, session in enumerate(taken) if place not in before]
    write_together(
        folder,
        SUFFIX,
        (
            prepared_result(bank=bank, session=session, score=_score(examiner, session), taken=submitted or now)
            for session, submitted in fresh
        ),
    )
    if undated := sum(submitted is None for _, submitted in fresh):
        _say(f"有 {undated} 份没有读得出的交卷时间，按现在的时刻存。")
    again = f"另有 {len(before)} 份以前存过，没有再存。" if before else ""
    sys.stderr.write(f"存了 {len(fresh)} 份结果，在 {quoted(folder)}\n{again and again + chr(10)}")


def _score(examiner: "Examiner", session: "Session") -> dict[str, object]:
    from rolecheck.cli.report import measured, session_score

    return session_score(examiner.bank, session, measured(examiner, session))
