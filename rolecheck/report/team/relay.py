"""What may be said of each line in a team, and the relay: who stands up at which stage, and where nobody does."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.roles import STAND_BACK, STAND_BACK_NAME, Line, Stage
from rolecheck.measure.team import Carriers, LineStanding, carriers, p_only, standing
from rolecheck.measure.verdict import NAMED_AT, Verdict
from rolecheck.report.page import Block, Counts, Part, Row, Sentence, Table, TableCell, listing, part, words
from rolecheck.report.score import MOSTLY_BACK
from rolecheck.report.team.members import Member, Team
from rolecheck.report.team.overview import too_small
from rolecheck.report.wording import chance, line_label, outside_label, quote
from rolecheck.typesetting import percent

CLAIMED_AT = NAMED_AT
"""Chance from which something is said of the team."""

STANDING_WORDS = {
    LineStanding.GAP: "无人",
    LineStanding.SINGLE: "单点",
    LineStanding.OVERLAP: "重叠",
    LineStanding.CARRIED: "有人",
    LineStanding.UNSURE: "说不准",
}


class LineReading(NamedTuple):
    """One line in this team, and what may be said of it with which chance."""

    line: Line
    number: int
    carriers: Carriers
    standing: LineStanding
    chance: float

    @property
    def present(self) -> bool:
        """Whether it may be said that somebody carries the line."""
        return self.standing not in {LineStanding.GAP, LineStanding.UNSURE}


def counted_people(team: Team) -> tuple[Member, ...]:
    """Return the people whose answers count for the lines: inside them, and without a mark that they were not read."""
    return tuple(member for member in team.inside if not member.now.figures.flags)


def named_for(people: Iterable[Member], numbers: Sequence[int]) -> list[Member]:
    """Return who is named for one of these lines."""
    return [
        member
        for member in people
        if member.now.figures.verdict is Verdict.NAMED and member.now.figures.primary in numbers
    ]


def read_lines(team: Team) -> tuple[LineReading, ...]:
    """Return every line with what may be said of it, in the order of the relay."""
    lines, people = team.bank.roles.lines, counted_people(team)
    everyone = [member.now.figures.p_primary for member in people]
    readings = []
    for number, (line, line_carriers) in enumerate(zip(lines, carriers(everyone, len(lines)), strict=True)):
        named = len(named_for(people, [number]))
        readings.append(
            LineReading(line, number, line_carriers, *standing(line_carriers, len(people), named, 1 / len(lines)))
        )
    return tuple(readings)


def due_lines(bank: Bank, stage: Stage) -> list[int]:
    """Return the numbers of the lines that must stand up at a stage, by the roles' cards."""
    due = {role.line for role in bank.roles.roles if any(moment.stage == stage.id for moment in role.stands_up)}
    return [number for number, line in enumerate(bank.roles.lines) if line.id in due]


def read_any(team: Team, numbers: Sequence[int]) -> tuple[Carriers, LineStanding]:
    """Return whether anybody carries one of these lines: nobody, one alone, somebody, or nothing sure."""
    people = counted_people(team)
    chances = [min(sum(member.now.figures.p_primary[number] for number in numbers), 1.0) for member in people]
    (any_carriers,) = carriers([[each] for each in chances], 1)
    named, unanswered = len(named_for(people, numbers)), len(numbers) / len(team.bank.roles.lines)
    claim, _ = standing(any_carriers, len(people), named, unanswered)
    # That several people carry one of several lines is as it should be.
    return any_carriers, LineStanding.CARRIED if claim is LineStanding.OVERLAP else claim


FEW = 8
"""People named in one sentence."""


def relay(team: Team) -> Part:
    """Return the lines and the stages: presence first, gaps second."""
    readings = read_lines(team)
    parts: tuple[Block, ...] = (_lines_table(readings),)
    present = [reading for reading in readings if reading.present]
    parts += part("有人扛的", listing(_presence(team, reading) for reading in present))
    unsure = [reading for reading in readings if reading.standing is LineStanding.UNSURE]
    parts += part("说不准的", listing(_doubt(reading) for reading in unsure))
    gaps = [reading for reading in readings if reading.standing is LineStanding.GAP]
    parts += part("没看到人的", listing(_gap(reading) for reading in gaps))
    back = sum(member.now.figures.verdict is Verdict.STANDS_BACK for member in team.people)
    if back:
        parts += (
            Sentence(
                f"有 {back} 人{MOSTLY_BACK}，也照他们站出来时的样子算在里面；真有人接的机会，要比上面的再低一些。"
            ),
        )
    outside = len(team.people) - len(team.inside)
    if outside:
        label = outside_label(len(team.bank.roles.lines))
        parts += (Sentence(f"有 {outside} 人的作答落在{label}，不算在哪条线上。问问他们：别人为了什么来找你？"),)
    parts += tuple(_legs(team))
    parts += (Sentence(too_small(team)),) if team.small else tuple(_stages(team))
    note = (
        f"一条线上的人：他的作答里，这条线最大。把握到 {percent(CLAIMED_AT)}，"
        "又有人的结论就是这条线，才说有人；带 ! 的不算。"
    )
    return Part("接力：每条线、每个阶段，谁会站出来", parts, note, "relay", folded=True)


def _lines_table(readings: Iterable[LineReading]) -> Table:
    columns = (("nobody", "无人"), ("one", "1 人"), ("two", "2 人"), ("several", "3 人起"), ("expected", "预计"))
    rows = tuple(
        Row(
            reading.line.id,
            reading.line.short,
            (
                *(_likely(getattr(reading.carriers, id_)) for id_, _ in columns[:-1]),
                TableCell(reading.carriers.expected, f"{reading.carriers.expected:.1f} 人"),
                TableCell(str(reading.standing), STANDING_WORDS[reading.standing]),
            ),
        )
        for reading in readings
    )
    return Table(
        "lines", "每条线上有几人", "无人、1 人、2 人、3 人起，各有多大可能", (*columns, ("standing", "结论")), rows
    )


def _likely(probability: float) -> TableCell:
    return TableCell(probability, chance(probability))


def _presence(team: Team, reading: LineReading) -> str:
    people = counted_people(team)
    chances = [member.now.figures.p_primary[reading.number] for member in people]
    says = f"{line_label(reading.line)}：作答显示有人扛，把握 {chance(reading.carriers.somebody)}"
    if reading.standing is LineStanding.SINGLE:
        says += f"；只有一个人，把握 {chance(reading.chance)}"
    elif reading.standing is LineStanding.OVERLAP:
        says += f"；三个人或更多，把握 {chance(reading.chance)}"
    if team.settings.anonymous and team.small:
        return f"{says}。"
    likely = [people.index(member) for member in named_for(people, [reading.number])]
    if reading.standing is LineStanding.SINGLE and len(likely) == 1:
        (who,) = likely
        return f"{says}，是{people[who].name}的可能 {chance(p_only(chances, who))}。"
    if 0 < len(likely) <= FEW:
        names = "、".join(f"{people[who].name}（{chance(chances[who])}）" for who in likely)
        return f"{says}。点到名的：{names}。"
    return f"{says}。点到名的有 {len(likely)} 人。"


def _doubt(reading: LineReading) -> str:
    return f"{line_label(reading.line)}：有没有人扛还说不准，有人的可能 {chance(reading.carriers.somebody)}。"


def _gap(reading: LineReading) -> str:
    return f"{line_label(reading.line)}：从这些作答看，无人以它为主，把握 {chance(reading.chance)}。"


def _legs(team: Team) -> Iterator[Table]:
    """Yield for each stage which lines are due there by the roles' cards, and whether anybody carries one of them."""
    rows = []
    for stage in team.bank.roles.stages:
        due = due_lines(team.bank, stage)
        if due:
            chances, standing = read_any(team, due)
            names = "、".join(team.bank.roles.lines[number].short for number in due)
            ends = (_likely(chances.somebody), _likely(chances.nobody), words(STANDING_WORDS[standing]))
            rows.append(Row(stage.id, stage.name, (words(names), *ends)))
    if rows:
        columns_ = (("due", "该在的线"), ("somebody", "有人"), ("nobody", "无人"), ("standing", "结论"))
        yield Table(
            "legs", "每一棒", "照角色卡，这个阶段该有哪条线的人在；扛其中一条的，有没有人", columns_, tuple(rows)
        )


def _stages(team: Team) -> Iterator[Block]:
    stages = [stage for stage in team.bank.roles.stages if stage_choices(team.bank, team.chosen, stage.id)]
    if not stages:
        return
    keys = {line.id: line.short for line in team.bank.roles.lines} | {STAND_BACK: STAND_BACK_NAME}
    counts = tuple((stage.name, _stage_counts(team, stage, keys)) for stage in stages)
    note = "数的是第一选择，各阶段问的次数不一样。"
    counted = Counts(tuple(keys.values()), counts, frozenset({STAND_BACK_NAME}))
    yield from part("每个阶段，先选了哪条线", counted, note=note)
    none_fits = sum(team.none_fits.values())
    if none_fits:
        yield Sentence(f"另有 {none_fits} 次答了都不像我，不在上面的次数里。")
    yield from part("没有一个人站出来的时刻", listing(line for stage in stages for line in _empty_moments(team, stage)))


def _stage_counts(team: Team, stage: Stage, keys: Iterable[str]) -> tuple[int, ...]:
    chosen = stage_choices(team.bank, team.chosen, stage.id)
    return tuple(chosen[key] for key in keys)


def _empty_moments(team: Team, stage: Stage) -> Iterator[str]:
    for item in moments(team.bank, stage.id):
        chosen = keys_chosen(item, team.chosen.get(item.id, {}))
        if chosen.total() >= team.settings.min_group and set(chosen) == {STAND_BACK}:
            yield f"{stage.name}，{quote(item)}：答过的 {chosen.total()} 人都{STAND_BACK_NAME}了。"


def keys_chosen(item: Item, chosen: Mapping[str, int]) -> Counter[str]:
    """Return counts of letters as counts of what they stand for."""
    keys = Counter[str]()
    for letter, count in chosen.items():
        keys[item.option(letter).key or ""] += count
    return keys


def moments(bank: Bank, stage: str) -> list[Item]:
    """Return the responsibility items of a stage."""
    return [item for item in bank.of(Facet.RESPONSIBILITY) if item.stage == stage]


def stage_choices(bank: Bank, counted: Mapping[str, Counter[str]], stage: str) -> Counter[str]:
    """Return how often each line, or stepping back, was the first choice at a stage."""
    answered = [item for item in moments(bank, stage) if item.id in counted]
    return sum((keys_chosen(item, counted[item.id]) for item in answered), Counter[str]())
