"""Private files: whole or not at all, nobody else's business, and every refusal of the disk is a StoreError."""

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from rolecheck.errors import BadInputError, StoreError
from rolecheck.store.files import LIMIT, ensure_folder, read_text, write_new_private
from rolecheck.store.journal import Journal
from rolecheck.store.places import results_folder, sessions_folder

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")

Write = Callable[[Path, str], None]


def refuse(code: int) -> Callable[..., NoReturn]:
    """Return a function that refuses as the system does."""

    def refusing(*_: object, **__: object) -> NoReturn:
        raise OSError(code, os.strerror(code))

    return refusing


def begin_journal(path: Path, header: str) -> None:
    Journal(path, header).append("back")


def write_new(path: Path, text: str) -> None:
    write_new_private(path.parent, path.stem, path.suffix, text)


@pytest.fixture(params=[write_new, begin_journal])
def write(request: pytest.FixtureRequest) -> Write:
    chosen: Write = request.param
    return chosen


@pytest.fixture
def _loose_umask() -> Iterator[None]:
    old = os.umask(0)
    yield
    os.umask(old)


def test_what_is_written_is_read_again(write: Write, tmp_path: Path) -> None:
    write(tmp_path / "a.json", "结果被接住")

    assert read_text(tmp_path / "a.json").splitlines()[0] == "结果被接住"


@posix
@pytest.mark.usefixtures("_loose_umask")
def test_a_file_is_its_owners_alone_whatever_the_umask(write: Write, tmp_path: Path) -> None:
    write(tmp_path / "a.json", "x")

    assert stat.S_IMODE((tmp_path / "a.json").stat().st_mode) == 0o600


@posix
@pytest.mark.usefixtures("_loose_umask")
def test_a_folder_is_its_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    ensure_folder(tmp_path / "rolecheck" / "results")

    assert stat.S_IMODE((tmp_path / "rolecheck" / "results").stat().st_mode) == 0o700


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    path = tmp_path / "a.json"
    write_new(path, "old")
    monkeypatch.setattr(os, "fsync", refuse(code))

    with pytest.raises(StoreError):
        write_new(path, "new")

    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_interrupted_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: int) -> NoReturn:
        raise KeyboardInterrupt

    path = tmp_path / "a.json"
    write_new(path, "old")
    monkeypatch.setattr(os, "fsync", interrupt)

    with pytest.raises(KeyboardInterrupt):
        write_new(path, "new")

    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("code", "why"), [(errno.EACCES, "没有权限"), (errno.EPERM, "没有权限")])
def test_no_permission_is_told_in_chinese_with_the_path_and_a_way_out(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, why: str
) -> None:
    monkeypatch.setattr(os, "open", refuse(code))

    with pytest.raises(StoreError) as caught:
        write(tmp_path / "a.json", "x")

    assert why in str(caught.value)
    assert str(tmp_path) in str(caught.value)
    assert "ROLECHECK_HOME" in str(caught.value)


def test_a_full_disk_while_appending_is_a_store_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", refuse(errno.ENOSPC))

    with pytest.raises(StoreError):
        begin_journal(tmp_path / "a.jsonl", "x")


def test_a_full_disk_is_told_in_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", refuse(errno.ENOSPC))

    with pytest.raises(StoreError) as caught:
        write_new(tmp_path / "a.json", "x")

    assert "No space" not in str(caught.value)


def test_a_file_where_the_folder_should_be_is_a_store_error(write: Write, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("", encoding="utf-8")

    with pytest.raises(StoreError):
        write(tmp_path / "home" / "results" / "a.json", "x")


def test_a_name_too_long_for_the_disk_is_a_store_error(write: Write, tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        write(tmp_path / ("a" * 5000), "x")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "项目".encode("gb18030"), b"x" * (LIMIT + 1)])
def test_a_file_that_cannot_be_ours_is_bad_input(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.json").write_bytes(content)

    with pytest.raises(BadInputError):
        read_text(tmp_path / "a.json")


def test_a_missing_file_and_a_folder_are_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="没有这个文件"):
        read_text(tmp_path / "none.json")
    with pytest.raises(BadInputError):
        read_text(tmp_path)


def test_one_variable_moves_everything_that_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLECHECK_HOME", str(tmp_path))

    assert {results_folder(), sessions_folder()} == {tmp_path / "results", tmp_path / "sessions"}


@pytest.mark.parametrize("home", [None, ""])
def test_without_it_everything_lies_in_the_users_own_folders(monkeypatch: pytest.MonkeyPatch, home: str | None) -> None:
    monkeypatch.delenv("ROLECHECK_HOME", raising=False)
    if home is not None:
        monkeypatch.setenv("ROLECHECK_HOME", home)

    assert "rolecheck" in results_folder().parts
    assert results_folder().is_absolute()
    assert results_folder().parent.parent != Path.cwd()
