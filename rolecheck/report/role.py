"""Roles: one as a card, several beside one another, all as a relay."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from rolecheck.bank.roles import Dimension, Line, Role, RoleBook, Separation
from rolecheck.errors import UsageError
from rolecheck.report.page import Aspect, Beside, Block, Entry, Listing, Page, Sentence, Tone, listing, part, quiet

MOST_ROLES = 6
"""More than that nobody compares; fifteen pairs are enough to read."""

UNSAID = "–"
UNSAID_NOTE = f"{UNSAID} 的地方，来源里没说。"
"""Stands where the sources say nothing about a role."""

SAME_THING: Mapping[str, Callable[[Role], tuple[str, ...]]] = {
    "kpi": lambda role: role.kpi,
    "capability": lambda role: role.capabilities,
    "career": lambda role: role.career,
}
"""What a role's own card says about a dimension, by its id."""

STANDS_UP = "什么时候必须站出来"
CONTRAST = ("平时忙的（职责）", "出了事要认的（责任）")
ASKS = "一直在问"
SOURCES = "出处"

Section = tuple[str, tuple[str, ...]]
"""A heading and what stands under it."""


def role_page(book: RoleBook, role: Role) -> Page:
    """Return the card of one role."""
    aliases = f"也叫：{'、'.join(role.aliases)}" if role.aliases else ""
    blocks: list[Block] = [
        *quiet(aliases),
        Sentence(role.core_question, ASKS, Tone.STRONG),
        *part(STANDS_UP, listing(moments(book, role))),
        Beside(CONTRAST, (Aspect("", (role.duties, role.answers_for)),)),
    ]
    for heading, entries in (*_sections(role), _handovers(book, role)):
        blocks += part(heading, listing(entries))
    return Page(
        role.name, (*blocks, *_ending(book, [role], role.concepts)), line_title(book.line(role.line)), _names(book)
    )


def role_data(book: RoleBook, role: Role) -> dict[str, Any]:
    """Return the card as plain data."""
    duties, answers_for = zip(CONTRAST, (role.duties, role.answers_for), strict=True)
    return {
        "schema": "rolecheck.role/1",
        **_head_data(book, role),
        "aliases": role.aliases,
        "stands_up": _section_data((STANDS_UP, moments(book, role))),
        "contrast": {"left": _section_data(duties), "right": _section_data(answers_for)},
        "sections": [_section_data(section) for section in _sections(role)],
        "relay": _section_data(_handovers(book, role)),
        **_ending_data(book, [role], role.concepts),
    }


def comparison_page(book: RoleBook, roles: Sequence[Role]) -> Page:
    """Return two or more different roles side by side, in the order given.

    Raises:
        UsageError: there are more than anyone can read beside one another.
    """
    _check_count(roles)
    names = {role.id: role.name for role in roles}
    titles = tuple(names.values())
    heads = (
        Aspect("责任线", tuple((line_title(book.line(role.line)),) for role in roles)),
        Aspect(ASKS, tuple((role.core_question,) for role in roles)),
        Aspect("必须站出来", tuple(moments(book, role) for role in roles)),
    )
    separations = (
        Sentence(each.text, " · ".join(names[id_] for id_ in names if id_ in each.between) if len(roles) > 2 else "")
        for each in _separations(book, roles)
    )
    aspects = tuple(Aspect(row.name, tuple(_cell(row, role) or None for role in roles)) for row in book.dimensions)
    return Page(
        f"{'、'.join(titles[:-1])}和{titles[-1]}",
        (
            Beside(titles, heads),
            *part("哪一刻分得开", *separations, note="一个必须站出来，另一个不能替"),
            *((Beside(titles, aspects, UNSAID),) if aspects else ()),
            *(quiet(UNSAID_NOTE) if any(cell is None for aspect in aspects for cell in aspect.cells) else ()),
            *_ending(book, roles, _cited(book, roles)),
        ),
        names=_names(book),
    )


def comparison_data(book: RoleBook, roles: Sequence[Role]) -> dict[str, Any]:
    """Return the comparison as plain data.

    Raises:
        UsageError: there are more than anyone can read beside one another.
    """
    _check_count(roles)
    names = {role.id: role.name for role in roles}
    separations = [
        {"between": pair, "names": [names[role_id] for role_id in pair], "text": each.text}
        for each in _separations(book, roles)
        for pair in ([role_id for role_id in names if role_id in each.between],)
    ]
    dimensions = [
        {
            "id": row.id,
            "name": row.name,
            "cells": [{"role": role.id, "text": "；".join(_cell(row, role)) or None} for role in roles],
        }
        for row in book.dimensions
    ]
    return {
        "schema": "rolecheck.comparison/1",
        "roles": [{**_head_data(book, role), "stands_up": moments(book, role)} for role in roles],
        "separations": separations,
        "dimensions": dimensions,
        **_ending_data(book, roles, _cited(book, roles)),
    }


def relay_page(book: RoleBook) -> Page:
    """Return all roles in the order of the relay, each with its stages, question and hand-over."""
    blocks: list[Block] = []
    for role in book.roles:
        entries = [Entry(role.core_question, "问的是"), Entry("、".join(_stages(book, role)), "站出来")]
        entries += [Entry(receiver, "交给") for receiver in _hands_over(book, role)]
        entries += [Entry("、".join(role.aliases), "也叫", tone=Tone.QUIET)] if role.aliases else []
        blocks += part(f"{role.name}  {line_title(book.line(role.line))}", Listing(tuple(entries)))
    return Page(f"一场接力，从{book.stages[0].name}到{book.stages[-1].name}", tuple(blocks))


def relay_data(book: RoleBook) -> dict[str, Any]:
    """Return the relay as plain data."""
    legs = [
        {
            **_head_data(book, role),
            "aliases": role.aliases,
            "stages": _stages(book, role),
            "hands_over": _hands_over(book, role),
        }
        for role in book.roles
    ]
    return {"schema": "rolecheck.roles/1", "stages": [stage.name for stage in book.stages], "legs": legs}


def _names(book: RoleBook) -> tuple[str, ...]:
    return (*(role.name for role in book.roles), *(f"{line.short}线" for line in book.lines))


def moments(book: RoleBook, role: Role) -> tuple[str, ...]:
    """Return when the role must stand up, each with its stage."""
    return tuple(f"{book.stage(moment.stage).name}：{moment.when}" for moment in role.stands_up)


def sources(book: RoleBook, concepts: Iterable[str]) -> tuple[str, ...]:
    """Return the essays these concepts come from."""
    cited = {concept.split("/")[0] for concept in concepts}
    return tuple(
        f"《{essay.title}》" + (f"（{essay.published}）" if essay.published else "")
        for essay in book.essays
        if essay.id in cited
    )


def line_title(line: Line) -> str:
    """Write a line as 交付线 · 结果被接住."""
    return f"{line.short}线 · {line.name}"


def _cell(row: Dimension, role: Role) -> tuple[str, ...]:
    """Return what is known of a role in a dimension; where the row has nothing, what its card says about that."""
    if role.id in row.cells:
        return (row.cells[role.id].text,)
    return SAME_THING[row.id](role) if row.id in SAME_THING else ()


def _sections(role: Role) -> Iterator[Section]:
    sections = (
        ("止步于", role.does_not_answer_for),
        ("通常被考核", role.kpi),
        ("常听见的话", tuple(f"“{sentence}”" for sentence in role.says)),
        ("容易掉进的坑", role.traps),
        ("靠什么本事", role.capabilities),
        ("往哪里走", role.career),
    )
    return (section for section in sections if section[1])


def _handovers(book: RoleBook, role: Role) -> Section:
    before = [
        f"从{giver.name}接过：{handover.what}"
        for giver in book.roles
        for handover in giver.hands_over
        if handover.to == role.id
    ]
    return "接力", (*before, *(f"交给{receiver}" for receiver in _hands_over(book, role)))


def _hands_over(book: RoleBook, role: Role) -> tuple[str, ...]:
    return tuple(f"{book.role(handover.to).name}：{handover.what}" for handover in role.hands_over)


def _stages(book: RoleBook, role: Role) -> tuple[str, ...]:
    stages = {moment.stage for moment in role.stands_up}
    return tuple(stage.name for stage in book.stages if stage.id in stages)


def _separations(book: RoleBook, roles: Sequence[Role]) -> Iterator[Separation]:
    written = {frozenset(separation.between): separation for separation in book.separations}
    pairs = (frozenset((giver.id, receiver.id)) for giver, receiver in combinations(roles, 2))
    return (written[pair] for pair in pairs if pair in written)


def _cited(book: RoleBook, roles: Sequence[Role]) -> Iterator[str]:
    """Yield every concept behind what is shown."""
    shown = {role.id for role in roles}
    for role in roles:
        yield from role.concepts
    for dimension in book.dimensions:
        for role_id, cell in dimension.cells.items():
            if role_id in shown:
                yield from cell.concepts
    for separation in book.separations:
        if shown.issuperset(separation.between):
            yield from separation.concepts
    for tension in book.tensions:
        if not shown.isdisjoint(tension.roles):
            yield from tension.between


def _check_count(roles: Sequence[Role]) -> None:
    if len(roles) > MOST_ROLES:
        raise UsageError(f"一次最多对照 {MOST_ROLES} 个角色，这里有 {len(roles)} 个。请分几次看。")


def _ending(book: RoleBook, roles: Sequence[Role], concepts: Iterable[str]) -> Iterator[Block]:
    """Yield where the sources disagree about one of the roles and how it is read here, then the sources."""
    for tension in book.tensions:
        if not {role.id for role in roles}.isdisjoint(tension.roles):
            heading, reading = f"几篇文章说法不一：{tension.name}", Sentence(tension.reading, "这里的读法")
            yield from part(heading, Sentence(tension.says), reading)
    yield from part(SOURCES, listing(sources(book, concepts), tone=Tone.QUIET))


def _ending_data(book: RoleBook, roles: Sequence[Role], concepts: Iterable[str]) -> dict[str, Any]:
    disagreements = [
        {"name": tension.name, "says": tension.says, "reading": tension.reading}
        for tension in book.tensions
        if not {role.id for role in roles}.isdisjoint(tension.roles)
    ]
    return {"disagreements": disagreements, "sources": _section_data((SOURCES, sources(book, concepts)))}


def _head_data(book: RoleBook, role: Role) -> dict[str, Any]:
    line = book.line(role.line)._asdict()
    return {"id": role.id, "name": role.name, "line": line, "core_question": role.core_question}


def _section_data(section: Section) -> dict[str, Any]:
    return {"heading": section[0], "entries": section[1]}
