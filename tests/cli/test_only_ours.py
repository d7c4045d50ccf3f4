"""Attacks on what is kept: strangers' files among ours, folders nobody can look into, homes others can change."""

import json
import os
import shutil
import sys
from datetime import datetime
from pathlib import Path

import pytest

from rolecheck.session.session import LARGEST_SEED, Form, Response, Session
from rolecheck.store.files import temporary_name
from rolecheck.store.results import save_result
from tests.builders import shipped
from tests.cli.conftest import Rolecheck

BANK = shipped()
ITEM = BANK.items[0].id
QUIZ = ("quiz", "--plain", "--form", "quick", "--title", "交付经理", "--seed", "5")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="owners and modes are another matter here")


def kept(home: Path, seed: int = 1, taken: str = "2026-11-28T09:00:00+08:00", name: str = "甲") -> Path:
    session = Session(Form.QUICK, seed, None, name, None, (Response(ITEM, "A"),))
    return save_result(home / "results", session, BANK, {}, datetime.fromisoformat(taken))


FOREIGN = {
    "notes.json": b'{"mine": 1}',
    "claims.json": b'{"schema": "rolecheck.result/1"}',
    ".notes.json.swp": b"\0vim",
    "old.aside": b"x",
    "x.jsonl": b"{}\n",
    ".rolecheck-notes": b"mine",
    ".rolecheck-0123456789abcdef": b"mine",
}


@pytest.mark.parametrize("folder", ["results", "acceptances", "sessions", "open-acceptances", "open-workshops"])
def test_everything_is_forgotten_but_strangers_files_are_named_and_left(
    rolecheck: Rolecheck, home: Path, folder: str
) -> None:
    mine = kept(home)
    (home / folder).mkdir(exist_ok=True)
    for name, content in FOREIGN.items():
        (home / folder / name).write_bytes(content)

    ran = rolecheck("forget", "--all", "--yes")

    assert ran.code == 0
    assert not mine.exists()
    assert {path.name: path.read_bytes() for path in (home / folder).iterdir()} == FOREIGN
    assert all(name in ran.err for name in FOREIGN)
    rolecheck("history")
    rolecheck(*QUIZ, typed="A\nq\n")
    assert all((home / folder / name).read_bytes() == content for name, content in FOREIGN.items())


def test_a_planted_link_is_no_file_of_ours(rolecheck: Rolecheck, home: Path, tmp_path: Path) -> None:
    elsewhere = Path(shutil.copy(kept(home), tmp_path / "elsewhere.json"))
    (home / "results" / "link.json").symlink_to(elsewhere)

    ran = rolecheck("forget", "--all", "--yes")

    assert "link.json" in ran.err
    assert (home / "results" / "link.json").is_symlink()
    assert elsewhere.exists()


@pytest.mark.parametrize("command", [("history",), ("forget", "--all", "--yes"), ("report",), ("paths",)])
@pytest.mark.parametrize("what", ["a file", "a dangling link", "a circle"])
def test_a_folder_that_cannot_be_looked_into_is_not_said_to_be_empty(
    rolecheck: Rolecheck, home: Path, command: tuple[str, ...], what: str
) -> None:
    home.mkdir(mode=0o700)
    match what:
        case "a file":
            (home / "results").write_text("x")
        case "a dangling link":
            (home / "results").symlink_to(home / "nowhere")
        case _:
            (home / "results").symlink_to(home / "results")

    ran = rolecheck(*command)

    assert ran.code == 1
    assert "不知道里面存着什么" in ran.err
    assert "没有可删的" not in ran.err
    assert "还没有结果" not in ran.err


@POSIX
@pytest.mark.parametrize("command", [("history",), ("forget", "--all", "--yes"), (*QUIZ,), ("paths",)])
@pytest.mark.parametrize("part", ["", "results"])
def test_a_home_that_everybody_can_change_is_refused_with_the_command_that_mends_it(
    rolecheck: Rolecheck, home: Path, command: tuple[str, ...], part: str
) -> None:
    kept(home)
    (home / part).chmod(0o777)

    ran = rolecheck(*command, typed="A\n" * 60)

    assert ran.code == 1
    (mend,) = [line for line in ran.err.split("。") if "chmod" in line]
    os.system(mend.partition("：")[2].partition("\n")[0])  # noqa: S605 - the command it gives
    assert rolecheck("history").code == 0


@POSIX
def test_a_home_of_somebody_else_is_refused(rolecheck: Rolecheck, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(home)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 4711)

    ran = rolecheck("history")

    assert ran.code == 1
    assert "chown" in ran.err


@POSIX
def test_a_folder_for_everybody_is_not_told_to_be_closed(rolecheck: Rolecheck, home: Path) -> None:
    home.mkdir()
    home.chmod(0o1777)

    ran = rolecheck("history")

    assert ran.code == 1
    assert "chmod" not in ran.err
    assert "export ROLECHECK_HOME" in ran.err


@POSIX
def test_every_folder_that_is_made_is_its_owners_alone(
    rolecheck: Rolecheck, home: Path, answers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = home / "a" / "b"
    monkeypatch.setenv("ROLECHECK_HOME", str(deep))
    before = os.umask(0)
    try:
        assert rolecheck("quiz", "--answers", answers).code == 0
    finally:
        os.umask(before)

    for folder in (home, home / "a", deep, deep / "results"):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_what_a_killed_run_left_is_cleared_by_the_next(rolecheck: Rolecheck, home: Path) -> None:
    kept(home)
    half = temporary_name(home / "results")
    half.write_text("{")
    aside = temporary_name(home / "results")
    aside.mkdir()
    (aside / "000000.json").write_text("{")

    rolecheck("history")

    assert not half.exists()
    assert not aside.exists()


@pytest.mark.parametrize("seed", [LARGEST_SEED + 1, -LARGEST_SEED - 1, 2**300])
@pytest.mark.parametrize("command", [("quiz", "--no-input"), ("workshop", "--list"), ("form", "export", "--to", "csv")])
def test_a_seed_that_could_not_be_read_back_is_refused(
    rolecheck: Rolecheck, command: tuple[str, ...], seed: int
) -> None:
    ran = rolecheck(*command, f"--seed={seed}")

    assert ran.code == 2
    assert "--seed 太大" in ran.err


@pytest.mark.parametrize(
    "taken", ["1970-01-01T00:00:00+08:00", "0001-01-02T00:00:00+00:00", "9999-12-30T23:59:59-12:00"]
)
def test_any_date_the_calendar_has_is_kept_and_read_back(rolecheck: Rolecheck, home: Path, taken: str) -> None:
    kept(home, taken=taken)

    assert rolecheck("report").code == 0
    assert "读不出" not in rolecheck("history").err


def test_the_latest_is_the_latest_by_its_instant_whatever_its_name_and_zone(rolecheck: Rolecheck, home: Path) -> None:
    kept(home, 1, "2026-11-28T09:00:00+08:00")
    latest = kept(home, 2, "2026-11-27T22:00:00-05:00")
    kept(home, 3, "2026-11-28T02:30:00+00:00")
    latest.rename(latest.with_name("00000000-aaa.json"))

    data = json.loads(rolecheck("history", "--json").out)

    assert [each["number"] for each in data["results"]] == [1, 2, 3]
    assert data["results"][-1]["name"] == "00000000-aaa"


def test_a_result_from_the_future_is_said_to_be_one(rolecheck: Rolecheck, home: Path) -> None:
    kept(home, taken="2099-01-01T00:00:00+08:00")

    assert "比现在晚" in rolecheck("report").err
    assert "比现在晚" in rolecheck("history").out.replace("\n", "")


def test_names_that_differ_in_what_nobody_sees_are_one_person(rolecheck: Rolecheck, home: Path) -> None:
    for seed, mark in enumerate(["", "\ufe0f", "\U000e0100", "\U00016fe4", "\U0001d159", "\u200b", "\u2061"]):
        path = kept(home, seed, f"2026-11-{10 + seed}T09:00:00+08:00", "王小明")
        written = path.read_text(encoding="utf-8").replace("王小明", f"王{mark}小明{mark}")
        path.write_text(written, encoding="utf-8")

    ran = rolecheck("history", "--json")

    data = json.loads(ran.out)
    assert {each["score"]["respondent"] for each in data["results"]} == {"王小明"}
    assert data["movement"]["same_person"]
