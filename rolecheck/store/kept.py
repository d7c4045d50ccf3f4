"""Everything the tool keeps on this machine, file by file: to be counted, found by name, and forgotten.

Only files whose content says that they are ours (``rolecheck.store.records``) are counted, moved or removed.
"""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from rolecheck.bank.characters import MOST_NAME, harmless
from rolecheck.errors import StoreError, UsageError
from rolecheck.store import journal, records, results
from rolecheck.store.files import clear_leftovers, folder_entries, is_temporary, told
from rolecheck.store.places import (
    acceptances_folder,
    open_acceptances_folder,
    open_workshops_folder,
    results_folder,
    sessions_folder,
)
from rolecheck.store.together import settle
from rolecheck.visible import quoted


class Kind(StrEnum):
    """What a file holds; the value is its name on the screen."""

    RESULT = "作答的结果"
    ACCEPTANCE = "验收的结果"
    SESSION = "没答完的作答"
    OPEN_ACCEPTANCE = "没看完的验收"
    OPEN_WORKSHOP = "没走完的工作坊"
    ASIDE = "放在一边的记录"


OPEN = frozenset({Kind.SESSION, Kind.OPEN_ACCEPTANCE, Kind.OPEN_WORKSHOP})
UNFINISHED = OPEN | {Kind.ASIDE}

_KINDS = {
    records.RESULT: Kind.RESULT,
    records.ACCEPTANCE: Kind.ACCEPTANCE,
    records.SESSION: Kind.SESSION,
    records.OPEN_ACCEPTANCE: Kind.OPEN_ACCEPTANCE,
    records.OPEN_WORKSHOP: Kind.OPEN_WORKSHOP,
}


class Kept(NamedTuple):
    """One file."""

    kind: Kind
    path: Path


class Holdings(NamedTuple):
    """What lies in the tool's folders: its own files, those of others, and those nobody can look into."""

    ours: tuple[Kept, ...]
    foreign: tuple[Path, ...]
    unknown: tuple[Path, ...]


def folders() -> dict[Kind, Path]:
    """Return where each kind lies that has a folder of its own."""
    return {
        Kind.RESULT: results_folder(),
        Kind.ACCEPTANCE: acceptances_folder(),
        Kind.SESSION: sessions_folder(),
        Kind.OPEN_ACCEPTANCE: open_acceptances_folder(),
        Kind.OPEN_WORKSHOP: open_workshops_folder(),
    }


def everything() -> Holdings:
    """Return every file in the tool's folders.

    What runs that were killed have left half written is cleared, or finished, first.

    Raises:
        StoreError: a folder cannot be looked into.
    """
    ours, foreign, unknown = list[Kept](), list[Path](), list[Path]()
    for kind, folder in folders().items():
        settle(folder)
        clear_leftovers(folder)
        paths = folder_entries(folder)
        for path in results.in_order(paths) if kind is Kind.RESULT else paths:
            if is_temporary(path.name):
                # Another run is writing it just now.
                continue
            try:
                schema = records.schema_of(path)
            except records.UnknowableError:
                unknown.append(path)
                continue
            if schema is None:
                foreign.append(path)
            else:
                ours.append(Kept(_kind(path, schema), path))
    return Holdings(tuple(ours), tuple(foreign), tuple(unknown))


def find_kept(names: Iterable[str]) -> list[Kept]:
    """Return the files of these names, numbers of results, or paths; UsageError if one is none or several of them."""
    holdings = everything()
    return list(dict.fromkeys(_find(name, holdings) for name in names))


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
            with told(f"删不掉 {quoted(file.path)}", "看看这个文件夹的权限。"):
                held.close()
            gone.append(file.path)
        except StoreError as error:
            refused.append(str(error))
    if refused:
        raise StoreError("\n".join([f"删了 {len(gone)} 份，还有 {len(refused)} 份没删掉：", *refused]))
    return gone, busy


def _kind(path: Path, schema: str) -> Kind:
    return Kind.ASIDE if path.suffix == journal.ASIDE else _KINDS[schema]


def _find(name: str, holdings: Holdings) -> Kept:
    files = holdings.ours
    numbered = results.result_paths(results_folder()) if name.isdecimal() and len(name) < 9 else []
    if numbered and 1 <= int(name) <= len(numbered):
        return Kept(Kind.RESULT, numbered[int(name) - 1])
    called = [file for file in files if name in {file.path.name, file.path.stem, str(file.path)}]
    called = called or [file for file in files if file.path.absolute() == Path(name).absolute()]
    shown = harmless(name, MOST_NAME)
    if not called:
        others = [path for path in holdings.foreign if name in {path.name, path.stem, str(path)}]
        if others:
            raise UsageError(f"{quoted(others[0])} 不是 rolecheck 写的，没有动它。")
        hint = "列出全部结果和编号，运行 rolecheck history；都放在哪里，运行 rolecheck paths"
        raise UsageError(f"没有存过“{shown}”。", hint)
    if len(called) > 1:
        listed = "\n".join(f"  {quoted(file.path)}（{file.kind}）" for file in called)
        raise UsageError(f"叫“{shown}”的不止一份，写全路径：\n{listed}")
    return called[0]
