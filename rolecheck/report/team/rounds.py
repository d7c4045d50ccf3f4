"""Views seven and eight: oneself beside what others say, and two rounds of the same people."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rolecheck.bank.roles import STAND_BACK, STAND_BACK_NAME
from rolecheck.measure.change import FAMILY_ERROR, ShareChange, hold, moves, p_another, p_same
from rolecheck.measure.summary import Estimate
from rolecheck.measure.team import group_mean, mean_of
from rolecheck.measure.verdict import Verdict
from rolecheck.report.page import Block, Part, Row, Sentence, Table, TableCell, listing, part
from rolecheck.report.score import MemberFigures
from rolecheck.report.team.members import Member, RatedPerson, Submission, Team
from rolecheck.report.team.overview import short_verdict, too_small
from rolecheck.report.wording import MOST_NAMED, chance, interval, joined, line_label
from rolecheck.typesetting import percent

LEAST_OTHERS = 4
"""Others whose mean may be shown; of fewer, each could be guessed."""

MOVED, STAYED, UNTOLD = "变了", "没变", "看不出变没变"

SOONER = 0.5
"""From this chance on something is higher rather than lower."""


def self_and_others(team: Team) -> Part | None:
    """Return everyone others answered about, beside themselves; None where nobody answered about anybody."""
    if not team.seen:
        return None
    least = max(LEAST_OTHERS, team.settings.min_group)
    shown = [seen for seen in team.seen if len(seen.others) >= least]
    parts: tuple[Block, ...] = tuple(part for seen in shown for part in _seen(team, seen))
    withheld = [f"{seen.name}：{len(seen.others)} 人" for seen in team.seen if len(seen.others) < least]
    parts += part(f"他评不足 {least} 人，平均先不看：人太少，猜得出谁怎么说的", listing(withheld))
    note = "他评是替他答的人的平均，括号里是九成可能落进的范围；谁怎么答的不列出来。"
    return Part("自评与他评", parts, note, "self-and-others", folded=True)


def _seen(team: Team, seen: RatedPerson) -> Iterator[Block]:
    lines = team.bank.roles.lines
    figures = [submission.figures for submission in seen.others]
    others = [mean_of([each.shares[number] for each in figures]) for number in range(len(lines))]
    back = mean_of([each.stand_back for each in figures])
    own = None if seen.own is None else seen.own.figures
    columns = (*((("own", "自评"),) if own else ()), ("others", f"他评（{len(figures)} 人）"))
    rows = tuple(
        Row(line.id, line.short, (*((_ranged(own.shares[place]),) if own else ()), _ranged(others[place])))
        for place, line in enumerate(lines)
    )
    yield Table(f"seen-{seen.name}", f"{seen.name}：自己看，别人看", "", columns, rows)
    if own is None:
        yield Sentence(f"{seen.name}自己还没有答。别人看他{STAND_BACK_NAME}：{_ranged(back).text}。")
        return
    foremost = max(range(len(lines)), key=lambda number: others[number].mean)
    most = f"{lines[foremost].short}（{percent(others[foremost].mean)}）"
    says = (
        f"自评最靠前的是{lines[own.primary].short}（把握 {chance(max(own.p_primary))}），他评平均占得最多的是{most}。"
    )
    names = [*(line.short for line in lines), STAND_BACK_NAME]
    yield Sentence(says + _difference(names, [*own.shares, own.stand_back], [*others, back]))
    yield Sentence(f"{STAND_BACK_NAME}另算：自评 {_ranged(own.stand_back).text}，他评 {_ranged(back).text}。")


def _difference(names: Sequence[str], own: Sequence[Estimate], others: Sequence[Estimate]) -> str:
    higher = list(zip(names, moves(own, others), strict=True))
    more = [f"{name}（把握 {chance(p)}）" for name, (p, is_told) in higher if is_told and p > SOONER]
    less = [f"{name}（把握 {chance(1 - p)}）" for name, (p, is_told) in higher if is_told and p < SOONER]
    is_told = [("别人看得比自己重的", more), ("自己看得比别人重的", less)]
    says = "".join(f"{lead}：{'、'.join(lines)}。" for lead, lines in is_told if lines)
    return says or "哪条线看得不一样，还说不准。"


def _ranged(estimate: Estimate) -> TableCell:
    return TableCell(estimate.mean, f"{percent(estimate.mean)}（{interval(estimate)}）")


def trend(team: Team) -> Part | None:
    """Return what changed between two rounds of the same people; None where nobody has two."""
    both = [member for member in team.people if member.before is not None]
    if not both:
        return None
    heading, note = "趋势：同一批人，前后两轮", "只看两轮都答了的人。两轮都点得出名，才说变没变。"
    if team.settings.anonymous and len(both) < team.settings.min_group:
        return Part(heading, (Sentence(too_small(team)),), note, "trend", folded=True)
    parts: tuple[Block, ...] = (Sentence(_when(both, team.gone)),)
    if len(both) >= team.settings.min_group:
        parts += tuple(_trend_table(team, both))
    if len(both) <= MOST_NAMED:
        changes = zip(both, _changes(both), strict=True)
        parts += part("各人", listing(_moved(team, member, change) for member, change in changes))
    else:
        counts = Counter(_changes(both))
        parts += (Sentence("，".join(f"{count} 人{word}" for word, count in sorted(counts.items())) + "。"),)
    return Part(heading, parts, note, "trend", folded=True)


def _when(both: Sequence[Member], gone: int) -> str:
    before, now = (
        {submission.day for submission in submissions if submission.day}
        for submissions in (_before(both), [p.now for p in both])
    )
    says = f"{len(both)} 人两轮都答了"
    if before and now:
        says += f"：前一轮 {_span(before)}，这一轮 {_span(now)}"
    return f"{says}。前一轮还有 {gone} 人，这一轮没有答。" if gone else f"{says}。"


def _span(days: set[str]) -> str:
    first, last = min(days), max(days)
    return first if first == last else f"{first} 到 {last}"


def _before(both: Sequence[Member]) -> list[Submission]:
    return [member.before for member in both if member.before is not None]


def _trend_table(team: Team, both: Sequence[Member]) -> Iterator[Block]:
    rounds = (_before(both), [member.now for member in both])
    labels = [*((line.id, line.short) for line in team.bank.roles.lines), (STAND_BACK, STAND_BACK_NAME)]
    lines = len(team.bank.roles.lines)
    means = [
        [_mean([_columns(submission)[place] for submission in submissions], place, lines) for submissions in rounds]
        for place in range(lines + 1)
    ]
    moved = moves(*zip(*means, strict=True))
    *rows, back = (
        _moved_share((before, now), *label, move)
        for (before, now), label, move in zip(means, labels, moved, strict=True)
    )
    note = (
        "平均占比，括号里是九成可能落进的范围，照这组人自己的平均来算；"
        f"几条线一起看，没变的组被说成变了的不到 {percent(FAMILY_ERROR)}"
    )
    yield Table("trend", "整组", note, (("before", "前一轮"), ("now", "这一轮"), ("moved", "升降")), tuple(rows))
    before, now, rose = (cell.text for cell in back.cells)
    yield Sentence(f"{STAND_BACK_NAME}另算：前一轮 {before}，这一轮 {now}，{rose}。")


def _mean(estimates: Sequence[Estimate], place: int, lines: int) -> Estimate:
    """Return a team's mean share of one line, or of stepping back, which comes after them."""
    return group_mean(estimates, lines if place < lines else None) or mean_of(estimates)


def _moved_share(means: tuple[Estimate, Estimate], id_: str, label: str, move: ShareChange) -> Row:
    certain = max(move.p_rose, 1 - move.p_rose)
    says = f"{'升' if move.p_rose > SOONER else '降'}，把握 {chance(certain)}" if move.told else "说不准"
    return Row(id_, label, (*map(_ranged, means), TableCell(certain, says)))


def _columns(submission: Submission) -> tuple[Estimate, ...]:
    return (*submission.figures.shares, submission.figures.stand_back)


def _changes(both: Sequence[Member]) -> list[str]:
    """Say of each whether the line changed: two rounds that are each unsure differ by chance alone, and prove nothing.

    Of so many people somebody differs by chance, so all changes told are held to one bar together.
    """
    rounds = [((member.before or member.now).figures, member.now.figures) for member in both]
    changed = hold([1 - p_another(before.p_primary, now.p_primary) for before, now in rounds])
    return [_change(*pair, changed=each) for pair, each in zip(rounds, changed, strict=True)]


def _change(before: MemberFigures, now: MemberFigures, *, changed: bool) -> str:
    if before.verdict is not Verdict.NAMED or now.verdict is not Verdict.NAMED:
        return UNTOLD
    if before.primary == now.primary:
        return STAYED
    return MOVED if changed else UNTOLD


def _moved(team: Team, member: Member, change: str) -> str:
    before, now = (member.before or member.now).figures, member.now.figures
    same = p_same(before.p_primary, now.p_primary)
    lines = [team.bank.roles.lines[figures.primary] for figures in (before, now)]
    if change == MOVED:
        from_to = f"前一轮站在{line_label(lines[0])}，这一轮站在{line_label(lines[1])}"
        return f"{member.name}：{from_to}；变了，把握 {chance(1 - same)}。"
    if change == STAYED:
        return f"{member.name}：两轮都站在{line_label(lines[0])}；没变，把握 {chance(same)}。"
    return f"{member.name}：前一轮{_sure(team, before)}，这一轮{_sure(team, now)}；线变没变，还看不出。"


def _sure(team: Team, figures: MemberFigures) -> str:
    words, confidence = short_verdict(team.bank, figures)
    return words if confidence is None else f"{words}（{chance(confidence)}）"


def replaced(team: Team) -> str:
    """Say whose responses were handed in more than once, though only the last count; empty where nobody's."""
    if not team.replaced:
        return ""
    names = joined(name for name, _ in team.replaced)
    return f"{names}交的不止一份，这一轮只算最后一份。同名同姓的请在名字里区分开；要比前后两轮，把前一轮另外给出。"
