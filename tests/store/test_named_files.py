"""A file the user named is written whole or not at all, and is a file like any other of theirs."""

import errno
import os
import sys
from pathlib import Path

import pytest

from rolecheck.errors import StoreError
from rolecheck.store.places import write_named

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes, links and pipes are POSIX")


@posix
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_a_new_file_has_the_mode_the_umask_gives(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        write_named(tmp_path / "a.md", "甲\n")
    finally:
        os.umask(before)
    assert (tmp_path / "a.md").stat().st_mode & 0o777 == mode
    assert (tmp_path / "a.md").read_bytes() == "甲\n".encode()


def test_a_file_that_is_there_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("旧的，更长的一篇", encoding="utf-8")
    write_named(tmp_path / "a.md", "新的")
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "新的"


@posix
def test_a_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("旧", encoding="utf-8")
    (tmp_path / "real.md").chmod(0o640)
    (tmp_path / "link.md").symlink_to("real.md")
    write_named(tmp_path / "link.md", "新")
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text(encoding="utf-8") == "新"
    assert (tmp_path / "real.md").stat().st_mode & 0o777 == 0o640


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    with pytest.raises(StoreError, match=r"文件夹.*换一个"):
        write_named(tmp_path / "a.md", "甲")
    assert (tmp_path / "a.md").is_dir()


@posix
def test_a_pipe_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    with pytest.raises(StoreError, match="不是普通文件"):
        write_named(tmp_path / "a.md", "甲")
    assert (tmp_path / "a.md").is_fifo()


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="没有文件夹"):
        write_named(tmp_path / "no" / "a.md", "甲")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_put_in_place_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("旧", encoding="utf-8")

    def refuse(_path: Path, _target: Path) -> Path:
        raise PermissionError(errno.EACCES, "")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(StoreError, match="没有权限"):
        write_named(tmp_path / "a.md", "新")
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "旧"
