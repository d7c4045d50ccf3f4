"""The first two views: everyone by line, and everyone's card against their responses."""

from collections import Counter
from collections.abc import Iterator
from math import floor
from typing import NamedTuple

from rolecheck.bank.items import Bank
from rolecheck.bank.roles import STAND_BACK_NAME
from rolecheck.measure.summary import Estimate
from rolecheck.measure.verdict import DIFFERS_AT, TitleMatch, Verdict
from rolecheck.report.page import (
    Block,
    Order,
    Part,
    Row,
    Sentence,
    Table,
    TableCell,
    counted,
    listing,
    part,
    words,
)
from rolecheck.report.score import MOSTLY_BACK, TITLE_WORDS, MemberFigures, verdict_words
from rolecheck.report.team import SORT_NAMES, Sort
from rolecheck.report.team.members import Member, Team
from rolecheck.report.wording import MOST_NAMED, chance, half_of_cards, interval, line_label
from rolecheck.typesetting import percent

TOO_SMALL = "不足 {least} 人，这一节不拆开看：人太少，一拆就看得出谁是谁。"


class ShareCell(NamedTuple):
    """A share with its 90 % interval, and how it is written."""

    mean: float
    low: float
    high: float
    text: str
    interval: str


class MemberRow(NamedTuple):
    """One member in the overview; ``verdict``, ``line`` and ``title`` are ids, texts are as they are written."""

    name: str
    flagged: bool
    verdict: str
    line: str
    conclusion: str
    confidence: float | None
    certainty: str
    title: str | None
    card: str
    match: str
    p_primary: tuple[float, ...]
    shares: tuple[ShareCell, ...]
    stand_back: ShareCell
    robustness: float | None = None

    @property
    def marked(self) -> str:
        """The name, with a mark behind it where the responses deserve a second look."""
        return f"{self.name} !" if self.flagged else self.name


def member_rows(team: Team, sort: Sort) -> tuple[MemberRow, ...]:
    """Return everyone; nobody where the team is too small to be shown one by one."""
    if team.settings.anonymous and team.small:
        return ()
    return tuple(member_row(team.bank, member) for member in _sorted(team, sort))


def overview(team: Team, sort: Sort) -> Part:
    """Return everyone with the shares of the lines, the certainty, and the title beside."""
    heading, note = (
        "一览：每个人的各条线",
        f"数字是各条线的占比，“把握”是结论有多确定。{STAND_BACK_NAME}另算，不在这张表里。",
    )
    if team.settings.robustness:
        note += "“经得起”：就算题里这条线的选项写得讨喜，人人都多挑到几倍，结论还是它。"
    rows = member_rows(team, sort)
    if not rows:
        return Part(heading, (Sentence(too_small(team)),), note, "overview", folded=True)
    people = _sorted(team, sort)
    lines = ((line.id, line.short) for line in team.bank.roles.lines)
    robust = (("robustness", "经得起"),) if team.settings.robustness else ()
    columns = (("conclusion", "结论"), ("certainty", "把握"), *robust, *lines, ("card", "名片"), ("match", "名实"))
    orders = tuple(Order(SORT_NAMES[order], _places(people, _sorted(team, order))) for order in Sort)
    table = Table("people", "", "", columns, tuple(_figures_row(row, robust=bool(robust)) for row in rows), orders)
    marks = "带 ! 的，作答存疑，比如答得比读题还快，看的时候打个折扣。" if any(row.flagged for row in rows) else ""
    return Part(heading, (table, *((Sentence(marks),) if marks else ())), note, "overview", folded=True)


def _figures_row(row: MemberRow, *, robust: bool) -> Row:
    shares = (TableCell(share.mean, share.text, share.interval, share.mean) for share in row.shares)
    ends = (words(row.card), words(row.match))
    times = "" if row.robustness is None else f"{floor(row.robustness * 10) / 10:g} 倍"
    liked = (TableCell(row.robustness, times),) if robust else ()
    return Row(row.name, row.marked, (words(row.conclusion), words(row.certainty), *liked, *shares, *ends))


def titles(team: Team) -> Part:
    """Return whose responses stand on another line than their card says, and who cannot be told."""
    heading, note = (
        "名实对照：名片上的线，和作答里的线",
        f"先当{half_of_cards()}：名片那条线最大的可能不超过 {percent(DIFFERS_AT)} 才算不符；没点到线的人，名片也不说。",
    )
    carded = [member for member in team.inside if member.now.title is not None]
    if not carded:
        return Part(heading, (Sentence("没有人写名片上的角色，没有东西可对。"),), note, "titles", folded=True)
    if team.settings.anonymous and team.small:
        return Part(heading, (Sentence(too_small(team)),), note, "titles", folded=True)
    by_match = {match: [member for member in carded if _match(team.bank, member) is match] for match in TitleMatch}
    summary = (
        f"{len(carded)} 人写了名片：{len(by_match[TitleMatch.MATCHES])} 人相符，"
        f"{len(by_match[TitleMatch.DIFFERS])} 人不符，{len(by_match[TitleMatch.UNCLEAR])} 人看不出。"
    )
    shown = {match: [member for member in people if member.title is not None] for match, people in by_match.items()}
    parts: tuple[Block, ...] = (Sentence(summary), *_tables(team, carded))
    if max(map(len, shown.values())) > MOST_NAMED:
        return Part(heading, (*parts, Sentence("人多，不一个个列；每个人的在一览里。")), note, "titles", folded=True)
    parts += part("不符", listing(_differs(team.bank, member) for member in shown[TitleMatch.DIFFERS]))
    parts += part("看不出", listing(_unclear(team.bank, member) for member in shown[TitleMatch.UNCLEAR]))
    parts += part("相符", listing(_matches(team.bank, member) for member in shown[TitleMatch.MATCHES]))
    hidden = len(carded) - sum(map(len, shown.values()))
    if hidden:
        parts += (Sentence(f"另有 {hidden} 人，同一种名片不足 {team.settings.min_group} 人，不单列。"),)
    return Part(heading, parts, note, "titles", folded=True)


def too_small(team: Team) -> str:
    """Say that the team is too small for this."""
    return TOO_SMALL.format(least=team.settings.min_group)


def short_verdict(bank: Bank, figures: MemberFigures) -> tuple[str, float | None]:
    """Return the conclusion in a word or two, and how sure it is."""
    return verdict_words(bank, figures.verdict, figures.p_primary, figures.p_stand_back)


def member_row(bank: Bank, member: Member) -> MemberRow:
    """Return one member's row."""
    figures = member.now.figures
    conclusion, confidence = short_verdict(bank, figures)
    return MemberRow(
        name=member.name,
        flagged=bool(figures.flags),
        verdict=str(figures.verdict),
        line=bank.roles.lines[figures.primary].id,
        conclusion=conclusion,
        confidence=confidence,
        certainty="" if confidence is None else chance(confidence),
        title=member.title,
        card="" if member.title is None else bank.roles.role(member.title).name,
        match="" if member.title is None or figures.verdict is not Verdict.NAMED else TITLE_WORDS[_match(bank, member)],
        p_primary=figures.p_primary,
        shares=tuple(_share_cell(share) for share in figures.shares),
        stand_back=_share_cell(figures.stand_back),
        robustness=figures.robustness,
    )


def _share_cell(estimate: Estimate) -> ShareCell:
    return ShareCell(estimate.mean, estimate.low, estimate.high, percent(estimate.mean), interval(estimate))


def title_line(bank: Bank, member: Member) -> int:
    """Return the number of the line the member's card names."""
    line = bank.roles.role(member.now.title or "").line
    return [each.id for each in bank.roles.lines].index(line)


def _match(bank: Bank, member: Member) -> TitleMatch:
    return member.now.figures.match(title_line(bank, member))


def _sorted(team: Team, sort: Sort) -> list[Member]:
    titles_in_order = [role.id for role in team.bank.roles.roles]

    def place(member: Member) -> tuple[float, str]:
        figures = member.now.figures
        match sort:
            case Sort.LINE:
                outside = figures.verdict is Verdict.OUTSIDE
                return len(figures.p_primary) if outside else figures.primary, member.name
            case Sort.NAME:
                return 0, member.name
            case Sort.CONFIDENCE:
                return -(short_verdict(team.bank, figures)[1] or 0.0), member.name
            case Sort.TITLE:
                known = member.title is not None
                return titles_in_order.index(member.title or "") if known else len(titles_in_order), member.name

    return sorted(team.people, key=place)


def _places(rows: list[Member], order: list[Member]) -> tuple[int, ...]:
    place = {member.name: number for number, member in enumerate(order)}
    return tuple(place[member.name] for member in rows)


def _tables(team: Team, carded: list[Member]) -> Iterator[Table]:
    """Yield each card against the responses of those who have it, where they are enough not to be told apart."""
    held = Counter(member.now.title for member in carded)
    rows = []
    for role in team.bank.roles.roles:
        if held[role.id] >= team.settings.min_group:
            matches = Counter(_match(team.bank, member) for member in carded if member.now.title == role.id)
            rows.append(counted(role.id, role.name, [held[role.id], *(matches[match] for match in TitleMatch)]))
    if rows:
        columns = (("people", "人数"), *((str(match), TITLE_WORDS[match]) for match in TitleMatch))
        note = f"一种名片满 {team.settings.min_group} 人才列"
        yield Table("by-title", "按名片", note, columns, tuple(rows))


def _card(bank: Bank, member: Member) -> str:
    line = bank.roles.lines[title_line(bank, member)]
    return f"{member.name}：名片是{bank.roles.role(member.now.title or '').name}（{line.name}），"


def _differs(bank: Bank, member: Member) -> str:
    likely = member.now.figures.match_chance(title_line(bank, member)) or 0.0
    return f"{_card(bank, member)}{standing(bank, member.now.figures)}；名实不符，把握 {chance(likely)}"


def _unclear(bank: Bank, member: Member) -> str:
    return f"{_card(bank, member)}{standing(bank, member.now.figures)}"


def _matches(bank: Bank, member: Member) -> str:
    likely = member.now.figures.match_chance(title_line(bank, member)) or 0.0
    return f"{_card(bank, member)}作答显示也在这条线，把握 {chance(likely)}"


def standing(bank: Bank, figures: MemberFigures) -> str:
    """Say where someone's responses stand."""
    first = bank.roles.lines[figures.primary]
    verdict, confidence = short_verdict(bank, figures)
    match figures.verdict:
        case Verdict.NAMED:
            return f"作答显示站在{line_label(first)}"
        case Verdict.BETWEEN:
            return f"作答显示站在{verdict}，合起来 {chance(confidence or 0.0)}"
        case Verdict.STANDS_BACK:
            return f"作答显示{MOSTLY_BACK}，{chance(confidence or 0.0)}"
        case Verdict.OUTSIDE:
            return f"作答落在{verdict}"
        case Verdict.UNCLEAR:
            return f"作答里还分不出，最靠前的{first.short} {chance(figures.p_primary[figures.primary])}"
