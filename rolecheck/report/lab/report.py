"""What the lab found of a bank, as tables: every figure with its error, the people it rests on, and the goal if any."""

from typing import Any, NamedTuple

from rolecheck.bank.items import Bank
from rolecheck.measure.lab.battery import Findings, can_be_tried
from rolecheck.report.lab.figures import Figures, figures_data, figures_of
from rolecheck.report.lab.goals import Goal, goals_of
from rolecheck.report.lab.tables import figure_tables, goal_table
from rolecheck.report.lab.verdict import verdict_of
from rolecheck.report.page import Page, Sentence, Tone, quiet
from rolecheck.report.tables import Table

VERDICT_LABELS = ("站得住", "站不住", "先改")
"""What the three sentences a report opens with are about."""

CAUTION = "都是模拟出来的人：只说明模型喂进去什么、算回来什么，不是效度。真人身上怎样，要有真人的数据才知道。"


class LabReport(NamedTuple):
    """What `rolecheck bank simulate` shows."""

    bank: str
    about: str
    verdict: tuple[str, str, str]
    tables: tuple[Table, ...]
    goals: tuple[Goal, ...]
    figures: Figures
    caution: str = CAUTION


def lab_report(bank: Bank, findings: Findings) -> LabReport:
    """Return everything the lab found."""
    figures = figures_of(bank, findings)
    goals = goals_of(figures)
    return LabReport(
        bank=f"题库 {bank.version}（{bank.digest}），{len(bank.roles.lines)} 条线，{len(bank.items)} 题",
        about=_about(figures),
        verdict=verdict_of(figures, goals),
        tables=(goal_table(goals), *figure_tables(bank, figures)),
        goals=goals,
        figures=figures,
    )


def lab_page(report: LabReport) -> Page:
    """Return who was simulated, the tables one below the other, and what they do not say."""
    verdict = (Sentence(text, label) for label, text in zip(VERDICT_LABELS, report.verdict, strict=True))
    caution = Sentence(report.caution, tone=Tone.STRONG)
    return Page(report.bank, (*verdict, caution, *quiet(report.about), *report.tables))


def why_not(bank: Bank) -> str | None:
    """Say why a bank cannot be tried on simulated people; None if it can."""
    if can_be_tried(bank):
        return None
    return "模拟要有至少两条线和一道责任题，这个题库没有：谁都站在同一条线上，没有可以认错的。请先补上再试。"


def lab_data(bank: Bank, report: LabReport) -> dict[str, Any]:
    """Return the report as one JSON object."""
    return {
        "schema": "rolecheck.bank-simulate/1",
        "bank": {"version": bank.version, "digest": bank.digest},
        **figures_data(bank, report.figures),
        "verdict": list(report.verdict),
        "goals": [
            {"id": goal.id, "measured": goal.measured, "goal": goal.bound, "met": goal.met.name.lower()}
            for goal in report.goals
        ],
    }


def _about(figures: Figures) -> str:
    return (
        f"模型的人 {figures.people} 个，别的人数写在各张表上，种子 {figures.seed}。"
        "“模型的人”照模型的先验抽：线的对数价值是正态，标准差人人不同，中位 1.0。"
        "± 后面是模拟本身的误差（标准误），人越多越小。"
    )
