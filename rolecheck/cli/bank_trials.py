"""`rolecheck bank simulate` and `rolecheck bank calibrate`: a bank tried on people, made up or real."""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from rolecheck.bank.calibration import Calibration, calibration_text
from rolecheck.bank.files import CALIBRATION, ROLES
from rolecheck.bank.items import Bank, Facet
from rolecheck.bank.loading import load_bank
from rolecheck.cli.lead_requests import CalibrateRequest, SimulateRequest
from rolecheck.cli.saving import check_output, save_page
from rolecheck.cli.screen import bank_folder, checked_seed, show, show_json
from rolecheck.cli.workers import Crew, Helpers, cores, crew, progress
from rolecheck.errors import UsageError
from rolecheck.exchange.sheet import read_sheets
from rolecheck.exchange.sheet_files import sheet_files
from rolecheck.measure.calibration.answers import Pool
from rolecheck.measure.calibration.estimate import PART
from rolecheck.measure.calibration.findings import Calibrated, calibrate
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.lab.battery import Findings, run_battery, standard_battery
from rolecheck.report.bank.calibrated import calibration_data, calibration_page, calibration_report, refusal, shortage
from rolecheck.report.lab.report import LabReport, lab_data, lab_page, lab_plot, lab_report, measurement_page, why_not
from rolecheck.store.files import ensure_folder
from rolecheck.store.places import write_named, write_named_bytes
from rolecheck.typesetting import quoted

PICTURES = (".svg", ".png")

TITLE_COLUMN = "名片"

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


def run_calibrate(request: CalibrateRequest) -> None:
    """Estimate, write ``calibration.yaml``, and print what was found."""
    helpers = Helpers(request.jobs, request.scheduler)
    folder = _bank_of(request)
    written = request.output / CALIBRATION
    check_output(written, None, inputs=(*request.sheets,))
    # What was estimated before must not be taken for granted now.
    bank = replace(load_bank(folder), calibration=None)
    pool = _pooled(request, bank)
    facets = list(pool.layouts)
    shortages = [shortage(bank, facet, pool.answers, pool.people) for facet in facets]
    enough = [short.facet for short in shortages if short.enough]
    if not enough:
        raise UsageError(refusal(shortages))
    with crew(bank, helpers) as workers:
        calibrated = {facet: _calibrated(request, workers, pool, facet) for facet in enough}
    used = len(pool.of(enough[0]).marks)
    report = calibration_report(bank, calibrated, pool.people, used, shortages)
    calibration = Calibration(
        bank=bank.version,
        people=pool.people,
        date=f"{date.today():%Y-%m-%d}",  # noqa: DTZ011 - the day where the reader is
        spreads={facet: estimates.spread for facet, estimates in calibrated.items()},
        items={name: own for estimates in calibrated.values() for name, own in estimates.items.items()},
        findings=tuple((finding.item, finding.text) for finding in report.told if finding.group is None),
    )
    ensure_folder(request.output)
    write_named(written, calibration_text(bank, calibration))
    sys.stderr.write(f"写好了：{quoted(written)}\n")
    if request.json:
        show_json(calibration_data(report))
    else:
        show(calibration_page(report, _how_to_use(folder, request.output)), plain=request.plain)


def _bank_of(request: CalibrateRequest) -> Path:
    """Return the folder of the bank that was answered: the one named, or the one the calibration is to lie in."""
    if request.bank is None and (request.output / ROLES).is_file():
        return request.output
    return bank_folder(request.bank)


def _pooled(request: CalibrateRequest, bank: Bank) -> Pool:
    by = request.by or ()
    pool = Pool(bank, (TITLE_COLUMN, *by))
    roles = {role.id: role.name for role in bank.roles.roles}
    with progress("读作答", "人", plain=request.plain) as track:
        for row in track(read_sheets(sheet_files(request.sheets), bank, by), None):
            title = "" if row.title is None else roles[row.title]
            pool.add(row.responses, (title, *row.also))
    return pool


def _calibrated(request: CalibrateRequest, workers: Crew, pool: Pool, facet: Facet) -> Calibrated:
    answers = pool.of(facet)
    size = max(1, min(PART, -(-len(answers.marks) // (2 * workers.workers))))
    with progress("估计", "块", plain=request.plain) as track:

        def run(tasks: Sequence[Callable[[], Any]]) -> Iterable[Any]:
            return track(workers.carry_out(partial(_alone, task=task) for task in tasks), len(tasks))

        return calibrate(answers, pool.groups(), run, size)


def _alone(_: Examiner, task: Callable[[], Any]) -> Any:  # noqa: ANN401 - tasks return what they return
    """Carry out a task that needs no examiner."""
    return task()


def _how_to_use(folder: Path, output: Path) -> str:
    if folder.resolve() == output.resolve():
        return f"rolecheck quiz --bank {quoted(output)}"
    return f"cp {quoted(output / CALIBRATION)} {quoted(folder)}/"
