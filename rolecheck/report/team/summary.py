"""What a team's page begins with: the relay with who stands where and where nobody does, and everyone by line."""

from collections.abc import Iterator, Sequence

from rolecheck.measure.team import Standing
from rolecheck.measure.verdict import Verdict
from rolecheck.report.page import Lane, Lanes, Part, Placed, Sentence, part
from rolecheck.report.team.lines import due_lines, read_any, read_lines
from rolecheck.report.team.members import Group, Person
from rolecheck.report.team.overview import too_small, verdict_words
from rolecheck.report.wording import chance, outside_label

MOST_PLACED = 12
"""Names in one lane; where there are more, their number says more."""

UNSURE = "有没有人，还说不准"
SOMEBODY = "有人，认不出是谁"


def summary(group: Group) -> Part:
    """Return the two pictures."""
    named = () if group.settings.anonymous and group.small else group.inside
    return Part(
        "一眼看",
        (
            *part("接力：哪一段有人，哪一段没看到人", Lanes(tuple(_legs(group, named)), relay=True), note=NOTE),
            *part("各条线上是谁", _by_line(group) if named else Sentence(too_small(group))),
        ),
        id="summary",
    )


NOTE = "照角色卡，每一段该有哪条线的人在。百分数都是把握：若模型成立，这话为真的可能。先后不是名次。"


def _legs(group: Group, named: Sequence[Person]) -> Iterator[Lane]:
    lines = group.bank.roles.lines
    for stage in group.bank.roles.stages:
        due = due_lines(group.bank, stage)
        if due:
            found, standing = read_any(group, due)
            here = [person for person in _named(named) if person.now.figures.primary in due]
            placed = _placed([(person.name, lines[person.now.figures.primary].short) for person in here])
            names = "、".join(lines[number].short for number in due)
            yield Lane(stage.name, names, placed, *_empty(standing, found.nobody, named=bool(named)))


def _by_line(group: Group) -> Lanes:
    bank = group.bank
    lanes = []
    for reading in read_lines(group):
        here = [person for person in _named(group.inside) if person.now.figures.primary == reading.number]
        placed = _placed([(_marked(person), chance(person.now.figures.p_primary[reading.number])) for person in here])
        empty = _empty(reading.standing, reading.carriers.nobody, named=True)
        lanes.append(Lane(f"{reading.line.short}线", reading.line.name, placed, *empty))
    others = (
        (Verdict.BETWEEN, "两条之间", True),
        (Verdict.STANDS_BACK, "多半退后", False),
        (Verdict.OUTSIDE, outside_label(len(bank.roles.lines)), False),
        (Verdict.UNCLEAR, "分不出", False),
    )
    for verdict, label, told in others:
        here = [person for person in group.people if person.now.figures.verdict is verdict]
        placed = _placed([(_marked(p), verdict_words(bank, p.now.figures)[0] if told else "") for p in here])
        lanes += [Lane(label, "", placed)] if here else []
    return Lanes(tuple(lanes))


def _named(people: Sequence[Person]) -> list[Person]:
    return [person for person in people if person.now.figures.verdict is Verdict.NAMED]


def _marked(person: Person) -> str:
    return f"{person.name} !" if person.now.figures.flags else person.name


def _placed(people: Sequence[tuple[str, str]]) -> tuple[Placed, ...]:
    if len(people) > MOST_PLACED:
        return (Placed(f"{len(people)} 人"),)
    return tuple(Placed(name, note) for name, note in people)


def _empty(standing: Standing, nobody: float, *, named: bool) -> tuple[str, bool]:
    """Return what is said where nobody is named, and whether it is a gap."""
    if standing is Standing.GAP:
        return f"没看到人 {chance(nobody)}", True
    if standing is Standing.UNSURE:
        return UNSURE, False
    return SOMEBODY if named else "有人", False
