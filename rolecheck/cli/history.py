"""`rolecheck history`. Where nothing is kept it says so, and loads nothing that measures."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rolecheck.bank.items import Bank
from rolecheck.bank.loading import load_bank
from rolecheck.calling import as_called
from rolecheck.cli.requests import HistoryRequest
from rolecheck.cli.screen import bank_folder, show, show_json, told_when
from rolecheck.errors import BadInputError, UsageError
from rolecheck.store.inventory import find_result, foreign_paths, result_paths
from rolecheck.store.places import acceptances_folder, results_folder
from rolecheck.store.results import KeptAcceptance, kept_acceptances, load_result
from rolecheck.visible import quoted

if TYPE_CHECKING:
    from rolecheck.measure.examiner import Examiner
    from rolecheck.report.history import Accepted, Taken

MOST_NAMED = 10


def run_history(request: HistoryRequest) -> None:
    """Print the results that are kept, and how the shares moved between two of them."""
    names = request.results or ()
    if len(names) not in {0, 2}:
        raise UsageError("要比就写两份结果；什么都不写，就列出全部，比最近两次。", "运行 rolecheck history 1 2")
    bank = load_bank(bank_folder(request.bank))
    paths = result_paths(results_folder())
    checks = [] if names else kept_acceptances(acceptances_folder())
    if not (names or paths or checks or request.json):
        _tell_others()
        _tell_none()
        return
    _show(bank, names, paths, checks, json=request.json, plain=request.plain)


def _show(
    bank: Bank,
    names: Sequence[str],
    paths: Sequence[Path],
    checks: Sequence[KeptAcceptance],
    *,
    json: bool,
    plain: bool,
) -> None:
    from rolecheck.measure.examiner import Examiner
    from rolecheck.report.history import history, history_data, history_page, last_two

    examiner = Examiner(bank)
    if names:
        _refuse_the_same(names, paths)
        before, after = (_taken(examiner, find_result(results_folder(), name), paths) for name in names)
        listed = [before, after]
        pair: tuple[Taken, Taken] | None = (before, after)
    else:
        listed = _readable(examiner, paths)
        _tell_others()
        pair = last_two(listed)
    accepted = _accepted(checks)
    if not (listed or accepted):
        _tell_none()
    if json:
        show_json(history_data(bank, listed, pair, accepted))
    elif listed or accepted:
        show(history_page(history(bank, () if names else listed, pair, accepted)), plain=plain)


def _refuse_the_same(names: Sequence[str], paths: Sequence[Path]) -> None:
    """Raise UsageError where both names mean one result: nothing moved between it and itself."""
    one, other = (find_result(results_folder(), name).resolve() for name in names)
    if one == other:
        hint = "全部列出来，运行 rolecheck history" if len(paths) > 1 else "过些时候再答一次，运行 rolecheck quiz"
        raise UsageError("这两个是同一份结果，没有什么可比。", hint)


def _accepted(checks: Sequence[KeptAcceptance]) -> "list[Accepted]":
    from rolecheck.report.history import Accepted

    now = datetime.now().astimezone()
    return [
        Accepted(number, told_when(kept.taken.astimezone(), now), kept.name, kept.statement)
        for number, kept in enumerate(checks, 1)
    ]


def _readable(examiner: "Examiner", paths: Sequence[Path]) -> "list[Taken]":
    """Return the results that can be read, and tell of those that cannot: one bad file must not hide the others."""
    taken = []
    for path in paths:
        try:
            taken.append(_taken(examiner, path, paths))
        except BadInputError as error:
            sys.stderr.write(f"{error}\n")
    return taken


def _tell_none() -> None:
    sys.stderr.write(as_called("还没有结果。先运行 rolecheck quiz 答一次。\n"))


def _tell_others() -> None:
    others = foreign_paths(results_folder())
    for path in others[:MOST_NAMED]:
        sys.stderr.write(f"{quoted(path)}: 不是 rolecheck 的结果，没有读。\n")
    if len(others) > MOST_NAMED:
        sys.stderr.write(f"这样的文件还有 {len(others) - MOST_NAMED} 个。\n")


def _taken(examiner: "Examiner", path: Path, paths: Sequence[Path]) -> "Taken":
    from rolecheck.cli.report import measured
    from rolecheck.report.history import Taken

    result = load_result(path, examiner.bank)
    return Taken(
        number=paths.index(path) + 1 if path in paths else 0,
        name=path.stem,
        # By the reader's clock: results of other zones stand in their order among the others.
        when=told_when(result.taken.astimezone(), datetime.now().astimezone()),
        session=result.session,
        profile=measured(examiner, result.session),
        same_bank=result.same_bank,
        dropped=result.dropped,
    )
