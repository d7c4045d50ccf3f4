"""calibration.yaml: read as it was written, told of line by line where it is wrong, used for what still fits."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from rolecheck.bank.calibration import (
    Calibration,
    FactorEstimate,
    ItemCalibration,
    calibration_text,
    read_calibration,
    text_mark,
)
from rolecheck.bank.checks import RuleGroup, Subject
from rolecheck.bank.checks.checking import check_bank
from rolecheck.bank.files import CALIBRATION, shipped_folder
from rolecheck.bank.items import Bank, Facet
from rolecheck.bank.loading import load_bank, load_placed_bank
from rolecheck.errors import BadInputError
from tests.builders import shipped

FIRST, SECOND = (item.id for item in shipped().of(Facet.RESPONSIBILITY)[:2])


def known(bank: Bank) -> Calibration:
    items = {
        name: ItemCalibration(
            answers=150,
            sensitivity=FactorEstimate(0.5, 0.1),
            attractiveness={letter: FactorEstimate(1.25, 0.2) for letter in bank.by_id[name].letters},
        )
        for name in (FIRST, SECOND)
    }
    spreads = {Facet.RESPONSIBILITY: FactorEstimate(1.1, 0.04)}
    return Calibration(bank.version, 300, "2026-11-28", spreads, items, ((FIRST, "A（方向）太讨喜。"),))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copytree(shipped_folder(), tmp_path / "bank")
    (tmp_path / "bank" / CALIBRATION).write_text(calibration_text(shipped(), known(shipped())), encoding="utf-8")
    return tmp_path / "bank"


def edited(folder: Path, before: str, after: str) -> None:
    path = folder / CALIBRATION
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def problems(folder: Path) -> list[str]:
    with pytest.raises(BadInputError) as failure:
        load_bank(folder)
    return [f"{problem.line}: {problem.text}" for problem in failure.value.problems]


def test_what_was_written_is_read_back(folder: Path) -> None:
    assert load_bank(folder).calibration == known(shipped())


def test_the_content_of_a_bank_is_the_same_with_and_without_it(folder: Path) -> None:
    assert load_bank(folder).digest == shipped().digest
    assert shipped().calibration is None


def test_an_item_in_other_words_is_a_new_item(folder: Path) -> None:
    items = tuple(item._replace(stem=f"{item.stem}！") if item.id == FIRST else item for item in shipped().items)
    changed = replace(shipped(), items=items)
    read = read_calibration(folder, changed)
    assert set(read.items) == {SECOND}
    assert read.outdated == (FIRST,)
    assert read.findings == ()


def test_the_mark_of_an_item_hangs_on_its_words_and_keys_and_not_on_its_debrief() -> None:
    item = shipped().by_id[FIRST]
    turned = item._replace(options=item.options[::-1])
    assert text_mark(item) == text_mark(item._replace(debrief="换了一段讲评。"))
    assert len({text_mark(item), text_mark(turned), text_mark(item._replace(stem="别的"))}) == 3


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("people: 300", "people: 3.5", "应是人数或份数"),
        ("sensitivity: [0.5000", "sensitivity: [5000", "不像一个倍数"),
        ("0.1000]", "-0.1]", "不像标准误"),
        ("A: [1.2500, 0.2000]", "A: [1.2500]", "至少要有 2 项"),
        ("A: [1.2500", "Q: [1.2500", "不是选项的字母"),
        ("  responsibility: [", "  judgement: [", "不是能校准的侧面"),
        ("answers: 150", "answer: 150", "answers"),
        ("format: 1", "format: 2", "请升级 rolecheck"),
        (f"id: {SECOND}", f"id: {FIRST}", "重复"),
    ],
)
def test_every_problem_is_told_with_its_line(folder: Path, before: str, after: str, said: str) -> None:
    edited(folder, before, after)
    text = (folder / CALIBRATION).read_text(encoding="utf-8").split("\n")
    (told,) = problems(folder)
    line, _, sentence = told.partition(": ")
    assert said in sentence
    assert line.isdigit()
    assert int(line) <= len(text)


def test_check_tells_again_what_answers_have_shown_and_what_was_changed_since(folder: Path) -> None:
    edited(folder, text_mark(shipped().by_id[SECOND]), "00000000")
    bank, places = load_placed_bank(folder)
    told = [one.problem for one in check_bank(Subject(bank, places), None) if one.group is RuleGroup.ANSWERS]
    line = {item: places.questions.line("items", item) for item in (FIRST, SECOND)}
    assert [problem.line for problem in told] == [line[FIRST], line[SECOND]]
    assert "太讨喜" in told[0].text
    assert "改过" in told[1].text
