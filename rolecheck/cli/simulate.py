"""`rolecheck bank simulate`: the lab on as many cores as there are, and what it found."""

import sys
from datetime import date
from pathlib import Path

from rolecheck.bank.items import Bank
from rolecheck.bank.loading import load_bank
from rolecheck.cli.lead_requests import SimulateRequest
from rolecheck.cli.progress import progress
from rolecheck.cli.saving import check_output, save_page
from rolecheck.cli.screen import bank_folder, checked_seed, show, show_json
from rolecheck.cli.workers import Helpers, cores, crew
from rolecheck.errors import UsageError
from rolecheck.measure.lab.battery import Findings, run_battery, standard_battery
from rolecheck.report.lab.page import measurement_page
from rolecheck.report.lab.report import LabReport, lab_data, lab_page, lab_plot, lab_report, why_not
from rolecheck.store.places import write_named_bytes
from rolecheck.visible import quoted

PICTURES = (".svg", ".png")

QUICK = 80
"""People of a quick run: under a minute on two cores."""


def run_simulate(request: SimulateRequest) -> None:
    """Simulate people on a bank and print, draw or write what was found."""
    folder = request.folder or request.bank
    helpers = Helpers(request.jobs, request.scheduler)
    bank = load_bank(bank_folder(folder))
    _check_files(request, folder)
    unfit = why_not(bank)
    if unfit is not None:
        raise UsageError(unfit)
    findings = _simulate(bank, request, helpers)
    report = lab_report(bank, findings)
    if request.json:
        show_json(lab_data(bank, report))
    elif request.output is None:
        show(lab_page(report), plain=request.plain)
    if request.plot is not None:
        _draw(bank, report, request.plot)
    if request.output is not None:
        page = measurement_page(report, f"{date.today():%Y-%m-%d}")  # noqa: DTZ011 - the day where the reader is
        save_page(page, request.output)


def _simulate(bank: Bank, request: SimulateRequest, helpers: Helpers) -> Findings:
    people = min(request.respondents, QUICK) if request.quick else request.respondents
    battery = standard_battery(people, request.seed)
    with (
        progress("模拟", "份", plain=request.plain) as track,
        crew(bank, helpers, usual=cores()) as workers,
    ):
        return run_battery(battery, lambda tasks: workers.carry_out_all(tasks, track))


def _draw(bank: Bank, report: LabReport, path: Path) -> None:
    from rolecheck.output.lab_plot import draw_lab

    write_named_bytes(path, draw_lab(lab_plot(bank, report.figures), _kind(path)))
    sys.stderr.write(f"画好了：{quoted(path)}\n")


def _kind(path: Path) -> str:
    return path.suffix[1:].lower()


def _check_files(request: SimulateRequest, folder: Path | None) -> None:
    """Raise before minutes have been spent on what cannot be written."""
    check_output(request.output, inputs=(folder,))
    check_output(request.plot, PICTURES, "--plot", inputs=(folder,))
    checked_seed(request.seed)
    for path in (request.output, request.plot):
        if path is not None and not path.parent.is_dir():
            raise UsageError(f"写不进 {quoted(path)}：没有文件夹 {quoted(path.parent)}。请先建好它，或换一个文件夹。")
    if request.plot is not None:
        from rolecheck.output.lab_plot import require_drawing

        require_drawing(_kind(request.plot))
