"""What one respondent's report is made of: every figure with its words, and three lines of it to paste into a chat."""

from collections.abc import Sequence
from dataclasses import dataclass

from rolecheck.bank.items import Bank, Facet
from rolecheck.bank.roles import STAND_BACK_NAME
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.scoring import Profile
from rolecheck.measure.verdict import Verdict
from rolecheck.report.page import Bar
from rolecheck.report.personal.conclusion import (
    Conclusion,
    Faces,
    TitleStatement,
    Upstream,
    compare_faces,
    compare_title,
    draw_conclusion,
    stands_in,
)
from rolecheck.report.personal.moments import (
    EvidenceReading,
    EvidenceRow,
    JudgedItem,
    StageRow,
    evidence_rows,
    judged_rows,
    most_chosen,
    stage_rows,
    telling,
)
from rolecheck.report.personal.talking_points import TalkingPoint, longer_takes, what_would_settle, worth_talking_about
from rolecheck.report.wording import interval, line_label
from rolecheck.session.session import Session
from rolecheck.typesetting import percent
from rolecheck.words import texts

DOTS = 20
"""Places of a share that are drawn: clinicians read these more accurately than bars with whiskers, texts or densities
(doi:10.1177/10731911221147042)."""


@dataclass(frozen=True, slots=True)
class StandBack:
    """How often the respondent stepped back: counted, and as the model's share with its interval."""

    count: int
    asked: int
    share: str
    interval: str


@dataclass(frozen=True, slots=True)
class NoneFits:
    """The moments at which no option fitted: how many, at which stages, and which line came nearest at the others."""

    count: int
    says: str
    nearest: str


@dataclass(frozen=True, slots=True)
class PersonalReport:
    """Everything a personal report is made of; there are no ``shares`` of whom the lines do not fit."""

    respondent: str | None
    conclusion: Conclusion
    title: TitleStatement | None
    shares: tuple[Bar, ...]
    stand_back: StandBack
    none_fits: NoneFits | None
    faces: Faces | None
    upstream: Upstream | None
    stages: tuple[StageRow, ...]
    judged: tuple[JudgedItem, ...]
    telling: EvidenceReading
    supporting: tuple[EvidenceRow, ...]
    opposing: tuple[EvidenceRow, ...]
    settle: tuple[str, ...]
    talk: tuple[TalkingPoint, ...]
    notices: tuple[str, ...]
    disclaimer: str
    explore: str | None
    """Name of the role whose card is worth reading next."""
    longer_takes: str = ""
    """How long the full form takes, where it would settle what cannot be told."""


def personal_report(examiner: Examiner, session: Session, profile: Profile) -> PersonalReport:
    """Return the report of one finished or resumed session."""
    bank = examiner.bank
    evidence = examiner.evidence(session.responses, profile)
    supporting, opposing = evidence_rows(bank, session, profile, evidence)
    stages = stage_rows(bank, session)
    inside = profile.verdict is not Verdict.OUTSIDE
    faces = compare_faces(bank, profile) if inside and _chosen(bank, session, Facet.DUTY, Facet.KPI) else None
    stand_back = _stand_back(profile, stages)
    flags = texts("personal", "flags")
    return PersonalReport(
        respondent=session.respondent,
        conclusion=draw_conclusion(bank, profile, session.subject),
        title=compare_title(bank, profile, session.title),
        shares=_shares(bank, profile, examiner.places(session.responses, DOTS)) if inside else (),
        stand_back=stand_back,
        none_fits=_none_fits(bank, profile, stages),
        faces=faces,
        upstream=stands_in(bank, profile),
        stages=stages,
        judged=judged_rows(bank, session, profile.judgement),
        telling=telling(bank, profile),
        supporting=supporting,
        opposing=opposing,
        settle=what_would_settle(bank, session, profile),
        talk=worth_talking_about(bank, session, profile, stages, evidence),
        notices=tuple(flags[flag].format(fastest=f"{examiner.fastest:g}") for flag in profile.flags),
        disclaimer=bank.roles.advice["disclaimer"].text.format(moments=stand_back.asked),
        explore=bank.roles.role_of(bank.roles.lines[profile.primary].id).name
        if profile.verdict is Verdict.NAMED
        else None,
        longer_takes=longer_takes(bank, session, profile),
    )


def _chosen(bank: Bank, session: Session, *facets: Facet) -> bool:
    """Tell whether each of the facets has a response with a choice."""
    chosen = {bank.by_id[response.item].facet for response in session.responses if not response.none_fits}
    return set(facets) <= chosen


def _shares(bank: Bank, profile: Profile, places: Sequence[tuple[float, ...]]) -> tuple[Bar, ...]:
    bars = [
        Bar(line.short, line.name, share.mean, share.low, share.high, percent(share.mean), interval(share), dots)
        for line, share, dots in zip(bank.roles.lines, profile.responsibility.shares, places, strict=True)
    ]
    return tuple(sorted(bars, key=lambda bar: -bar.mean))


def _stand_back(profile: Profile, stages: tuple[StageRow, ...]) -> StandBack:
    estimate = profile.responsibility.stand_back
    return StandBack(
        count=sum(stage.stand_back for stage in stages),
        asked=sum(stage.asked for stage in stages),
        share=percent(estimate.mean),
        interval=interval(estimate),
    )


def _none_fits(bank: Bank, profile: Profile, stages: tuple[StageRow, ...]) -> NoneFits | None:
    count = sum(stage.none_fits for stage in stages)
    if not count:
        return None
    asked = sum(stage.asked for stage in stages)
    where = "，".join(f"{stage.stage} {stage.none_fits} 个" for stage in stages if stage.none_fits)
    says = f"{asked} 个时刻里有 {count} 个你答了都不像我：{where}。它们不算进任何一条线。"
    nearest = _nearest(bank, profile, stages)
    return NoneFits(count, says + nearest if profile.verdict is Verdict.OUTSIDE else says, nearest)


def _nearest(bank: Bank, profile: Profile, stages: tuple[StageRow, ...]) -> str:
    """Say which line was chosen most often where something fitted; of several the likeliest."""
    chosen = most_chosen(bank, profile, stages)
    if chosen is None:
        return "没有哪条线沾边。"
    line, count = chosen
    return f"沾边最多的是{line_label(line)}，选了 {count} 次，只供参考。"


CARD_SHOWN = 3
"""Lines whose shares are told."""


@dataclass(frozen=True, slots=True)
class ShareCard:
    """The lines, each of them short enough for a phone."""

    lines: tuple[str, str, str]


def share_card(report: PersonalReport) -> ShareCard:
    """Return the card; neither the respondent nor the person answered about is on it."""
    return ShareCard((_card_verdict(report), _card_shares(report), _card_source(report)))


def _card_verdict(report: PersonalReport) -> str:
    conclusion = report.conclusion
    match conclusion.verdict:
        case Verdict.NAMED:
            says = f"实际扛的是 {conclusion.statement}"
        case Verdict.BETWEEN:
            says = f"站在两条线之间：{conclusion.statement}"
        case Verdict.STANDS_BACK:
            says = f"多数时刻{STAND_BACK_NAME}，{conclusion.statement}"
        case Verdict.OUTSIDE:
            says = conclusion.statement
        case Verdict.UNCLEAR:
            says = "还分不出扛的是哪条线"
    return f"rolecheck 的作答显示，{says}（{conclusion.certainty}）"


def _card_shares(report: PersonalReport) -> str:
    if report.none_fits is not None and not report.shares:
        return report.none_fits.nearest
    shares = " · ".join(f"{row.label} {row.text}（{row.interval}）" for row in report.shares[:CARD_SHOWN])
    return shares if report.title is None else f"{shares}。{report.title.card}：{report.title.statement}"


def _card_source(report: PersonalReport) -> str:
    asked = report.stand_back.asked
    doubt = "这次的作答有存疑的地方，见报告。" if report.notices else ""
    ranges = "，括号里是九成范围" if report.shares else ""
    return f"来自 {asked} 个时刻里的作答{ranges}；没有经过人群验证，只供聊天和认识自己。{doubt}"
