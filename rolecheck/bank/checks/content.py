"""What an item must bring besides its options: a debrief that covers them, one right judgement, its concepts."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields

from rolecheck.bank.checks.counts import line_keys
from rolecheck.bank.checks.findings import Finding, Group, Measured, Subject, error, warning
from rolecheck.bank.items import Bank, Facet

LEAST_JUDGED = 2
"""How many items judge the same thing, or set the same trap, before a mistake can be told from a slip."""


def check_debriefs(subject: Subject) -> Iterator[Finding]:
    """Each debrief speaks of every line its item offers, by what the line is called."""
    book = subject.bank.roles
    for item in subject.bank.items:
        lines = [book.line(key) for key in line_keys(item)]
        silent = [line.short for line in lines if line.short not in item.debrief and line.name not in item.debrief]
        if silent:
            text = f"{item.id} 的讲评没有提到{'、'.join(silent)}。请说清每条线的选项为什么站在那里。"
            yield error(Group.DEBRIEF, subject.places.questions, ("items", item.id, "debrief"), text)


def check_judgements(subject: Subject) -> Iterator[Finding]:
    """Each judgement item has exactly one right option; each thing judged and each trap returns at least once."""
    bank, file = subject.bank, subject.places.questions
    items = bank.of(Facet.JUDGEMENT)
    for item in items:
        right = [letter for letter in item.letters if item.option(letter).credit == 1]
        if len(right) != 1:
            found = f"有 {len(right)} 个（{'、'.join(right)}）" if right else "一个也没有"
            text = f"{item.id} 里 credit 为 1 的选项应恰好一个，现在{found}。请改 credit。"
            yield error(Group.JUDGEMENT, file, ("items", item.id, "options"), text)
    if not items:
        return
    judged = Counter(one for item in items for one in item.judges)
    trapped = Counter(trap for item in items for trap in {option.trap for option in item.options if option.trap})
    for id_, name in bank.judgements.items():
        if judged[id_] < LEAST_JUDGED:
            text = f"判断点“{name}”只有 {judged[id_]} 道题在考，至少要 {LEAST_JUDGED} 道。请补题，或补上 judges。"
            yield warning(Group.JUDGEMENT, file, ("judgements", id_), text)
    for trap in bank.traps.values():
        if trapped[trap.id] < LEAST_JUDGED:
            text = f"误读“{trap.name}”只有 {trapped[trap.id]} 道题设了，至少要 {LEAST_JUDGED} 道。请补上这样的选项。"
            yield warning(Group.JUDGEMENT, file, ("traps", trap.id), text)


def measure_judgements(bank: Bank) -> Iterator[Measured]:
    """Yield how many items judge what is judged least, and set the trap that is set least."""
    items = bank.of(Facet.JUDGEMENT)
    judged = Counter(one for item in items for one in item.judges)
    trapped = Counter(trap for item in items for trap in {option.trap for option in item.options if option.trap})
    for id_, name, counts in (
        ("judged", "判断题：考得最少的判断点", [judged[id_] for id_ in bank.judgements]),
        ("trapped", "判断题：设得最少的误读", [trapped[id_] for id_ in bank.traps]),
    ):
        if items and counts:
            least = min(counts)
            yield Measured(id_, name, least, f"{least} 道", f"≥ {LEAST_JUDGED}", least >= LEAST_JUDGED)


def check_concepts(subject: Subject) -> Iterator[Finding]:
    """Each concept of the essays is carried somewhere."""
    carried = carried_concepts(subject.bank)
    for essay in subject.bank.roles.essays:
        for concept in essay.concepts:
            if f"{essay.id}/{concept}" not in carried:
                text = (
                    f"概念 {essay.id}/{concept} 没有落到任何地方。请写进讲到它的角色、对照格、题目或建议的 concepts。"
                )
                yield error(Group.CONCEPTS, subject.places.roles, ("essays", essay.id, "concepts", concept), text)


def carried_concepts(bank: Bank) -> frozenset[str]:
    """Return every concept that some record of the bank names, whatever kind of record it is."""
    declared = {f"{essay.id}/{concept}" for essay in bank.roles.essays for concept in essay.concepts}
    records = [getattr(bank, field.name) for field in fields(bank)]
    return frozenset(declared & set(_references(records)))


def _references(value: object) -> Iterator[str]:
    """Yield what stands in fields called ``concepts``, or ``between`` (of tensions), however deep."""
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        for name, part in zip(value._fields, value, strict=True):
            if name in {"concepts", "between"} and isinstance(part, tuple):
                yield from part
            else:
                yield from _references(part)
    elif isinstance(value, Mapping):
        yield from _references(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _references(part)
