"""`rolecheck history`, `rolecheck paths` and `rolecheck forget`: what is kept here, where it lies, and removing it.

Nothing that measures is loaded where there is nothing to compare.
"""

import os
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rolecheck.bank.items import Bank
from rolecheck.bank.loading import load_bank
from rolecheck.calling import as_called
from rolecheck.cli.requests import ForgetRequest, HistoryRequest, PathsRequest
from rolecheck.cli.screen import bank_folder, is_terminal, show, show_json, told_when
from rolecheck.errors import BadInputError, NeedsAnswerError, StoreError, UsageError
from rolecheck.store.inventory import (
    UNFINISHED,
    Holdings,
    KeptFile,
    KeptKind,
    everything,
    find_kept,
    find_result,
    folders,
    foreign_paths,
    forget,
    result_paths,
)
from rolecheck.store.places import HOME_VARIABLE, acceptances_folder, results_folder
from rolecheck.store.results import KeptAcceptance, kept_acceptances, load_result
from rolecheck.typesetting import quoted

if TYPE_CHECKING:
    from rolecheck.measure.item_choice import Examiner
    from rolecheck.report.history import PastAcceptance, PastResult

MOST_NAMED = 10

IDS = {
    KeptKind.RESULT: "results",
    KeptKind.ACCEPTANCE: "acceptances",
    KeptKind.SESSION: "sessions",
    KeptKind.OPEN_ACCEPTANCE: "open_acceptances",
    KeptKind.OPEN_WORKSHOP: "open_workshops",
}

MOST_LISTED = 10

NO_TERMINAL = "删之前要问一声，这里没有可以打字的终端。加上 --yes 就不问。"

WHAT = (
    "说要删哪些：\n"
    "  rolecheck forget 3            删第 3 份结果；也可以写文件名\n"
    "  rolecheck forget --unfinished 删没答完的和放在一边的\n"
    "  rolecheck forget --all        全都删"
)
YES = frozenset({"y", "yes", "是", "删"})


def run_history(request: HistoryRequest) -> None:
    """Print the results that are kept, and how the shares moved between two of them."""
    names = request.results or ()
    if len(names) not in {0, 2}:
        raise UsageError("要比就写两份结果；什么都不写，就列出全部，比最近两次。", "运行 rolecheck history 1 2")
    bank = load_bank(bank_folder(request.bank))
    paths = result_paths(results_folder())
    checks = [] if names else kept_acceptances(acceptances_folder())
    if not (names or paths or checks or request.json):
        _tell_unread()
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
    from rolecheck.measure.item_choice import Examiner
    from rolecheck.report.history import history, history_data, history_page, last_two

    examiner = Examiner(bank)
    if names:
        _refuse_the_same(names, paths)
        before, after = (_taken(examiner, find_result(results_folder(), name), paths) for name in names)
        listed = [before, after]
        pair: tuple[PastResult, PastResult] | None = (before, after)
    else:
        listed = _readable(examiner, paths)
        _tell_unread()
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
    first, second = (find_result(results_folder(), name).resolve() for name in names)
    if first == second:
        hint = "全部列出来，运行 rolecheck history" if len(paths) > 1 else "过些时候再答一次，运行 rolecheck quiz"
        raise UsageError("这两个是同一份结果，没有什么可比。", hint)


def _accepted(checks: Sequence[KeptAcceptance]) -> "list[PastAcceptance]":
    from rolecheck.report.history import PastAcceptance

    now = datetime.now().astimezone()
    return [
        PastAcceptance(number, told_when(kept.taken.astimezone(), now), kept.name, kept.statement)
        for number, kept in enumerate(checks, 1)
    ]


def _readable(examiner: "Examiner", paths: Sequence[Path]) -> "list[PastResult]":
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


def _tell_unread() -> None:
    others = foreign_paths(results_folder())
    for path in others[:MOST_NAMED]:
        sys.stderr.write(f"{quoted(path)}: 不是 rolecheck 的结果，没有读。\n")
    if len(others) > MOST_NAMED:
        sys.stderr.write(f"这样的文件还有 {len(others) - MOST_NAMED} 个。\n")


def _taken(examiner: "Examiner", path: Path, paths: Sequence[Path]) -> "PastResult":
    from rolecheck.cli.report import measured
    from rolecheck.report.history import PastResult

    result = load_result(path, examiner.bank)
    return PastResult(
        number=paths.index(path) + 1 if path in paths else 0,
        name=path.stem,
        # By the reader's clock: results of other zones stand in their order among the others.
        when=told_when(result.taken.astimezone(), datetime.now().astimezone()),
        session=result.session,
        profile=measured(examiner, result.session),
        same_bank=result.same_bank,
        dropped=result.dropped,
    )


def _counted() -> tuple[Counter[KeptKind], tuple[Path, ...]]:
    """Return how many files of each kind there are, and what else lies among them."""
    holdings = everything()
    return Counter(file.kind for file in holdings.ours), (*holdings.foreign, *holdings.unknown)


def run_paths(request: PathsRequest) -> None:
    """Print where everything lies, each path on a line of its own, to be copied whole."""
    places, (count, others) = folders(), _counted()
    home = os.environ.get(HOME_VARIABLE) or None
    if request.json:
        show_json(
            {
                "schema": "rolecheck.paths/1",
                **{IDS[kind]: str(folder) for kind, folder in places.items()},
                "bank": str(bank_folder(request.bank)),
                "home_variable": home,
                "files": {kind.name.lower(): count[kind] for kind in KeptKind},
            }
        )
        return
    for kind, folder in places.items():
        sys.stdout.write(f"{kind}，{count[kind]} 份\n  {quoted(folder)}\n")
    if count[KeptKind.ASIDE]:
        sys.stdout.write(f"同一处还有放在一边的，{count[KeptKind.ASIDE]} 份：rolecheck forget --unfinished 可以删\n")
    for path in others:
        sys.stdout.write(f"同一处还有不是 rolecheck 写的，或读不了的\n  {quoted(path)}\n")
    sys.stdout.write(f"题库\n  {quoted(bank_folder(request.bank))}\n")
    meaning = "没有设，用的是系统给用户留的文件夹" if home is None else quoted(home)
    sys.stdout.write(f"环境变量 {HOME_VARIABLE}：设了它，存下的都放到它那里\n  {meaning}\n")


def run_forget(request: ForgetRequest) -> None:
    """Remove what is kept, after asking."""
    if not (request.names or request.everything or request.unfinished):
        raise UsageError(WHAT, "看有哪些、编号多少，运行 rolecheck history")
    files, holdings = _chosen(request)
    _tell_others(holdings)
    if not files:
        sys.stderr.write("没有可删的。\n")
        _check_known(holdings)
        return
    sys.stderr.write(_listed(files))
    if not request.yes and not _agreed():
        sys.stderr.write("什么都没删。\n")
        return
    gone, busy = forget(files)
    for path in busy:
        sys.stderr.write(f"{quoted(path)} 正有另一个窗口在答，没有删。\n")
    sys.stderr.write(f"删了 {len(gone)} 份。\n")
    _check_known(holdings)


def _chosen(request: ForgetRequest) -> tuple[list[KeptFile], Holdings]:
    """Return what is to be removed, and what lies beside it where a whole folder was meant."""
    if request.everything:
        holdings = everything()
        return list(holdings.ours), holdings
    files = find_kept(request.names or ())
    holdings = everything() if request.unfinished else Holdings((), (), ())
    files += [file for file in holdings.ours if file.kind in UNFINISHED and file not in files]
    return files, holdings


def _tell_others(holdings: Holdings) -> None:
    for path in holdings.foreign[:MOST_LISTED]:
        sys.stderr.write(f"不是 rolecheck 写的，没有动：{quoted(path)}\n")
    if len(holdings.foreign) > MOST_LISTED:
        sys.stderr.write(f"  ……这样的还有 {len(holdings.foreign) - MOST_LISTED} 个\n")


def _check_known(holdings: Holdings) -> None:
    """Raise StoreError if there were files nobody could look into: they may be ours, and they are still there."""
    if holdings.unknown:
        listed = "".join(f"\n  {quoted(path)}" for path in holdings.unknown[:MOST_LISTED])
        raise StoreError(f"有 {len(holdings.unknown)} 个文件读不了，不知道是不是存下的，没有动。看看权限：{listed}")


def _listed(files: Sequence[KeptFile]) -> str:
    counts = "、".join(f"{kind} {count} 份" for kind, count in Counter(str(file.kind) for file in files).items())
    shown = "".join(f"  {quoted(file.path)}\n" for file in files[:MOST_LISTED])
    more = f"  ……还有 {len(files) - MOST_LISTED} 份\n" if len(files) > MOST_LISTED else ""
    return f"要删的：{counts}\n{shown}{more}"


def _agreed() -> bool:
    """Ask on the terminal for a yes; NeedsAnswerError where nobody can be asked."""
    if not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        raise NeedsAnswerError(NO_TERMINAL, retype={"": ["--yes"]})
    try:
        # Whoever sees the question may interrupt it before anything is read.
        sys.stderr.write("删了就找不回来。确定要删，打 y 再回车：")
        sys.stderr.flush()
        typed = sys.stdin.readline()
    except KeyboardInterrupt:
        sys.stderr.write("\n什么都没删。\n")
        raise
    if not typed.endswith("\n"):
        sys.stderr.write("\n")
    return typed.strip().lower() in YES
