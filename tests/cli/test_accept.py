"""`rolecheck accept` from the command line to the disk."""

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rolecheck.bank.acceptance import Answer
from rolecheck.bank.files import shipped_folder
from rolecheck.bank.loading import load_bank
from rolecheck.cli.main import run
from rolecheck.cli.screen import LEAVE, WHOLE
from rolecheck.session.acceptance import SHOWN

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ROLECHECK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("ACCESSIBLE", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    return tmp_path / "home"


@pytest.fixture
def accept(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs the command with something typed, and returns code, stdout and stderr."""
    assert home.name == "home"

    def accept(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["rolecheck", "accept", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = run()
        return code, *capsys.readouterr()

    return accept


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """Return an answers file in which everything is good."""
    acceptance = load_bank(shipped_folder()).acceptance
    assert acceptance is not None
    lines = [f"  {check.id}: {SHOWN[Answer.YES]}\n" for check in acceptance.checks]
    path = tmp_path / "答.yaml"
    path.write_text("name: 理赔系统二期\nanswers:\n" + "".join(lines), encoding="utf-8")
    return path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def kept(home: Path) -> list[Path]:
    return sorted((home / "acceptances").glob("*.json"))


def test_answers_from_a_file_are_decided_shown_and_kept(accept: Run, good: Path, home: Path) -> None:
    change(good, "floor-contained: 是", "floor-contained: {answer: 否, note: 夜里重启会丢单}")
    code, out, err = accept("--answers", str(good))
    assert code == 0
    assert "现在不能交" in out
    assert "夜里重启会丢单" in out
    (path,) = kept(home)
    assert str(path) in err
    record = json.loads(path.read_text(encoding="utf-8"))
    assert (record["schema"], record["result"]["outcome"]) == ("rolecheck.acceptance/1", "not-now")


def test_json_is_what_is_kept(accept: Run, good: Path, home: Path) -> None:
    code, out, _ = accept("--answers", str(good), "--json")
    assert code == 0
    assert json.loads(out) == json.loads(kept(home)[0].read_text(encoding="utf-8"))


def test_a_kept_check_is_shown_again_from_its_own_file(accept: Run, good: Path, home: Path) -> None:
    change(good, "floor-peak: 是", "floor-peak: {answer: 说不准, note: 压测机没批}")
    _, first, _ = accept("--answers", str(good), "--no-save" if kept(home) else "--save")
    _, again, _ = accept("--answers", str(kept(home)[0]), "--no-save")
    assert again == first
    assert len(kept(home)) == 1


def test_the_name_on_the_command_line_counts_before_the_one_in_the_file(accept: Run, good: Path) -> None:
    assert json.loads(accept("--answers", str(good), "--json", "--name", "三期")[1])["name"] == "三期"
    assert json.loads(accept("--answers", str(good), "--json")[1])["name"] == "理赔系统二期"


def test_a_check_without_an_answer_ends_in_4_with_its_question(accept: Run, good: Path, home: Path) -> None:
    change(good, "  floor-peak: 是\n", "")
    change(good, "  room-make-up: 是\n", "")
    code, out, err = accept("--answers", str(good))
    assert (code, out, kept(home)) == (4, "", [])
    assert "floor-peak" in err
    assert "room-make-up" in err
    assert "说不准" in err


def test_a_bad_file_ends_in_3(accept: Run, good: Path) -> None:
    change(good, "floor-contained: 是", "floor-contained: no")
    code, _, err = accept("--answers", str(good))
    assert code == 3
    assert "引号" in err
    assert accept("--answers", str(good) + ".txt")[0] == 3


def test_without_a_terminal_it_ends_in_4_with_the_way_out(accept: Run) -> None:
    for arguments in ((), ("--no-input",)):
        code, _, err = accept(*arguments)
        assert code == 4
        assert "--answers" in err


def test_a_bank_without_a_checklist_says_so(accept: Run, tmp_path: Path) -> None:
    for name in ("roles.yaml", "questions.yaml"):
        text = (shipped_folder() / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.partition("\nacceptance:\n")[0], encoding="utf-8")
    code, _, err = accept("--bank", str(tmp_path))
    assert code == 2
    assert "acceptance" in err


def test_lines_from_a_pipe_are_asked_kept_and_gone_on_with(accept: Run, home: Path) -> None:
    code, _, err = accept("--plain", typed="理赔系统\nn 只连打印机\nn\n<\nu\nq\n")
    assert code == 0
    assert "可以接着看" in err
    (journal,) = (home / "open-acceptances").glob("*.jsonl")
    code, out, err = accept("--plain", typed="1\n" + "y\n" * 14)
    assert code == 0
    assert "“理赔系统”" in err
    assert "答了 2 条" in err
    assert "只连打印机" in out
    assert not journal.exists()
    assert len(kept(home)) == 1


def test_beginning_anew_keeps_the_unfinished_one_aside(accept: Run, home: Path) -> None:
    accept("--plain", typed="理赔系统\ny\nq\n")
    code, _, err = accept("--plain", "--name", "别的", typed="2\n")
    assert code == 4
    assert "还没有看" in err
    assert [path.suffix for path in (home / "open-acceptances").iterdir()] == [".aside"]


@pytest.mark.parametrize("ending", [".md", ".html"])
def test_the_result_is_written_to_a_file_as_well(accept: Run, good: Path, home: Path, ending: str) -> None:
    change(good, "floor-contained: 是", "floor-contained: 否")
    path = home.with_name("验收" + ending)
    code, out, err = accept("--answers", str(good), "--output", str(path))
    assert code == 0
    assert "现在不能交" in out
    assert f"写好了：{path}" in err
    assert "现在不能交" in path.read_text(encoding="utf-8")
    assert len(kept(home)) == 1


def test_a_file_of_no_known_kind_is_refused_before_anything_is_asked(accept: Run, home: Path) -> None:
    code, out, err = accept("--plain", "--output", "验收.docx", typed="理赔\ny\n")
    assert (code, out) == (2, "")
    assert ".html" in err
    assert not home.exists()


def test_a_file_that_cannot_be_written_leaves_the_result_kept(accept: Run, good: Path, home: Path) -> None:
    code, out, err = accept("--answers", str(good), "--output", str(home / "没有这里" / "a.html"))
    assert code == 1
    assert "可以交" in out
    assert "没有文件夹" in err
    assert len(kept(home)) == 1


def test_ctrl_c_while_the_page_prints_finds_the_result_kept(
    accept: Run, good: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("rolecheck.cli.accept.show_paged", interrupt)

    code, _, err = accept("--answers", str(good))

    (path,) = kept(home)
    assert code == 130
    assert str(path) in err
    assert "已中断" in err


def test_a_disk_that_does_not_take_the_result_keeps_nobody_from_reading_it(accept: Run, good: Path, home: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / "acceptances").write_text("", encoding="utf-8")

    code, out, err = accept("--answers", str(good))

    assert code == 1
    assert "可以交" in out
    assert "acceptances" in err


@pytest.mark.parametrize(("key", "whole"), [(WHOLE, 1), (LEAVE, 0)])
def test_at_a_terminal_the_decision_comes_alone_and_the_whole_only_at_a_key(
    accept: Run, monkeypatch: pytest.MonkeyPatch, key: str, whole: int
) -> None:
    monkeypatch.setattr("rolecheck.cli.accept.can_page", lambda *, plain: plain)
    monkeypatch.setattr("rolecheck.cli.accept.pressed", lambda _: key)

    code, out, err = accept("--plain", "--name", "理赔系统", typed="n\n" + "y\n" * 15)

    assert code == 0
    assert "结果存在" in err
    decided, _, rest = out.partition("先做这一件")
    assert "现在不能交" in decided
    assert "它一坏，别的系统、别的人也得停" in decided
    assert "去问管运行维护的人" in rest
    assert rest.count("4 样判断") == whole


def test_the_unfinished_check_of_another_bank_is_left_alone(accept: Run, home: Path, tmp_path: Path) -> None:
    accept("--plain", typed="理赔系统\ny\nq\n")
    (journal,) = (home / "open-acceptances").iterdir()
    other = tmp_path / "bank"
    shutil.copytree(shipped_folder(), other)
    change(other / "questions.yaml", "version: ", "version: 9.")

    _, _, err = accept("--plain", "--bank", str(other), typed="别的\nq\n")

    assert "没有动它" in err
    assert journal.exists()
