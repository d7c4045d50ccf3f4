"""A team report: every number and sentence a lead sees of a team, view by view, without markup."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from rolecheck.measure.team import LineStanding
from rolecheck.measure.verdict import Verdict
from rolecheck.report.page import Block, Command, Lane, LaneEntry, Lanes, Page, Part, Sentence, block_data, part, quiet
from rolecheck.report.score import MOSTLY_BACK
from rolecheck.report.team import Sort
from rolecheck.report.team.discussion import disagreement, outline, pair, stand_back
from rolecheck.report.team.members import Member, Team
from rolecheck.report.team.overview import MemberRow, member_rows, overview, short_verdict, titles, too_small
from rolecheck.report.team.relay import due_lines, read_any, read_lines, relay
from rolecheck.report.team.rounds import replaced, self_and_others, trend
from rolecheck.report.wording import chance, outside_label

SCHEMA = "rolecheck.team/1"


class Source(NamedTuple):
    """Where the figures come from: as kept in the files, or measured just now."""

    kept: int
    measured: int
    remarks: tuple[str, ...] = ()


class TeamReport(NamedTuple):
    """Everything a team report shows; ``rows`` is empty where the team is too small to be shown one by one."""

    title: str
    people: int
    notices: tuple[str, ...]
    parts: tuple[Part, ...]
    rows: tuple[MemberRow, ...]
    commands: tuple[Command, ...]
    disclaimer: str


def team_report(team: Team, source: Source, sort: Sort, names: tuple[str, str] | None) -> TeamReport:
    """Return the report on a team; ``names`` are two people to put side by side."""
    views = (
        summary(team),
        outline(team),
        overview(team, sort),
        titles(team),
        relay(team),
        stand_back(team),
        disagreement(team),
        None if names is None else pair(team, names),
        self_and_others(team),
        trend(team),
    )
    count = len(team.people)
    return TeamReport(
        title=f"团队里谁扛哪条线：{count} 人",
        people=count,
        notices=tuple(notice for notice in _notices(team, source) if notice),
        parts=tuple(view for view in views if view is not None),
        rows=member_rows(team, sort),
        commands=tuple(_commands(team)),
        disclaimer=(
            f"这一页来自 {count} 人自己的选择，没有经过人群验证，不用于招聘、考核和定薪，也不给任何人排名次。"
            "先让各人看自己的那一份，再一起看这一页。"
        ),
    )


def team_page(report: TeamReport) -> Page:
    """Return the page: pictures and topics first, what they rest on after them."""
    blocks: tuple[Block, ...] = (*quiet(*report.notices), *report.parts, *quiet(report.disclaimer), *report.commands)
    return Page(report.title, blocks, names=tuple(row.name for row in report.rows))


def _commands(team: Team) -> Iterator[Command]:
    if any(member.now.figures.flags for member in team.people):
        yield Command("不算存疑的", "rolecheck team … --skip-flagged")
    if team.replaced:
        yield Command("比前后两轮", "rolecheck team 这一轮 --before 前一轮")


def _notices(team: Team, source: Source) -> tuple[str, ...]:
    skipped = f"有 {team.skipped} 份作答存疑，没有算进来。" if team.skipped else ""
    kept = f"{source.kept} 份用的是文件里存的数（同一个题库、同一版工具算的）" if source.kept else ""
    measured = f"{source.measured} 份是刚按现在的题库算的" if source.measured else ""
    both = "，".join(text for text in (kept, measured) if text)
    return (*source.remarks, skipped, replaced(team), f"{both}。" if both else "")


def team_data(team: Team, report: TeamReport) -> dict[str, Any]:
    """Return the report as one JSON object; everyone in the overview with all their figures."""
    lines = [line.id for line in team.bank.roles.lines]
    views = {view.id: view_data(view) for view in report.parts}
    if report.rows:
        views["overview"]["parts"][0] = {"kind": "people", "rows": [_person_data(lines, row) for row in report.rows]}
    return {
        "schema": SCHEMA,
        "bank": {"version": team.bank.version, "digest": team.bank.digest},
        "settings": team.settings._asdict(),
        "title": report.title,
        "people": report.people,
        "notices": list(report.notices),
        "views": views,
        "disclaimer": report.disclaimer,
    }


def view_data(view: Part) -> dict[str, Any]:
    """Return a part of the page as plain data, every figure with the words that show it."""
    return {"heading": view.heading, "note": view.note, "parts": [block_data(block) for block in view.blocks]}


def _person_data(lines: Sequence[str], row: MemberRow) -> dict[str, Any]:
    shares = {line: cell._asdict() for line, cell in zip(lines, row.shares, strict=True)}
    likely = dict(zip(lines, row.p_primary, strict=True))
    return {**row._asdict(), "p_primary": likely, "shares": shares, "stand_back": row.stand_back._asdict()}


MOST_PLACED = 12
"""Names in one lane; where there are more, their number says more."""

UNSURE = "有没有人，还说不准"
SOMEBODY = "有人，认不出是谁"


def summary(team: Team) -> Part:
    """Return the two pictures."""
    named = () if team.settings.anonymous and team.small else team.inside
    return Part(
        "一眼看",
        (
            *part("接力：哪一段有人，哪一段没看到人", Lanes(tuple(_legs(team, named)), relay=True), note=NOTE),
            *part("各条线上是谁", _by_line(team) if named else Sentence(too_small(team))),
        ),
        id="summary",
    )


NOTE = "照角色卡，每一段该有哪条线的人在。百分数都是把握：若模型成立，这话为真的可能。先后不是名次。"


def _legs(team: Team, named: Sequence[Member]) -> Iterator[Lane]:
    lines = team.bank.roles.lines
    for stage in team.bank.roles.stages:
        due = due_lines(team.bank, stage)
        if due:
            chances, standing = read_any(team, due)
            here = [member for member in _named(named) if member.now.figures.primary in due]
            placed = _placed([(member.name, lines[member.now.figures.primary].short) for member in here])
            names = "、".join(lines[number].short for number in due)
            yield Lane(stage.name, names, placed, *_empty(standing, chances.nobody, named=bool(named)))


def _by_line(team: Team) -> Lanes:
    bank = team.bank
    lanes = []
    for reading in read_lines(team):
        here = [member for member in _named(team.inside) if member.now.figures.primary == reading.number]
        placed = _placed([(_marked(member), chance(member.now.figures.p_primary[reading.number])) for member in here])
        empty = _empty(reading.standing, reading.carriers.nobody, named=True)
        lanes.append(Lane(f"{reading.line.short}线", reading.line.name, placed, *empty))
    others = (
        (Verdict.BETWEEN, "两条之间", True),
        (Verdict.STANDS_BACK, MOSTLY_BACK, False),
        (Verdict.OUTSIDE, outside_label(len(bank.roles.lines)), False),
        (Verdict.UNCLEAR, "分不出", False),
    )
    for verdict, label, told in others:
        here = [member for member in team.people if member.now.figures.verdict is verdict]
        placed = _placed([(_marked(p), short_verdict(bank, p.now.figures)[0] if told else "") for p in here])
        lanes += [Lane(label, "", placed)] if here else []
    return Lanes(tuple(lanes))


def _named(people: Sequence[Member]) -> list[Member]:
    return [member for member in people if member.now.figures.verdict is Verdict.NAMED]


def _marked(member: Member) -> str:
    return f"{member.name} !" if member.now.figures.flags else member.name


def _placed(people: Sequence[tuple[str, str]]) -> tuple[LaneEntry, ...]:
    if len(people) > MOST_PLACED:
        return (LaneEntry(f"{len(people)} 人"),)
    return tuple(LaneEntry(name, note) for name, note in people)


def _empty(standing: LineStanding, nobody: float, *, named: bool) -> tuple[str, bool]:
    """Return what is said where nobody is named, and whether it is a gap."""
    if standing is LineStanding.GAP:
        return f"没看到人 {chance(nobody)}", True
    if standing is LineStanding.UNSURE:
        return UNSURE, False
    return SOMEBODY if named else "有人", False
