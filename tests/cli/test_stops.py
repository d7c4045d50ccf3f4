"""Between the items: a rest when the moments are through, and what comes of stopping there, going back, leaving."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from rolecheck.bank.items import Facet
from rolecheck.measure.item_choice import Examiner
from rolecheck.session.session import Form, Response, Session
from rolecheck.session.step import shown_letter, shown_order
from tests.builders import shipped, shipped_examiner
from tests.cli.conftest import Rolecheck

SEED = 11
QUIZ = ("quiz", "--plain", "--seed", str(SEED), "--json")


def moments_of(examiner: Examiner, line: str) -> str:
    """Return what somebody of one line types until the moments of a standard form are through."""
    session, typed = Session(Form.STANDARD, SEED), ""
    while (item := examiner.next_item(session)) is not None and item.facet is Facet.RESPONSIBILITY:
        keys = [option.key for option in item.options]
        letter = item.letters[keys.index(line) if line in keys else -1]
        typed += f"{shown_letter(letter, shown_order(item, SEED))}\n"
        session = session.answer(Response(item.id, letter))
    return typed


MOMENTS = moments_of(shipped_examiner(), "delivery")
COUNT = MOMENTS.count("\n")
OTHERS = "A\n" * 16
REST = f"责任的 {COUNT} 题答完了"


def kept(home: Path) -> dict[str, Any]:
    (path,) = (home / "results").iterdir()
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return record


def test_the_rest_tells_whether_one_can_be_told_but_not_where(rolecheck: Rolecheck) -> None:
    ran = rolecheck(*QUIZ, typed=MOMENTS)

    rest = ran.err[ran.err.index(REST) :]
    assert "已经说得清了" in rest
    assert re.search(r"后面还有 16 题，约 \d+( 到 \d+)? 分钟", rest)
    lines = {word for line in shipped().roles.lines for word in (line.short, line.name)}
    assert [word for word in lines if word in rest] == []


def test_whoever_stops_at_the_rest_has_a_whole_quick_result(rolecheck: Rolecheck, home: Path) -> None:
    ran = rolecheck(*QUIZ, typed=f"{MOMENTS}2\n5\n")

    score = json.loads(ran.out)
    assert ran.code == 0
    assert (score["primary"], score["title"], score["items"]) == ("delivery", "delivery", COUNT)
    assert kept(home)["session"]["form"] == "quick"
    assert ran.err.count(" 第 ") == COUNT
    assert not any((home / "sessions").iterdir())


def test_going_on_at_the_rest_asks_the_other_facets_and_the_card_last(rolecheck: Rolecheck, home: Path) -> None:
    ran = rolecheck(*QUIZ, typed=f"{MOMENTS}1\n{OTHERS}5\n")

    assert json.loads(ran.out)["items"] == COUNT + 16
    assert kept(home)["session"]["form"] == "standard"
    assert ran.err.count(REST) == 1


@pytest.mark.parametrize("typed", ["2\n<\n1\n", "1\n<\n1\n", "<\n\n1\n", "1\nA\n<\n<\n1\n"])
def test_one_can_go_back_to_the_rest_and_over_it(rolecheck: Rolecheck, typed: str) -> None:
    ran = rolecheck(*QUIZ, typed=f"{MOMENTS}{typed}{OTHERS}5\n")

    assert ran.code == 0
    assert json.loads(ran.out)["items"] == COUNT + 16
    assert ran.err.count(REST) == 2


@pytest.mark.parametrize("typed", ["", "2\n", "1\nA\n", "2\n<\n"])
def test_leaving_at_a_stop_and_coming_back_goes_on_there(rolecheck: Rolecheck, home: Path, typed: str) -> None:
    left = rolecheck(*QUIZ, typed=f"{MOMENTS}{typed}q\n")
    rest = {"": f"1\n{OTHERS}", "2\n": "", "1\nA\n": OTHERS[2:], "2\n<\n": f"1\n{OTHERS}"}[typed]
    ran = rolecheck("quiz", "--plain", "--json", typed=f"1\n{rest}5\n")

    assert (left.code, ran.code) == (0, 0)
    assert json.loads(ran.out)["title"] == "delivery"
    assert kept(home)["session"]["form"] == ("quick" if typed == "2\n" else "standard")


def test_a_question_mark_at_the_rest_explains_and_asks_again(rolecheck: Rolecheck) -> None:
    ran = rolecheck(*QUIZ, typed=f"{MOMENTS}?\nx\n2\n7\n")

    assert "前面的单独就是一份快测" in ran.err
    assert "请打 1 到 2 的数字" in ran.err
    assert json.loads(ran.out)["title"] is None
