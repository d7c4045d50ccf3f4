"""One role as a card, and all roles as a relay: what `rolecheck explain` and `rolecheck roles` show."""

from collections.abc import Iterable
from typing import NamedTuple

from rolecheck.bank.roles import Line, Role, RoleBook


class Section(NamedTuple):
    """A heading with its entries."""

    heading: str
    entries: tuple[str, ...]


class Contrast(NamedTuple):
    """Two lists side by side: what fills the week, and what is answered for."""

    left: Section
    right: Section


class Disagreement(NamedTuple):
    """Where the sources disagree about this role, and the reading that is scored by."""

    name: str
    says: str
    reading: str


class RoleCard(NamedTuple):
    """Everything a role's card shows."""

    id: str
    name: str
    aliases: tuple[str, ...]
    line: Line
    core_question: str
    stands_up: Section
    contrast: Contrast
    sections: tuple[Section, ...]
    relay: Section
    disagreements: tuple[Disagreement, ...]
    sources: Section


class RelayLeg(NamedTuple):
    """One role in the relay: its line, the stages it must stand up in, to whom it hands over what."""

    name: str
    aliases: tuple[str, ...]
    line: Line
    core_question: str
    stages: tuple[str, ...]
    hands_over: tuple[str, ...]


class Relay(NamedTuple):
    """All roles in the order of the relay."""

    stages: tuple[str, ...]
    legs: tuple[RelayLeg, ...]


def role_card(book: RoleBook, role: Role) -> RoleCard:
    """Return the card of one role."""
    sections = (
        Section("止步于", role.does_not_answer_for),
        Section("通常被考核", role.kpi),
        Section("常听见的话", tuple(f"“{sentence}”" for sentence in role.says)),
        Section("容易掉进的坑", role.traps),
        Section("靠什么本事", role.capabilities),
        Section("往哪里走", role.career),
    )
    return RoleCard(
        id=role.id,
        name=role.name,
        aliases=role.aliases,
        line=book.line(role.line),
        core_question=role.core_question,
        stands_up=Section("什么时候必须站出来", moments(book, role)),
        contrast=Contrast(Section("平时忙的（职责）", role.duties), Section("出了事要认的（责任）", role.answers_for)),
        sections=tuple(section for section in sections if section.entries),
        relay=_handovers(book, role),
        disagreements=disagreements(book, [role]),
        sources=sources(book, role.concepts),
    )


def moments(book: RoleBook, role: Role) -> tuple[str, ...]:
    """Return when the role must stand up, each with its stage."""
    return tuple(f"{book.stage(moment.stage).name}：{moment.when}" for moment in role.stands_up)


def disagreements(book: RoleBook, roles: Iterable[Role]) -> tuple[Disagreement, ...]:
    """Return where the sources disagree about at least one of the roles."""
    concerned = {role.id for role in roles}
    return tuple(
        Disagreement(tension.name, tension.says, tension.reading)
        for tension in book.tensions
        if not concerned.isdisjoint(tension.roles)
    )


def sources(book: RoleBook, concepts: Iterable[str]) -> Section:
    """Return the essays these concepts come from."""
    cited = {concept.split("/")[0] for concept in concepts}
    entries = (
        f"《{essay.title}》" + (f"（{essay.published}）" if essay.published else "")
        for essay in book.essays
        if essay.id in cited
    )
    return Section("出处", tuple(entries))


def relay(book: RoleBook) -> Relay:
    """Return all roles as a relay over the stages."""
    return Relay(tuple(stage.name for stage in book.stages), tuple(_leg(book, role) for role in book.roles))


def _leg(book: RoleBook, role: Role) -> RelayLeg:
    stages = {moment.stage for moment in role.stands_up}
    return RelayLeg(
        name=role.name,
        aliases=role.aliases,
        line=book.line(role.line),
        core_question=role.core_question,
        stages=tuple(stage.name for stage in book.stages if stage.id in stages),
        hands_over=tuple(f"{book.role(handover.to).name}：{handover.what}" for handover in role.hands_over),
    )


def _handovers(book: RoleBook, role: Role) -> Section:
    before = [
        f"从{giver.name}接过：{handover.what}"
        for giver in book.roles
        for handover in giver.hands_over
        if handover.to == role.id
    ]
    after = [f"交给{book.role(handover.to).name}：{handover.what}" for handover in role.hands_over]
    return Section("接力", (*before, *after))
