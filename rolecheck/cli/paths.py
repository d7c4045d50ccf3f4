"""`rolecheck paths`."""

import os
import sys
from collections import Counter
from pathlib import Path

from rolecheck.cli.requests import PathsRequest
from rolecheck.cli.screen import bank_folder, show_json
from rolecheck.store.inventory import KeptKind, everything, folders
from rolecheck.store.places import HOME_VARIABLE
from rolecheck.visible import quoted

IDS = {
    KeptKind.RESULT: "results",
    KeptKind.ACCEPTANCE: "acceptances",
    KeptKind.SESSION: "sessions",
    KeptKind.OPEN_ACCEPTANCE: "open_acceptances",
    KeptKind.OPEN_WORKSHOP: "open_workshops",
}


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
