from pathlib import Path

import pytest

from rolecheck.bank.checks.blind import text_digest
from rolecheck.errors import BadInputError, Problem
from rolecheck.exchange.judging import JUDGED, READ, READING, read_judging, read_readers

HEADER = ",".join(JUDGED)
ABOUT = 'date: "2026-11-22"\njudges: 评审是三位同事\nwording: [请把每个选项归到一条线]\n'
DIGEST = text_digest("先去现场看")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "about.yaml").write_text(ABOUT, encoding="utf-8")
    (tmp_path / "ming.csv").write_text(f"{HEADER}\nfinish-leak,A,draw,1,0,0,{DIGEST}\n", encoding="utf-8")
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
    assert not judgement.reluctant
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
        (f"finish-leak,Z,draw,1,0,0,{DIGEST}", "letter"),
        (f"finish-leak,-,draw,1,0,0,{DIGEST}", "letter"),
        (f"finish-leak,B,画图,1,0,0,{DIGEST}", "line"),
        (f"finish-leak,B,draw,是,0,0,{DIGEST}", "desirable"),
        (f"finish-leak,B,draw,1,是,0,{DIGEST}", "reluctant"),
        (f"finish-leak,B,draw,1,0,2,{DIGEST}", "doubt"),
        ("finish-leak,B,draw,1,0,0,先去现场看", "text"),
        (f"finish-leak,A,draw,1,0,0,{DIGEST}", "评了两次"),
        ("finish-leak,B,draw", "有 3 格，应有 7 格"),
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


@pytest.fixture
def reading(folder: Path) -> Path:
    """Return the folder with one reader's sheet beside the judges'."""
    (folder / READING).mkdir()
    (folder / READING / "about.yaml").write_text(ABOUT, encoding="utf-8")
    rows = (f"finish-leak,-,5,4,1,0,,,{DIGEST}", f"finish-leak,A,4,5,0,1,draw,先看看图,{DIGEST}")
    (folder / READING / "hong.csv").write_text("\n".join([",".join(READ), *rows]) + "\n", encoding="utf-8")
    return folder


def test_readers_sheets_lie_in_a_folder_of_their_own(reading: Path) -> None:
    readers = read_readers(reading)
    assert readers is not None
    assert (readers.date, readers.readers) == ("2026-11-22", "评审是三位同事")
    stem, option = (readers.sheets[0].impressions["finish-leak", letter] for letter in "-A")
    assert (stem.clear, stem.natural, stem.twice, stem.added, stem.retold) == (5, 4, True, False, None)
    assert (option.clear, option.natural, option.twice, option.added, option.retold) == (4, 5, False, True, "draw")
    judging = read_judging(reading)
    assert judging is not None
    assert len(judging.sheets) == 1


def test_a_folder_may_have_no_readers(folder: Path) -> None:
    assert read_readers(folder) is None


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (f"finish-leak,B,6,5,0,0,,,{DIGEST}", "clear"),
        (f"finish-leak,B,5,,0,0,,,{DIGEST}", "natural"),
        (f"finish-leak,B,5,5,2,0,,,{DIGEST}", "twice"),
        (f"finish-leak,B,5,5,0,x,,,{DIGEST}", "added"),
        (f"finish-leak,B,5,5,0,0,画图,,{DIGEST}", "retold"),
        (f"finish-leak,B,5,5,0,0,,{'话' * 301},{DIGEST}", "words"),
        (f"finish-leak,-,5,5,0,0,,,{DIGEST}", "题干评了两次"),
    ],
)
def test_a_wrong_cell_of_a_reader_is_told_with_its_line(reading: Path, row: str, words: str) -> None:
    with (reading / READING / "hong.csv").open("a", encoding="utf-8") as stream:
        stream.write(row + "\n")
    with pytest.raises(BadInputError) as caught:
        read_readers(reading)
    assert [problem.line for problem in caught.value.problems] == [4]
    assert words in caught.value.problems[0].text
