"""Is every line, and every pair of lines, asked about as often as the others?

What is offered more often is chosen more often, and two lines that never meet are never told apart. Counts are
compared with one another and not with those of the shipped bank; where they cannot all be equal, one more or less is
let pass. A bank with fewer items than there are ways to choose the lines of one is told so as a warning.

What can be counted is told by `rolecheck bank stats` too. Keys are ids of lines, or ``none`` for standing back.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import ceil, comb
from statistics import mean

from rolecheck.bank.checks import FACET_NAMES, Finding, RuleFigure, RuleGroup, Subject, error, warning
from rolecheck.bank.items import KEYED, Bank, Facet, Item
from rolecheck.bank.roles import STAND_BACK, STAND_BACK_NAME

FRAMING_SLACK = 0.1
"""How far the share of a framing may lie from an even one."""


LETTER_SLACK = 2
"""How far apart the counts of a key at its letters may lie, however few there are."""


ITEMS = ("items",)


Pair = tuple[str, str]


def keys_of(bank: Bank, facet: Facet) -> tuple[str, ...]:
    """Return the lines in relay order, and standing back last if the facet's items offer it."""
    lines = tuple(line.id for line in bank.roles.lines)
    offered = any(option.key == STAND_BACK for item in bank.of(facet) for option in item.options)
    return (*lines, STAND_BACK) if offered else lines


def line_keys(item: Item) -> tuple[str, ...]:
    """Return the lines an item offers, in letter order."""
    return tuple(option.key for option in item.options if option.key and option.key != STAND_BACK)


def offers(items: Iterable[Item]) -> Counter[str]:
    """Count how many items offer each key."""
    return Counter(option.key for item in items for option in item.options if option.key)


def pairs(bank: Bank, items: Iterable[Item]) -> dict[Pair, int]:
    """Count how many items offer each pair of lines, pairs that never meet included; in relay order."""
    lines = [line.id for line in bank.roles.lines]
    met = Counter(pair for item in items for pair in combinations(sorted(line_keys(item), key=lines.index), 2))
    return {pair: met[pair] for pair in combinations(lines, 2)}


def full_set(bank: Bank, items: Sequence[Item]) -> int:
    """Return how many items it takes to ask every choice of lines once, at the usual number of lines per item."""
    usual = Counter(len(line_keys(item)) for item in items).most_common(1)
    return comb(len(bank.roles.lines), usual[0][0]) if usual else 0


def is_designed(bank: Bank, items: Sequence[Item]) -> bool:
    """Tell whether there are items enough for the counts to be even; with fewer they can only be nearly so."""
    return bool(items) and len(items) >= max(full_set(bank, items), 2 * len(bank.roles.lines))


def letters(items: Iterable[Item]) -> dict[str, Counter[str]]:
    """Count for each key at which stable letter it stands."""
    counts: dict[str, Counter[str]] = {}
    for item in items:
        for letter, option in zip(item.letters, item.options, strict=True):
            counts.setdefault(option.key or "", Counter())[letter] += 1
    return counts


def mean_lengths(items: Iterable[Item]) -> dict[str, float]:
    """Return the mean number of characters of each key's options."""
    lengths: dict[str, list[int]] = {}
    for item in items:
        for option in item.options:
            lengths.setdefault(option.key or "", []).append(len(option.text))
    return {key: mean(values) for key, values in lengths.items()}


def framings(bank: Bank, facet: Facet) -> Mapping[str, int]:
    """Count the items of each framing of a facet, unused ones included."""
    used = Counter(item.framing for item in bank.of(facet))
    return {framing.id: used[framing.id] for framing in bank.framings.values() if framing.facet is facet}


def options_per_item(items: Sequence[Item]) -> float:
    """Return how many options an item has on average."""
    return mean(len(item.options) for item in items)


def check_lines(subject: Subject) -> Iterator[Finding]:
    """Each line is offered as often as every other."""
    for facet, items in _facets(subject.bank):
        counts = {line: offers(items)[line] for line in _lines(subject.bank)}
        never = [subject.bank.roles.key_name(line) for line, count in counts.items() if not count]
        if never and facet is Facet.RESPONSIBILITY:
            text = f"责任题里一个选项也没有的线：{'、'.join(never)}，测不出来。请给它们出题。"
            yield error(RuleGroup.DESIGN, subject.places.questions, ITEMS, text)
        elif _uneven(counts):
            shares = _listed({subject.bank.roles.key_name(line): count for line, count in counts.items()})
            text = f"{FACET_NAMES[facet]}里各条线出现的次数不一样：{shares}。请把多的换成少的。"
            yield _finding(subject, facet, text)


def check_pairs(subject: Subject) -> Iterator[Finding]:
    """Each pair of lines meets in as many items as every other pair."""
    for facet, items in _facets(subject.bank):
        counts = {
            f"{subject.bank.roles.key_name(first)}和{subject.bank.roles.key_name(second)}": count
            for (first, second), count in pairs(subject.bank, items).items()
        }
        never = [pair for pair, count in counts.items() if not count]
        if never:
            shown = "、".join(never[:6]) + ("等" if len(never) > 6 else "")
            text = f"{FACET_NAMES[facet]}里有 {len(never)} 对线从不同题：{shown}。比不出高低，请放进同一题。"
            yield _finding(subject, facet, text)
        elif is_designed(subject.bank, items) and _uneven(counts):
            usual = sorted(counts.values())[len(counts) // 2]
            rest = _listed({pair: count for pair, count in counts.items() if count != usual})
            text = (
                f"{FACET_NAMES[facet]}里每两条线同题的次数不一样，多数是 {usual} 次，例外是：{rest}。请调换选项的线。"
            )
            yield _finding(subject, facet, text)


def check_stages(subject: Subject) -> Iterator[Finding]:
    """Each stage has as many items, and offers each line as often."""
    bank, items = subject.bank, subject.bank.of(Facet.RESPONSIBILITY)
    by_stage = {stage: [item for item in items if item.stage == stage.id] for stage in bank.roles.stages}
    sizes = {stage.name: len(own) for stage, own in by_stage.items()}
    if _uneven(sizes):
        text = f"各阶段的责任题一样多才好，现在是：{_listed(sizes)}。请给少的补题。"
        yield _finding(subject, Facet.RESPONSIBILITY, text)
    for stage, own in by_stage.items():
        counts = {bank.roles.key_name(line): offers(own)[line] for line in _lines(bank)}
        if own and _uneven(counts):
            text = f"{stage.name}阶段的责任题里，各条线出现的次数不一样：{_listed(counts)}。请在这个阶段里调换。"
            yield _finding(subject, Facet.RESPONSIBILITY, text)


def check_framings(subject: Subject) -> Iterator[Finding]:
    """Each framing asks about an even share of the responsibility items."""
    counts = framings(subject.bank, Facet.RESPONSIBILITY)
    total, fair = sum(counts.values()), 1 / max(len(counts), 1)
    if any(abs(count - fair * total) > max(FRAMING_SLACK * total, 1) for count in counts.values()):
        text = f"责任题的几种问法应各占约 {fair:.0%}，现在是：{_listed(counts)}。请把多的改成少的那种问法。"
        yield warning(RuleGroup.DESIGN, subject.places.questions, ITEMS, text)


def check_letters(subject: Subject) -> Iterator[Finding]:
    """Each key stands at every letter about as often."""
    for facet, _ in _facets(subject.bank):
        for key, counts, allowed in _at_letters(subject.bank, facet):
            if _spread(counts) > allowed:
                name = subject.bank.roles.key_name(key)
                text = f"{FACET_NAMES[facet]}里{name}的选项总站在那几个字母上：{_listed(counts)}。请在新题里换位置。"
                yield warning(RuleGroup.DESIGN, subject.places.questions, ITEMS, text)


def _at_letters(bank: Bank, facet: Facet) -> Iterator[tuple[str, dict[str, int], int]]:
    """Yield each key, how often it stands at each letter, and how far apart these counts may lie."""
    items = bank.of(facet)
    at_letters = letters(items)
    usable = max((item.letters for item in items), key=len)
    for key in (key for key in keys_of(bank, facet) if key in at_letters):
        counts = {letter: at_letters[key][letter] for letter in usable}
        yield key, counts, max(LETTER_SLACK, ceil(sum(counts.values()) / len(usable) / 2))


def _spread(counts: Mapping[str, int]) -> int:
    return max(counts.values()) - min(counts.values())


def check_stand_backs(subject: Subject) -> Iterator[Finding]:
    """Each responsibility item lets one stand back: without it, everybody is made to stand up somewhere."""
    for item in _without_stand_back(subject.bank):
        text = f"{item.id} 没有{STAND_BACK_NAME}（{STAND_BACK}）的选项，等于逼人人站出来。请加一个。"
        yield error(RuleGroup.DESIGN, subject.places.questions, ("items", item.id, "options"), text)


def _without_stand_back(bank: Bank) -> list[Item]:
    return [item for item in bank.of(Facet.RESPONSIBILITY) if all(option.key != STAND_BACK for option in item.options)]


def measure_design(bank: Bank) -> Iterator[RuleFigure]:
    """Yield how evenly the bank offers what it offers, beside what is let pass."""
    missing = len(_without_stand_back(bank))
    yield RuleFigure("stand-back", f"没有{STAND_BACK_NAME}选项的责任题", missing, f"{missing} 道", "0", not missing)
    for facet, items in _facets(bank):
        name = FACET_NAMES[facet]
        for id_, what, counts in (
            ("lines", "各线出现次数", {line: offers(items)[line] for line in _lines(bank)}),
            ("pairs", "两线同题次数", {"/".join(pair): count for pair, count in pairs(bank, items).items()}),
        ):
            yield _evenness(f"{facet}-{id_}", f"{name}：{what}", counts)
        key, counts, allowed = max(_at_letters(bank, facet), key=lambda kept: _spread(kept[1]) - kept[2])
        what, apart = f"{name}：最偏的线在各字母", _spread(counts)
        shown, limit = f"{bank.roles.key_name(key)} 差 {apart}", f"最多差 {allowed}"
        yield RuleFigure(f"{facet}-letters", what, apart, shown, limit, apart <= allowed)
    items = bank.of(Facet.RESPONSIBILITY)
    by_stage = {stage.id: [item for item in items if item.stage == stage.id] for stage in bank.roles.stages}
    if by_stage and items:
        yield _evenness("stages", "责任题：各阶段题数", {stage: len(own) for stage, own in by_stage.items()})
    used = framings(bank, Facet.RESPONSIBILITY)
    if used and items:
        off = max(abs(count / len(items) - 1 / len(used)) for count in used.values())
        slack = max(FRAMING_SLACK, 1 / len(items))
        shown, limit = f"{off * 100:.0f} 个百分点", f"≤ {slack * 100:.0f}"
        yield RuleFigure("framings", "责任题：问法离均分最远的", round(off, 4), shown, limit, off <= slack)


def _evenness(id_: str, name: str, counts: Mapping[str, int]) -> RuleFigure:
    shown, spread = f"{min(counts.values())} – {max(counts.values())}", _spread(counts)
    unavoidable = 1 if sum(counts.values()) % len(counts) else 0
    return RuleFigure(id_, name, spread, shown, f"最多差 {unavoidable}", spread <= unavoidable)


def _facets(bank: Bank) -> Iterator[tuple[Facet, tuple[Item, ...]]]:
    return ((facet, items) for facet in KEYED if (items := bank.of(facet)))


def _lines(bank: Bank) -> list[str]:
    return [line.id for line in bank.roles.lines]


def _uneven(counts: Mapping[str, int]) -> bool:
    unavoidable = 1 if sum(counts.values()) % len(counts) else 0
    return _spread(counts) > unavoidable


def _finding(subject: Subject, facet: Facet, text: str) -> Finding:
    items = subject.bank.of(facet)
    if is_designed(subject.bank, items):
        return error(RuleGroup.DESIGN, subject.places.questions, ITEMS, text)
    text += _why_few(subject.bank, items)
    return warning(RuleGroup.DESIGN, subject.places.questions, ITEMS, text)


def _why_few(bank: Bank, items: Sequence[Item]) -> str:
    lines, usual = len(bank.roles.lines), max(len(line_keys(item)) for item in items)
    return f"（{lines} 条线每题摆 {usual} 条，共 {full_set(bank, items)} 种摆法，题数不足一轮时只能尽量匀。）"


def _listed(counts: Mapping[str, int]) -> str:
    return "，".join(f"{name} {count}" for name, count in counts.items())
