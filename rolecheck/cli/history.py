"""`rolecheck history`."""

import sys
from collections.abc import Sequence
from pathlib import Path

from rolecheck.bank.loading import load_bank
from rolecheck.cli.report import measured
from rolecheck.cli.screen import bank_folder, show, show_json
from rolecheck.errors import BadInputError, UsageError
from rolecheck.measure.examiner import Examiner
from rolecheck.report.history import Taken, history, history_data, history_page, last_two
from rolecheck.store.places import results_folder
from rolecheck.store.results import find_result, load_result, result_paths


def run_history(names: Sequence[str], folder: Path | None, *, json: bool, plain: bool) -> None:
    """Print the results that are kept, and how the shares moved between two of them."""
    if len(names) not in {0, 2}:
        raise UsageError("要比就写两份结果，比如 rolecheck history 1 2；什么都不写，就列出全部，比最近两次。")
    examiner = Examiner(load_bank(bank_folder(folder)))
    paths = result_paths(results_folder())
    if names:
        before, after = (_taken(examiner, find_result(results_folder(), name), paths) for name in names)
        listed: list[Taken] = [before, after]
        pair: tuple[Taken, Taken] | None = (before, after)
    else:
        listed = _readable(examiner, paths)
        pair = last_two(listed)
    if not listed:
        sys.stderr.write("还没有结果。先运行 rolecheck quiz 答一次。\n")
    if json:
        show_json(history_data(examiner.bank, listed, pair))
    elif listed:
        report = history(examiner.bank, () if names else listed, pair)
        show(history_page(report), plain=plain)


def _readable(examiner: Examiner, paths: Sequence[Path]) -> list[Taken]:
    """Return the results that can be read, and tell of those that cannot: one bad file must not hide the others."""
    taken = []
    for path in paths:
        try:
            taken.append(_taken(examiner, path, paths))
        except BadInputError as error:
            sys.stderr.write(f"{error}\n")
    return taken


def _taken(examiner: Examiner, path: Path, paths: Sequence[Path]) -> Taken:
    result = load_result(path, examiner.bank)
    return Taken(
        number=paths.index(path) + 1 if path in paths else 0,
        name=path.stem,
        # By the reader's clock: results of other zones stand in their order among the others.
        when=f"{result.taken.astimezone():%Y-%m-%d %H:%M}",
        session=result.session,
        profile=measured(examiner, result.session),
        same_bank=result.same_bank,
        dropped=result.dropped,
    )
