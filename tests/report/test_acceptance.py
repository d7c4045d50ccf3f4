"""What a report on a result about to be handed over says, and in which order."""

import json

import pytest

from rolecheck.measure.acceptance import decide
from rolecheck.output.terminal import Screen
from rolecheck.output.terminal_page import page_lines
from rolecheck.report.acceptance import MOST_DECIDING, acceptance_data
from rolecheck.report.page import Headline, Page, Sentence
from rolecheck.session.acceptance import AcceptanceSession
from tests.builders import shipped
from tests.every_page import accepted_page
from tests.pages import entries, headings, walk

JUDGED = "4 样判断"


def statement(page: Page) -> str:
    return next(each.text for each in walk(page) if isinstance(each, Headline))


def test_a_sound_result_can_be_handed_over_and_each_judgement_says_why() -> None:
    page = accepted_page({})
    assert (statement(page), headings(page)) == ("可以交", [JUDGED])
    acceptance = shipped().acceptance
    assert acceptance is not None
    assert [(row.label, row.text) for row in entries(page, JUDGED)] == [
        (name, group.holds)
        for name, group in zip(("技术底线", "业务目标", "真实预期", "后续空间"), acceptance.groups, strict=True)
    ]


@pytest.mark.parametrize("answer", ["否", "说不准"])
def test_the_decision_fits_one_screen_with_what_it_hangs_on_and_the_next_thing_to_do(answer: str) -> None:
    acceptance = shipped().acceptance
    assert acceptance is not None
    page = accepted_page(dict.fromkeys((check.id for check in acceptance.checks), answer), brief=True)

    assert len(list(page_lines(page, Screen(80)))) <= 20
    (heading,) = headings(page)
    assert len(entries(page, heading)) == MOST_DECIDING
    assert [each.label for each in walk(page) if isinstance(each, Sentence) and each.text.startswith("去问")] == [
        "先做这一件"
    ]


@pytest.mark.parametrize(("trap", "name"), [("silence", "沉默"), ("signature", "签字"), ("compromise", "妥协")])
def test_a_misreading_is_named_with_whom_to_ask_instead(trap: str, name: str) -> None:
    acceptance = shipped().acceptance
    assert acceptance is not None
    (check,) = (check for check in acceptance.checks if check.trap == trap)
    page = accepted_page({check.id: "否"})
    assert statement(page) == "还判断不了"
    _, heading = headings(page)
    (entry,) = entries(page, heading)
    assert entry.label == "真实预期"
    assert any(name in detail for detail in entry.details)
    assert any(detail.startswith("去问") for detail in entry.details)


def test_a_condition_comes_with_its_wording_its_reason_and_the_note() -> None:
    page = accepted_page({"room-owed-list": "否 还有三样"})
    assert statement(page) == "有条件可交"
    _, heading = headings(page)
    (entry,) = entries(page, heading)
    assert "列成一张单子" in entry.text
    assert entry.details == ("你答“否”：还有三样", "因为没做完的还没写明谁做、哪天做完。")


def test_a_broken_floor_comes_first_and_says_there_is_nothing_to_negotiate() -> None:
    page = accepted_page(
        {"floor-contained": "否", "floor-peak": "说不准", "room-owed-list": "否", "goal-figures": "是 八成"}
    )
    assert statement(page) == "现在不能交"
    faults = ["为什么不能交", "另外，这几条还说不准", "等能交了，还得带上的条件", "站得住的，你记下的凭据"]
    assert headings(page) == [JUDGED, *faults]
    acceptance = shipped().acceptance
    assert acceptance is not None
    assert acceptance.rules[acceptance.checks[0].bad] in [
        each.text for each in walk(page) if isinstance(each, Sentence)
    ]
    assert entries(page, JUDGED)[0].text == "过不去 1 条，说不准 1 条"


def test_the_data_holds_the_answers_and_what_they_come_to() -> None:
    bank = shipped()
    assert bank.acceptance is not None
    data = json.loads(json.dumps(acceptance_data(bank, AcceptanceSession("甲"), decide(bank.acceptance, []))))
    assert data["name"] == "甲"
    assert data["result"]["outcome"] == "undecided"
    assert {answer["answer"] for answer in data["answers"].values()} == {"unknown"}
    assert len(data["result"]["questions"]) == len(bank.acceptance.checks)
