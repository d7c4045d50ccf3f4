"""The checklist of a bank is read whole, or each defect of it is told; a bank may do without one."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from rolecheck.bank.acceptance import Bad
from rolecheck.bank.files import shipped_folder
from rolecheck.bank.loading import load_bank
from rolecheck.errors import Problem

QUESTIONS = "questions.yaml"

CHECKLIST = """\
acceptance:
  rules: {never: 没得谈, meaningless: 白交, unsure: 不算数, condition: 有条件, unknown: 去问}
  judgements:
    - judgement: floor
      asks: 房子会不会塌。
      bad: never
      holds: 塌不了
      checks:
        - {id: beam, ask: 梁还直吗, fault: 梁裂了, ask_whom: 木匠, settle: 梁上有几道缝}
    - judgement: feeling
      asks: 业主认不认。
      bad: unsure
      holds: 认
      checks:
        - {id: quiet, ask: 他自己说的吗, trap: silence, fault: 没说话, ask_whom: 业主, settle: 放心吗}
        - {id: must, ask: 都齐了吗, bad: condition, condition: 补, fault: 缺, ask_whom: 我, settle: 缺啥}
"""

Told = Callable[[], tuple[Problem, ...]]


@pytest.fixture
def write(folder: Path) -> Callable[[str, str], str]:
    """Return a function that gives the small bank a checklist with one piece replaced, and returns the file."""

    def write(old: str, new: str) -> str:
        assert CHECKLIST.count(old) == 1
        path = folder / QUESTIONS
        text = path.read_text(encoding="utf-8").replace(
            "  - {id: floor, name: 底线}\n", "  - {id: floor, name: 底线}\n  - {id: feeling, name: 预期}\n"
        )
        text += CHECKLIST.replace(old, new)
        path.write_text(text, encoding="utf-8")
        return text

    return write


def test_a_bank_without_a_checklist_is_a_bank(folder: Path) -> None:
    assert load_bank(folder).acceptance is None


def test_a_checklist_is_read_with_what_each_bad_answer_amounts_to(
    folder: Path, write: Callable[[str, str], str]
) -> None:
    without = load_bank(folder).digest
    write("ask: 梁还直吗", "ask: 梁还直吗, hint: 抬头看")
    bank = load_bank(folder)
    assert bank.acceptance is not None
    assert [group.judgement for group in bank.acceptance.groups] == ["floor", "feeling"]
    beam, quiet, must = bank.acceptance.checks
    assert (beam.bad, beam.hint, beam.condition) == (Bad.NEVER, "抬头看", None)
    assert (quiet.bad, quiet.trap) == (Bad.UNSURE, "silence")
    assert (must.bad, must.condition) == (Bad.CONDITION, "补")
    assert bank.acceptance.rules[Bad.NEVER] == "没得谈"
    assert bank.digest != without


DEFECTS = [
    ("fault: 梁裂了", 'good: "no", fault: 梁裂了', 'good: "no"', ("不认得的键“good”",)),
    ("ask: 梁还直吗, ", "", "id: beam", ("缺少 ask",)),
    ("bad: never", "bad: newer", "bad: newer", ("never",)),
    ("fault: 梁裂了", "bad: condition, condition: 撑住, fault: 梁裂了", "bad: condition, condition: 撑", ("底线",)),
    ("fault: 梁裂了", "condition: 撑住, fault: 梁裂了", "condition: 撑", ("condition", "never")),
    ("condition: 补, ", "", "id: must", ("缺少 condition",)),
    ("trap: silence", "trap: silent", "trap: silent", ("误读", "silence")),
    ("bad: condition, condition: 补", "bad: condition, trap: silence, condition: 补", "id: must", ("unsure",)),
    ("id: quiet", "id: beam", "id: beam, ask: 他", ("重复",)),
    ("judgement: feeling", "judgement: floor", "judgement: floor\n      asks: 业主", ("重复", "合在一起")),
    ("judgement: feeling", "judgement: feelings", "judgement: feelings", ("判断点", "feeling")),
    ("unknown: 去问", "unknwon: 去问", "unknwon", ("unknown",)),
    (", condition: 有条件", "", "rules:", ("缺少 condition",)),
    ("settle: 梁上有几道缝", "settel: 梁上有几道缝", "settel", ("settle",)),
    ("ask_whom: 木匠", "ask_whom: 木匠, concepts: [houses/thrid]", "houses/thrid", ("houses/third|houses/first",)),
]


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect[1][:40])
def test_each_defect_is_told_once_where_it_is(
    write: Callable[[str, str], str], told: Told, defect: tuple[str, str, str, tuple[str, ...]]
) -> None:
    old, new, at, words = defect
    text = write(old, new)
    (problem,) = told()
    assert problem.line == text[: text.index(at, text.index("acceptance:"))].count("\n") + 1
    for word in words:
        assert any(one in problem.text for one in word.split("|")), problem.text
    assert problem.text.endswith(("。", "？"))


def test_the_defects_of_a_checklist_are_told_all_at_once(write: Callable[[str, str], str], told: Told) -> None:
    checks = CHECKLIST[CHECKLIST.index("- {id: beam") : CHECKLIST.index("    - judgement: feeling")]
    write(checks, "- {id: Beam, ask: yes, good: maybe}\n")
    assert len(told()) == 6  # the id, the question, a key nobody knows, and three keys that are missing


def test_the_shipped_checklist_asks_the_four_judgements_in_order() -> None:
    acceptance = load_bank(shipped_folder()).acceptance
    assert acceptance is not None
    assert [(group.judgement, len(group.checks)) for group in acceptance.groups] == [
        ("technical-floor", 4), ("business-goal", 3), ("real-expectation", 5), ("future-room", 4),
    ]  # fmt: skip
    floor, goal, expectation, room = acceptance.groups
    assert {check.bad for check in floor.checks} == {Bad.NEVER}
    assert goal.checks[0].bad is Bad.MEANINGLESS
    assert {check.bad for check in room.checks} == {Bad.CONDITION}
    misread = {check.trap: check.bad for check in expectation.checks if check.trap}
    assert misread == dict.fromkeys(("silence", "signature", "compromise"), Bad.UNSURE)
    assert all(check.concepts for check in acceptance.checks)


def test_every_question_of_the_shipped_checklist_is_put_so_that_yes_is_good() -> None:
    acceptance = load_bank(shipped_folder()).acceptance
    assert acceptance is not None
    assert len(acceptance.checks) == 16
    assert all(check.ask.endswith("吗？") for check in acceptance.checks)
    # What turns a question round: 是不是只有, 会不会拖着, 有没有缺的.
    assert not [check.ask for check in acceptance.checks if re.search("是不是|会不会|有没有|能不能", check.ask)]
