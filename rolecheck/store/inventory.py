"""Everything the tool keeps on this machine, file by file: to be counted, found by name, and forgotten.

Only files whose content says that they are ours (``rolecheck.store.records``) are counted, moved or removed.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from rolecheck.bank.characters import MOST_NAME, harmless
from rolecheck.errors import BadInputError, StoreError, UsageError
from rolecheck.intake import is_file
from rolecheck.store import journal, records
from rolecheck.store.files import clear_leftovers, folder_entries, is_temporary, store_errors
from rolecheck.store.places import (
    acceptances_folder,
    open_acceptances_folder,
    open_workshops_folder,
    results_folder,
    sessions_folder,
)
from rolecheck.store.results import SUFFIX, KeptAcceptance, kept_acceptances, own_results, read_result
from rolecheck.store.together import settle
from rolecheck.typesetting import quoted

_HEAD = 1024
"""Bytes in which a result says when it was taken."""

_TAKEN = re.compile(rb'"taken":\s*+"([^"]{10,40}+)"')
_STAMPED = len("20260903-120000")


class KeptKind(StrEnum):
    """What a file holds; the value is its name on the screen."""

    RESULT = "作答的结果"
    ACCEPTANCE = "验收的结果"
    SESSION = "没答完的作答"
    OPEN_ACCEPTANCE = "没看完的验收"
    OPEN_WORKSHOP = "没走完的工作坊"
    ASIDE = "放在一边的记录"


OPEN = frozenset({KeptKind.SESSION, KeptKind.OPEN_ACCEPTANCE, KeptKind.OPEN_WORKSHOP})
UNFINISHED = OPEN | {KeptKind.ASIDE}

_KINDS = {
    records.RESULT: KeptKind.RESULT,
    records.ACCEPTANCE: KeptKind.ACCEPTANCE,
    records.SESSION: KeptKind.SESSION,
    records.OPEN_ACCEPTANCE: KeptKind.OPEN_ACCEPTANCE,
    records.OPEN_WORKSHOP: KeptKind.OPEN_WORKSHOP,
}


class KeptFile(NamedTuple):
    """One file."""

    kind: KeptKind
    path: Path


class Holdings(NamedTuple):
    """What lies in the tool's folders: its own files, those of others, and those nobody can look into."""

    ours: tuple[KeptFile, ...]
    foreign: tuple[Path, ...]
    unknown: tuple[Path, ...]


def folders() -> dict[KeptKind, Path]:
    """Return where each kind lies that has a folder of its own."""
    return {
        KeptKind.RESULT: results_folder(),
        KeptKind.ACCEPTANCE: acceptances_folder(),
        KeptKind.SESSION: sessions_folder(),
        KeptKind.OPEN_ACCEPTANCE: open_acceptances_folder(),
        KeptKind.OPEN_WORKSHOP: open_workshops_folder(),
    }


def everything() -> Holdings:
    """Return every file in the tool's folders.

    What runs that were killed have left half written is cleared, or finished, first.

    Raises:
        StoreError: a folder cannot be looked into.
    """
    ours, foreign, unknown = list[KeptFile](), list[Path](), list[Path]()
    for kind, folder in folders().items():
        settle(folder)
        clear_leftovers(folder)
        paths = folder_entries(folder)
        for path in in_order(paths) if kind is KeptKind.RESULT else paths:
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
                ours.append(KeptFile(_kind(path, schema), path))
    return Holdings(tuple(ours), tuple(foreign), tuple(unknown))


def find_kept(names: Iterable[str]) -> list[KeptFile]:
    """Return the files of these names, numbers of results, or paths; UsageError if one is none or several of them."""
    holdings = everything()
    return list(dict.fromkeys(_find(name, holdings) for name in names))


def forget(files: Iterable[KeptFile]) -> tuple[list[Path], list[Path]]:
    """Remove the files; return what is gone, and what stays because another run is asking into it.

    Raises:
        StoreError: the disk refused some; every other one is gone.
    """
    gone, busy, refused = list[Path](), list[Path](), list[str]()
    for file in files:
        held = journal.Journal(file.path)
        if file.kind in OPEN and not held.hold():
            busy.append(file.path)
            continue
        try:
            with store_errors(f"删不掉 {quoted(file.path)}", "看看这个文件夹的权限。"):
                held.close()
            gone.append(file.path)
        except StoreError as error:
            refused.append(str(error))
    if refused:
        raise StoreError("\n".join([f"删了 {len(gone)} 份，还有 {len(refused)} 份没删掉：", *refused]))
    return gone, busy


def _kind(path: Path, schema: str) -> KeptKind:
    return KeptKind.ASIDE if path.suffix == journal.ASIDE else _KINDS[schema]


def _find(name: str, holdings: Holdings) -> KeptFile:
    files = holdings.ours
    numbered = result_paths(results_folder()) if name.isdecimal() and len(name) < 9 else []
    if numbered and 1 <= int(name) <= len(numbered):
        return KeptFile(KeptKind.RESULT, numbered[int(name) - 1])
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


def result_paths(folder: Path) -> list[Path]:
    """Return the results in the folder, the earliest first, by the instant they were taken at, whatever their names.

    What runs that were killed have left is settled first.

    Raises:
        StoreError: the folder cannot be looked into.
    """
    return in_order(own_results(folder))


def foreign_paths(folder: Path) -> list[Path]:
    """Return what lies among the results and is none, or cannot be told to be one."""
    ours = set(own_results(folder))
    return [path for path in folder_entries(folder) if path not in ours and not is_temporary(path.name)]


def in_order(paths: Iterable[Path]) -> list[Path]:
    """Return results by the instant they were taken, whatever clock their names were given by."""
    return sorted(paths, key=lambda path: (_instant(path), path.name))


def _instant(path: Path) -> float:
    """Return when a result was taken, in seconds since 1970; by its name where the file does not tell."""
    with suppress(OSError, ValueError, OverflowError):
        taken = _TAKEN.search(_head(path)) if path.is_file() else None
        if taken is not None:
            return datetime.fromisoformat(taken[1].decode("ascii")).timestamp()
        return datetime.strptime(path.name[:_STAMPED], "%Y%m%d-%H%M%S").timestamp()  # noqa: DTZ007 - a local clock
    return 0.0


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_HEAD)


def find_result(folder: Path, name: str | None) -> Path:
    """Return the path of a result, or of the latest; UsageError if none.

    ``name`` is its number (from 1, the earliest first), a path, a name in the folder, or that of who answered or was
    answered about.
    """
    paths = result_paths(folder) if name is None or name.isdecimal() else []
    if name is None:
        if not paths:
            others = len(foreign_paths(folder))
            beside = f"{quoted(folder)} 里有 {others} 个文件，都不是 rolecheck 的结果。" if others else ""
            raise UsageError(f"还没有结果。{beside}", "先答一次，运行 rolecheck quiz")
        return paths[-1]
    if paths and len(name) < 9 and 1 <= int(name) <= len(paths):
        return paths[int(name) - 1]
    candidates = [Path(name), folder / name, folder / f"{name}{SUFFIX}"]
    return next((path for path in candidates if is_file(path)), None) or _of_person(folder, name)


def _of_person(folder: Path, name: str) -> Path:
    """Return the only result of somebody of this name; UsageError if there is none, or several, which are listed."""
    wanted, named = harmless(name, MOST_NAME), list[tuple[int, Path, str]]()
    for number, path in enumerate(result_paths(folder), 1):
        with suppress(BadInputError):
            _, session, taken = read_result(path)
            if wanted in {session.respondent, session.subject}:
                about = "" if session.subject is None else f"，说的是{session.subject}"
                answered = f"{taken.astimezone():%Y-%m-%d %H:%M}  {session.respondent or '没写名字的人'}答{about}"
                named.append((number, path, f"  {number}  {answered}"))
    if not named:
        why = f"找不到结果“{wanted}”：没有这个编号、姓名或文件。都在 {quoted(folder)}"
        raise UsageError(why, "列出全部和编号，运行 rolecheck history")
    if len(named) > 1:
        listed = "\n".join(line for _, _, line in named)
        hint = f"看最近的一份，运行 rolecheck report {named[-1][0]}"
        raise UsageError(f"“{wanted}”有 {len(named)} 份结果：\n{listed}", hint)
    return named[0][1]


def find_acceptance(folder: Path, number: str | None) -> KeptAcceptance:
    """Return the finished check of this number (from 1, the earliest first), or the latest; UsageError if none."""
    kept = kept_acceptances(folder)
    if not kept:
        raise UsageError("还没有存下的验收。", "看一遍手上这份结果，运行 rolecheck accept")
    if number is None:
        return kept[-1]
    if number.isdecimal() and len(number) < 9 and 1 <= int(number) <= len(kept):
        return kept[int(number) - 1]
    every = f"1 到 {len(kept)}" if len(kept) > 1 else "1"
    raise UsageError(
        f"没有第 {harmless(number, MOST_NAME)} 份验收，编号是 {every}。", "全部列出来，运行 rolecheck history"
    )
