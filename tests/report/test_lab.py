"""Goals met or not, figures as data, and what is never said."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from rolecheck.measure.lab.battery import standard_battery
from rolecheck.measure.lab.population import PRIOR, BotRule, Second
from rolecheck.report.lab.goals import Met
from rolecheck.report.lab.report import LabReport, lab_data, lab_page, lab_plot, lab_report, measurement_page, why_not
from rolecheck.session.session import Form
from tests.builders import line_item, make_bank, shipped
from tests.pages import entries, texts
from tests.report.lab_findings import PEOPLE, hand_made


@pytest.fixture(scope="module")
def report() -> LabReport:
    return lab_report(shipped(), hand_made())


def test_a_goal_is_met_only_where_the_whole_interval_is_within_the_bound(report: LabReport) -> None:
    met = {goal.id: goal.met for goal in report.goals}
    assert met["full_recovery"] is Met.OPEN  # 0.80 of two hundred, against 0.78
    assert met["standard_items"] is Met.MET
    assert met["named"] is Met.MISSED


def test_none_of_a_few_is_not_taken_for_none_of_many(report: LabReport) -> None:
    met = {goal.id: goal.met for goal in report.goals}
    assert met["teams_moved"] is Met.OPEN  # none of eight teams


def test_a_report_opens_with_what_holds_what_fails_and_what_to_change_first(report: LabReport) -> None:
    holds, fails, first = report.verdict
    missed = [goal for goal in report.goals if goal.met is Met.MISSED]
    assert f"{len(report.goals)} 个目标达到" in holds
    assert f"没到的 {len(missed)} 个：{missed[0].label}" in fails
    assert first.startswith("先")
    assert [text for text in texts(lab_page(report)) if holds in text]


def test_a_goal_without_a_figure_is_neither_met_nor_missed() -> None:
    findings = hand_made()
    key = (PRIOR, Form.FULL, Second.NEVER)
    fixed = findings.curves[key]
    never = replace(fixed, right=np.zeros_like(fixed.right))
    goals = {
        goal.id: goal for goal in lab_report(shipped(), replace(findings, curves={**findings.curves, key: never})).goals
    }
    assert goals["saving_single"].met is Met.UNKNOWN
    assert goals["saving_single"].met.value == "–"


def test_data_names_every_experiment_with_its_people_and_holds_no_nan(report: LabReport) -> None:
    data = json.loads(json.dumps(lab_data(shipped(), report), allow_nan=False))
    assert data["schema"] == "rolecheck.bank-simulate/1"
    assert (data["people"], data["seed"]) == (PEOPLE, 7)
    experiments = {(each["who"], each["form"], each["second"]): each for each in data["experiments"]}
    assert len(experiments) == len(standard_battery(PEOPLE, 7).outcomes)
    standard = experiments["prior", "standard", "always"]
    assert standard["figures"]["recovery"]["value"] == 0.8
    assert standard["figures"]["recovery"]["people"] == PEOPLE
    assert set(standard["coverage_by_line"]) == {line.id for line in shipped().roles.lines}
    assert {goal["id"]: goal["met"] for goal in data["goals"]}["named"] == "missed"


def test_bots_have_no_figure_that_needs_a_truth(report: LabReport) -> None:
    bots = [each for each in lab_data(shipped(), report)["experiments"] if each["who"].startswith("bot-")]
    assert len(bots) == 2 * len(BotRule)
    assert all(not {"recovery", "slope", "coverage"} & set(each["figures"]) for each in bots)
    assert all("coverage_by_line" not in each for each in bots)


def test_every_table_says_who_was_simulated(report: LabReport) -> None:
    for table in report.tables:
        assert re.search(r"模型的人|每种|那些人|同一个标准差|标准卷|造出来的屋子", table.heading + table.note)


def test_validity_is_named_only_to_be_denied(report: LabReport) -> None:
    said = [lab_plot(shipped(), report.figures).caution, *texts(measurement_page(report, "2026-01-02"))]
    assert any("效度" in text for text in said)
    assert all("不是效度" in text for text in said if "效度" in text)


def test_only_goals_that_are_missed_are_explained(report: LabReport) -> None:
    missed = {goal.reason for goal in report.goals if goal.met in {Met.MISSED, Met.OPEN}}
    assert len(entries(measurement_page(report, "2026-01-02"), "没到的、说不准的，为什么")) == len(missed)


def test_a_bank_that_cannot_be_tried_is_told_why() -> None:
    assert why_not(shipped()) is None
    assert "两条线" in (why_not(make_bank(1, [line_item("m", ["line-0", "none"])])) or "")
