from pathlib import Path

import pytest

from rolecheck.bank.checks.blind import text_digest
from rolecheck.errors import BadInputError, Problem
from rolecheck.exchange.judging import COLUMNS, read_judging

HEADER = ",".join(COLUMNS)
ABOUT = 'date: "2026-11-22"\njudges: 评审是三位同事\nwording: [请把每个选项归到一条线]\n'
DIGEST = text_digest("先去现场看")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "about.yaml").write_text(ABOUT, encoding="utf-8")
    (tmp_path / "ming.csv").write_text(f"{HEADER}\nfinish-leak,A,draw,1,0,{DIGEST}\n", encoding="utf-8")
    return tmp_path


def told(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(BadInputError) as caught:
        read_judging(folder)
    return caught.value.problems


def test_sheets_are_read_with_who_the_judges_were(folder: Path) -> None:
    judging = read_judging(folder)
    assert judging is not None
    assert (judging.date, judging.judges) == ("2026-11-22", "评审是三位同事")
    judgement = judging.sheets[0].judgements["finish-leak", "A"]
    assert (judging.sheets[0].judge, judgement.key, judgement.desirable) == ("ming", "draw", True)
    assert judgement.text == DIGEST


def test_a_folder_without_sheets_is_no_judging(tmp_path: Path) -> None:
    assert read_judging(tmp_path) is None
    assert read_judging(tmp_path / "nowhere") is None


def test_sheets_that_do_not_say_who_judged_are_refused(folder: Path) -> None:
    (folder / "about.yaml").write_text('date: "2026-11-22"\nwording: [归一归]\n', encoding="utf-8")
    assert any("缺少 judges" in problem.text for problem in told(folder))
    (folder / "about.yaml").unlink()
    assert any("没有这个文件" in problem.text for problem in told(folder))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (f"finish-leak,Z,draw,1,0,{DIGEST}", "letter"),
        (f"finish-leak,B,画图,1,0,{DIGEST}", "line"),
        (f"finish-leak,B,draw,是,0,{DIGEST}", "desirable"),
        (f"finish-leak,B,draw,1,2,{DIGEST}", "doubt"),
        ("finish-leak,B,draw,1,0,先去现场看", "text"),
        (f"finish-leak,A,draw,1,0,{DIGEST}", "评了两次"),
        ("finish-leak,B,draw", "有 3 格，应有 6 格"),
    ],
)
def test_a_wrong_cell_is_told_with_its_line(folder: Path, row: str, words: str) -> None:
    with (folder / "ming.csv").open("a", encoding="utf-8") as stream:
        stream.write(row + "\n")
    problems = told(folder)
    assert [problem.line for problem in problems] == [3]
    assert words in problems[0].text


def test_every_problem_of_every_sheet_is_told_at_once(folder: Path) -> None:
    (folder / "hong.csv").write_text("item,letter\n", encoding="utf-8")
    (folder / "gang.csv").write_bytes(b"\xff\xfe")
    (folder / "lei.csv").write_text(f'{HEADER}\n"finish\n', encoding="utf-8")
    (folder / "about.yaml").write_text("judges: 评审\n", encoding="utf-8")
    sources = {Path(problem.source).name for problem in told(folder)}
    assert sources == {"about.yaml", "hong.csv", "gang.csv", "lei.csv"}
