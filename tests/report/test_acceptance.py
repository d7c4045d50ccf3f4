"""What a report on a result about to be handed over says, and in which order."""

import json

import pytest

from rolecheck.bank.loading import load_bank
from rolecheck.bank.shipped import shipped_folder
from rolecheck.measure.acceptance import decide
from rolecheck.report.acceptance import AcceptanceReport, acceptance_data
from rolecheck.session.handover import Handover
from tests.conftest import Accepting


def headings(report: AcceptanceReport) -> list[str]:
    return [section.heading for section in report.sections]


def test_a_sound_result_can_be_handed_over_and_each_judgement_says_why(accepting: Accepting) -> None:
    report = accepting()
    assert (report.statement, report.sections) == ("可以交", ())
    assert [row.name for row in report.groups] == ["技术底线", "业务目标", "真实预期", "后续空间"]
    acceptance = load_bank(shipped_folder()).acceptance
    assert acceptance is not None
    assert [row.says for row in report.groups] == [group.holds for group in acceptance.groups]


@pytest.mark.parametrize(("trap", "name"), [("silence", "沉默"), ("signature", "签字"), ("compromise", "妥协")])
def test_a_misreading_is_named_with_whom_to_ask_instead(accepting: Accepting, trap: str, name: str) -> None:
    report = accepting(**{f"expectation-{trap}": "是"})
    assert report.statement == "还判断不了"
    (section,) = report.sections
    (entry,) = section.entries
    assert entry.judgement == "真实预期"
    assert any(name in detail for detail in entry.details)
    assert any(detail.startswith("去问") for detail in entry.details)


def test_a_condition_comes_with_its_wording_its_reason_and_the_note(accepting: Accepting) -> None:
    report = accepting(**{"room-owed-list": "否 还有三样"})
    assert report.statement == "有条件可交"
    (section,) = report.sections
    (entry,) = section.entries
    assert "列成一张单子" in entry.text
    assert entry.details == ("你答“否”：还有三样", "因为没做完的还没写明谁做、哪天做完。")


def test_a_broken_floor_comes_first_and_says_there_is_nothing_to_negotiate(accepting: Accepting) -> None:
    report = accepting(
        **{"floor-spread": "是", "floor-peak": "说不准", "room-owed-list": "否", "goal-figures": "是 八成"}
    )
    assert report.statement == "现在不能交"
    assert headings(report) == [
        "为什么不能交",
        "另外，这几条还说不准",
        "等能交了，还得带上的条件",
        "站得住的，你记下的凭据",
    ]
    acceptance = load_bank(shipped_folder()).acceptance
    assert acceptance is not None
    assert report.sections[0].rules == (acceptance.rules[acceptance.checks[0].bad],)
    assert report.groups[0].says == "过不去 1 条，说不准 1 条"


def test_the_data_holds_the_answers_and_what_they_come_to() -> None:
    bank = load_bank(shipped_folder())
    assert bank.acceptance is not None
    data = json.loads(json.dumps(acceptance_data(bank, Handover("甲"), decide(bank.acceptance, []))))
    assert data["name"] == "甲"
    assert data["result"]["outcome"] == "undecided"
    assert {answer["answer"] for answer in data["answers"].values()} == {"unknown"}
    assert len(data["result"]["questions"]) == len(bank.acceptance.checks)
