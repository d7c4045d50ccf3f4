"""`rolecheck forget`."""

import sys
from collections import Counter
from collections.abc import Sequence

from rolecheck.cli.confirming import confirmed
from rolecheck.cli.requests import ForgetRequest
from rolecheck.errors import StoreError, UsageError
from rolecheck.store.inventory import UNFINISHED, Holdings, KeptFile, everything, find_kept, forget
from rolecheck.visible import quoted

MOST_LISTED = 10

NO_TERMINAL = "删之前要问一声，这里没有可以打字的终端。加上 --yes 就不问。"

WHAT = (
    "说要删哪些：\n"
    "  rolecheck forget 3            删第 3 份结果，编号看 rolecheck history；也可以写文件名\n"
    "  rolecheck forget --unfinished 删没答完的和放在一边的\n"
    "  rolecheck forget --all        全都删"
)


def run_forget(request: ForgetRequest) -> None:
    """Remove what is kept, after asking."""
    if not (request.names or request.everything or request.unfinished):
        raise UsageError(WHAT)
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
    try:
        return confirmed(
            "删了就找不回来。确定要删，打 y 再回车：", "删之前要问一声，这里没有可以打字的终端。加上 --yes 就不问。"
        )
    except KeyboardInterrupt:
        sys.stderr.write("\n什么都没删。\n")
        raise
