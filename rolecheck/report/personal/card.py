"""Three lines to paste into a chat: what a report comes to, with no name in them."""

from dataclasses import dataclass

from rolecheck.measure.verdict import Verdict
from rolecheck.report.personal.report import PersonalReport

SHOWN = 3
"""Lines whose shares are told."""


@dataclass(frozen=True, slots=True)
class ShareCard:
    """The lines, each of them short enough for a phone."""

    lines: tuple[str, str, str]


def share_card(report: PersonalReport) -> ShareCard:
    """Return the card; neither the respondent nor the person answered about is on it."""
    return ShareCard((_verdict(report), _shares(report), _source(report)))


def _verdict(report: PersonalReport) -> str:
    conclusion = report.conclusion
    match conclusion.verdict:
        case Verdict.NAMED:
            says = f"实际扛的是 {conclusion.statement}"
        case Verdict.BETWEEN:
            says = f"站在两条线之间：{conclusion.statement}"
        case Verdict.STANDS_BACK:
            says = f"多数时刻退后，{conclusion.statement}"
        case Verdict.OUTSIDE:
            says = conclusion.statement
        case Verdict.UNCLEAR:
            says = "还分不出扛的是哪条线"
    return f"rolecheck 的作答显示，{says}（{conclusion.certainty}）"


def _shares(report: PersonalReport) -> str:
    if report.none_fits is not None and not report.shares:
        return report.none_fits.nearest
    shares = " · ".join(f"{row.label} {row.text}（{row.interval}）" for row in report.shares[:SHOWN])
    return shares if report.title is None else f"{shares}。{report.title.card}：{report.title.statement}"


def _source(report: PersonalReport) -> str:
    asked = report.stand_back.asked
    doubt = "这次的作答有存疑的地方，见报告。" if report.notices else ""
    ranges = "，括号里是九成范围" if report.shares else ""
    return f"来自 {asked} 个时刻里的作答{ranges}；没有经过人群验证，只供聊天和认识自己。{doubt}"
