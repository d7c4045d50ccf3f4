"""Everything the tool keeps on this machine, file by file: to be counted, found by name, and forgotten."""

import glob
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from rolecheck.bank.characters import MOST_NAME, harmless
from rolecheck.errors import StoreError, UsageError
from rolecheck.store import journal, results
from rolecheck.store.files import TEMPORARY, told
from rolecheck.store.places import (
    acceptances_folder,
    open_acceptances_folder,
    open_workshops_folder,
    results_folder,
    sessions_folder,
)


class Kind(StrEnum):
    """What a file holds; the value is its name on the screen."""

    RESULT = "作答的结果"
    ACCEPTANCE = "验收的结果"
    SESSION = "没答完的作答"
    OPEN_ACCEPTANCE = "没看完的验收"
    OPEN_WORKSHOP = "没走完的工作坊"
    ASIDE = "放在一边的记录"
    TORN = "没写完的文件"


OPEN = frozenset({Kind.SESSION, Kind.OPEN_ACCEPTANCE, Kind.OPEN_WORKSHOP})
UNFINISHED = OPEN | {Kind.ASIDE, Kind.TORN}


class Kept(NamedTuple):
    """One file."""

    kind: Kind
    path: Path


def folders() -> dict[Kind, Path]:
    """Return where each kind lies that has a folder of its own."""
    return {
        Kind.RESULT: results_folder(),
        Kind.ACCEPTANCE: acceptances_folder(),
        Kind.SESSION: sessions_folder(),
        Kind.OPEN_ACCEPTANCE: open_acceptances_folder(),
        Kind.OPEN_WORKSHOP: open_workshops_folder(),
    }


def everything() -> list[Kept]:
    """Return every file the tool keeps; what else lies in its folders is somebody else's."""
    found = []
    for kind, folder in folders().items():
        paths = folder.glob("*")
        for path in results.in_order(paths) if kind is Kind.RESULT else sorted(paths, key=lambda path: path.name):
            of = _kind(kind, path)
            if of is not None:
                found.append(Kept(of, path))
    return found


def find_kept(names: Iterable[str]) -> list[Kept]:
    """Return the files of these names, numbers of results, or paths; UsageError if one is none or several of them."""
    files = everything()
    return list(dict.fromkeys(_find(name, files) for name in names))


def forget(files: Iterable[Kept]) -> tuple[list[Path], list[Path]]:
    """Remove the files; return what is gone, and what stays because another run is asking into it.

    Raises:
        StoreError: the disk refused some; every other one is gone.
    """
    gone, busy, refused = list[Path](), list[Path](), list[str]()
    for file in files:
        held = journal.Journal(file.path)
        if file.kind in OPEN and not held.take():
            busy.append(file.path)
            continue
        try:
            with told(f"删不掉 {file.path}", "看看这个文件夹的权限。"):
                held.close()
                _forget_halves(file.path)
            gone.append(file.path)
        except StoreError as error:
            refused.append(str(error))
    if refused:
        raise StoreError("\n".join([f"删了 {len(gone)} 份，还有 {len(refused)} 份没删掉：", *refused]))
    return gone, busy


def _forget_halves(path: Path) -> None:
    """Remove what a run killed while it wrote this very file has left of it."""
    for half in path.parent.glob(f"{TEMPORARY}{glob.escape(path.name)}.*"):
        half.unlink(missing_ok=True)


def _kind(kind: Kind, path: Path) -> Kind | None:
    """Return what a file in the folder of a kind is, None if it is none of ours."""
    suffix = results.SUFFIX if kind in {Kind.RESULT, Kind.ACCEPTANCE} else journal.SUFFIX
    if path.name.startswith(TEMPORARY):
        return Kind.TORN if f"{suffix}." in path.name else None
    if path.suffix == suffix:
        return kind
    return Kind.ASIDE if path.suffix == journal.ASIDE else None


def _find(name: str, files: list[Kept]) -> Kept:
    numbered = [file for file in files if file.kind is Kind.RESULT]
    if name.isdecimal() and len(name) < 9 and 1 <= int(name) <= len(numbered):
        return numbered[int(name) - 1]
    called = [file for file in files if name in {file.path.name, file.path.stem, str(file.path)}]
    called = called or [file for file in files if file.path.absolute() == Path(name).absolute()]
    shown = harmless(name, MOST_NAME)
    if not called:
        raise UsageError(f"没有存过“{shown}”。rolecheck history 列出全部结果和编号，rolecheck paths 说都放在哪里。")
    if len(called) > 1:
        listed = "\n".join(f"  {file.path}（{file.kind}）" for file in called)
        raise UsageError(f"叫“{shown}”的不止一份，写全路径：\n{listed}")
    return called[0]
