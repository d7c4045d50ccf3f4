"""`rolecheck score`: rows in, rows out; however long the sheets, as many are held at once as are measured together.

What is printed comes in the order of the rows, whoever worked it out. A folder of parts is for long runs: it can be
stopped, and goes on.
"""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from math import inf
from pathlib import Path
from typing import Any, TypeVar

from rolecheck import __version__
from rolecheck.bank.characters import inert
from rolecheck.bank.items import Bank
from rolecheck.bank.loading import load_bank
from rolecheck.cli.lead_requests import PartKind, ScoreRequest
from rolecheck.cli.report import PersonResult, check_folder, write_pages
from rolecheck.cli.screen import bank_folder, show_json, show_lines
from rolecheck.cli.workers import Crew, Helpers, crew, in_parts, long_progress, progress
from rolecheck.errors import BadInputError, Problem, UsageError, why_refused
from rolecheck.exchange.sheet import SheetRow, read_sheets
from rolecheck.exchange.sheet_files import sheet_files
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.posterior import TOGETHER
from rolecheck.measure.quality import FASTEST_READING
from rolecheck.measure.scoring import Profile, Sheet
from rolecheck.output.terminal_columns import batch_page
from rolecheck.report.score import BatchRow, batch_row, flat_score, score_line
from rolecheck.session.session import Form, Session
from rolecheck.store.places import refuse_standard_output
from rolecheck.store.together import Parts, content_mark
from rolecheck.typesetting import quoted

Made = TypeVar("Made")

PART = 1000
"""Respondents of a part: a second or two of work, and 2 MB of JSON."""

JSON_AWAY: dict[str, list[str]] = {"--json": []}

HANDED_OUT = 4 * TOGETHER
"""Respondents handed to a worker at once where everything is printed; where nobody helps, rows come sooner."""


def run_score(request: ScoreRequest) -> None:
    """Print a line for each respondent of the sheets, or write a page for each, or parts into a folder."""
    _check(request)
    helpers = Helpers(request.jobs, request.scheduler)
    bank = load_bank(bank_folder(request.bank))
    files = sheet_files(request.sheets)
    refuse_standard_output(files)
    rows = read_sheets(files, bank)
    fastest = FASTEST_READING if request.fastest is None else request.fastest
    with crew(bank, helpers, fastest=fastest) as workers:
        if request.pages is not None:
            handed = _by_rows(workers, rows, _handed_of)
            write_pages(Examiner(bank, fastest), handed, request.pages)
        elif request.output is not None:
            _write_parts(request, workers, bank, files, rows)
        else:
            _print(request, workers, rows)


def _check(request: ScoreRequest) -> None:
    if request.fastest is not None and not 0 < request.fastest < inf:
        raise UsageError(
            f"--fastest 要写一个大于 0 的数（一秒多少个字），不是 {request.fastest:g}。",
            retype={f"{request.fastest:g}": ["25"]},
        )
    if request.pages is not None and (request.json or request.output is not None):
        other = "--json 打印数据" if request.json else "--output 写成几部分"
        raise UsageError(f"--pages 写网页，{other}，一次只能要一样。", retype=JSON_AWAY if request.json else None)
    if request.output is not None and request.json:
        raise UsageError("--output 写进文件夹，--json 打印出来，一次只能要一样。", retype=JSON_AWAY)
    check_folder(request.pages, (*request.sheets, request.bank))


def _print(request: ScoreRequest, workers: Crew, rows: Iterable[SheetRow]) -> None:
    # On one terminal with what is printed, the bar would be torn by it.
    with progress("算结果", "人", plain=False, seen=not sys.stdout.isatty()) as track:
        if request.json:
            for line in track(_by_rows(workers, rows, _lines), None):
                show_json(line)
            return
        table: Iterator[BatchRow] = track(_by_rows(workers, rows, _batch_rows), None)
        show_lines(lambda page: batch_page(table, page), plain=False)


def _by_rows(workers: Crew, rows: Iterable[SheetRow], make: Callable[..., list[Made]]) -> Iterator[Made]:
    """Yield what a function of an examiner and some rows makes of each row, in the order of the rows."""
    size = HANDED_OUT if workers.workers > 1 else TOGETHER
    return chain.from_iterable(workers.carry_out(in_parts(rows, size, lambda part: partial(make, rows=part))))


def _write_parts(
    request: ScoreRequest, workers: Crew, bank: Bank, files: Sequence[Path], rows: Iterator[SheetRow]
) -> None:
    if request.output is None:
        raise AssertionError(request)
    if request.kind is PartKind.PARQUET:
        from rolecheck.exchange.sheet_files import require_parquet

        require_parquet()
    try:
        inputs = [{"name": file.name, "content": content_mark(file)} for file in files]
    except OSError as error:
        raise BadInputError([Problem(str(error.filename), None, f"读不了：{why_refused(error)}。")]) from error
    about = {"tool": __version__, "bank": bank.digest, "calibration": repr(bank.calibration), "inputs": inputs}
    settings = {"rows": request.part, "fastest": request.fastest}
    parts = Parts(request.output, f".{request.kind}", about | settings)
    total = sum(map(_rows_about, files))
    made = 0
    with long_progress("算结果", "人", total) as advance:
        left = _left(parts, rows, request.part, advance)
        tasks = (partial(_encoded, rows=part, kind=request.kind, number=number) for number, part in left)
        for number, people, content in workers.carry_out(tasks):
            parts.write(number, content)
            made += 1
            advance(people)
    kept = sum(1 for _ in request.output.glob(f"part-*.{request.kind}")) - made
    again = f"，另有 {kept} 部分上次已经写好" if kept else ""
    sys.stderr.write(f"写好了：{made} 部分{again}，在 {quoted(request.output)}\n")


def _left(
    parts: Parts, rows: Iterator[SheetRow], size: int, advance: Callable[[int], None]
) -> Iterator[tuple[int, list[SheetRow]]]:
    """Yield the parts that are not there yet, with their numbers; the rows of the others are read and left."""
    number = 0
    while part := list(islice(rows, size)):
        if parts.has(number):
            advance(len(part))
        else:
            yield number, part
        number += 1


def _rows_about(file: Path) -> int:
    """Return about how many respondents a file has: its lines, or what it says of itself."""
    if file.suffix.lower() == ".parquet":
        from rolecheck.exchange.sheet_files import rows_of

        return rows_of(file)
    with file.open("rb") as stream:
        return max(sum(piece.count(b"\n") for piece in iter(partial(stream.read, 2**20), b"")) - 1, 0)


def _measured(examiner: Examiner, rows: Sequence[SheetRow]) -> Iterator[tuple[SheetRow, Profile]]:
    sheets = (Sheet(row.responses, row.title, row.seconds) for row in rows)
    return zip(rows, examiner.measure_many(sheets), strict=True)


def _lines(examiner: Examiner, rows: Sequence[SheetRow]) -> list[dict[str, Any]]:
    return [
        score_line(examiner.bank, profile, row.respondent, row.title, len(row.responses))
        for row, profile in _measured(examiner, rows)
    ]


def _batch_rows(examiner: Examiner, rows: Sequence[SheetRow]) -> list[BatchRow]:
    return [batch_row(examiner.bank, profile, row.respondent, row.title) for row, profile in _measured(examiner, rows)]


def _handed_of(examiner: Examiner, rows: Sequence[SheetRow]) -> list[PersonResult]:
    # Nobody knows where the options stood, nor which form it was; a page tells neither.
    return [
        PersonResult(Session(Form.FULL, -1, row.title, row.respondent, row.subject, row.responses), profile)
        for row, profile in _measured(examiner, rows)
    ]


def _encoded(examiner: Examiner, rows: Sequence[SheetRow], kind: PartKind, number: int) -> tuple[int, int, bytes]:
    """Return a part's number, how many respondents are in it, and its content."""
    lines = _lines(examiner, rows)
    match kind:
        case PartKind.JSONL:
            text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            content = text.encode("utf-8", "backslashreplace")
        case PartKind.CSV:
            content = _csv(lines)
        case PartKind.PARQUET:
            from rolecheck.exchange.sheet_files import parquet_bytes

            content = parquet_bytes([flat_score(line) for line in lines])
    return number, len(lines), content


def _csv(lines: Sequence[dict[str, Any]]) -> bytes:
    flat = [flat_score(line) for line in lines]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(flat[0])
    writer.writerows([inert(each) if isinstance(each, str) else each for each in row.values()] for row in flat)
    return stream.getvalue().encode("utf-8", "backslashreplace")
