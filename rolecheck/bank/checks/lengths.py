"""What a tired reader takes in at once, and nobody may find a line by the length of a text.

The budgets are those of reading: a moment, its question and its options on one screen and in one go, with few parts
between commas and hardly a figure to keep in mind. What goes over them is an error, for whatever needs a second reading
measures reading. Besides, no line's options may be longer or shorter than the others'.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from statistics import mean
from typing import NamedTuple

from rolecheck.bank.checks import FACET_NAMES, Finding, RuleFigure, RuleGroup, Subject, error, warning
from rolecheck.bank.checks.design import is_designed, keys_of, mean_lengths, offers
from rolecheck.bank.items import KEYED, Bank, Facet, Item
from rolecheck.typesetting import percent


class Budget(NamedTuple):
    """Characters, punctuation counted: least and most of a stem and of an option, and means over a facet's items.

    ``item`` is of stem, question and options together, ``option_mean`` of an option, ``longest`` of any one item; None
    where there is no such limit.
    """

    stem: tuple[int, int]
    option: tuple[int, int]
    item: float
    option_mean: float | None = None
    longest: int | None = None


_WEEK = Budget((20, 35), (8, 18), 100)

BUDGETS: Mapping[Facet, Budget] = {
    Facet.RESPONSIBILITY: Budget((25, 42), (10, 20), 122, 16.5, 135),
    Facet.DUTY: _WEEK,
    Facet.KPI: _WEEK,
    Facet.JUDGEMENT: Budget((30, 50), (8, 20), 112),
}


MOST_RATIO = 1.6
"""The longest option of an item over its shortest."""


MEAN_SLACK = 0.10
"""How far a key's mean may lie from the facet's, as a share of it."""


EXACT = 1e-9
"""What a quotient may be off by rounding."""


LEAST_OFFERS = 4
"""A key offered less often has no mean worth speaking of."""


MOST_DEBRIEF = 85
"""Characters of a debrief: what a lead reads out in one breath or two."""


MOST_STEM_PARTS, MOST_OPTION_PARTS = 4, 2

MOST_STEM_FIGURES, MOST_OPTION_FIGURES = 1, 0


_BETWEEN = re.compile(r"[，,；;：:。！!？?…—]+")

_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")

_WORD = re.compile(r"\w")


ITEMS = ("items",)


def size(bank: Bank, item: Item) -> int:
    """Return the characters of an item with its question and options."""
    return len(item.stem) + len(bank.framings[item.framing].ask) + sum(len(option.text) for option in item.options)


def parts(text: str) -> int:
    """Return how many pieces the marks divide a text into; 、 only lists, and divides nothing."""
    return sum(bool(_WORD.search(piece)) for piece in _BETWEEN.split(text))


def figures(text: str) -> int:
    """Return how many Arabic figures stand in a text."""
    return len(_FIGURE.findall(text))


def check_stems(subject: Subject) -> Iterator[Finding]:
    """Each stem is one moment, not a word and not a page."""
    for item in subject.bank.items:
        (least, most), length = BUDGETS[item.facet].stem, len(item.stem)
        if not least <= length <= most:
            remedy = "请写清谁想要什么、卡在哪里" if length < least else "请只留一件想要的、一处卡住的，删掉别的"
            text = f"{item.id} 的题干 {length} 个字，应在 {least} 到 {most} 之间。{remedy}。"
            yield error(RuleGroup.LENGTH, subject.places.questions, ("items", item.id, "stem"), text)


def check_options(subject: Subject) -> Iterator[Finding]:
    """Each option is one breath, and none towers over the others of its item."""
    for item in subject.bank.items:
        least, most = BUDGETS[item.facet].option
        for letter, option in zip(item.letters, item.options, strict=True):
            if not least <= len(option.text) <= most:
                remedy = "写全谁做什么" if len(option.text) < least else "只留一个意思"
                text = (
                    f"{item.id} 的选项 {letter} 有 {len(option.text)} 个字，应在 {least} 到 {most} 之间。请{remedy}。"
                )
                yield error(RuleGroup.LENGTH, subject.places.questions, ("items", item.id, "options", letter), text)
        yield from _check_ratio(subject, item)


def _check_ratio(subject: Subject, item: Item) -> Iterator[Finding]:
    sizes = {letter: len(option.text) for letter, option in zip(item.letters, item.options, strict=True)}
    longest, shortest = max(sizes, key=lambda letter: sizes[letter]), min(sizes, key=lambda letter: sizes[letter])
    if _ratio(item) > MOST_RATIO:
        text = (
            f"{item.id} 里最长的选项 {longest}（{sizes[longest]} 个字）是最短的 {shortest}（{sizes[shortest]} 个字）的 "
            f"{_ratio(item):.1f} 倍，不应超过 {MOST_RATIO}。请截长补短。"
        )
        yield error(RuleGroup.LENGTH, subject.places.questions, ("items", item.id, "options", longest), text)


def _ratio(item: Item) -> float:
    sizes = [len(option.text) for option in item.options]
    return max(sizes) / max(min(sizes), 1)


def check_items(subject: Subject) -> Iterator[Finding]:
    """Items of a facet are short on the whole, and no responsibility item is long."""
    bank, file = subject.bank, subject.places.questions
    for facet, items in _facets(bank):
        budget, name = BUDGETS[facet], FACET_NAMES[facet]
        whole, option = _means(bank, items)
        if whole > budget.item:
            text = f"{name}连问句平均 {whole:.1f} 个字，不应超过 {budget.item:g}。请把长的题写短。"
            yield error(RuleGroup.LENGTH, file, ITEMS, text)
        if budget.option_mean is not None and option > budget.option_mean:
            text = f"{name}的选项平均 {option:.1f} 个字，不应超过 {budget.option_mean:g}。请把长的选项写短。"
            yield error(RuleGroup.LENGTH, file, ITEMS, text)
        for item in items:
            if budget.longest is not None and size(bank, item) > budget.longest:
                text = f"{item.id} 连问句和选项 {size(bank, item)} 个字，不应超过 {budget.longest}。请写短。"
                yield error(RuleGroup.LENGTH, file, ("items", item.id), text)


def check_means(subject: Subject) -> Iterator[Finding]:
    """No key's options are longer or shorter than the others' on the whole."""
    for facet in KEYED:
        level = error if is_designed(subject.bank, subject.bank.of(facet)) else warning
        for key, (own, whole) in _key_means(subject.bank, facet).items():
            if abs(own / whole - 1) <= MEAN_SLACK + EXACT:
                continue
            now, wanted = ("长", "短") if own > whole else ("短", "长")
            text = (
                f"{FACET_NAMES[facet]}里{subject.bank.roles.key_name(key)}的选项平均 {own:.1f} 个字，"
                f"比全体的 {whole:.1f} {now} {percent(abs(own / whole - 1))}，最多差 {percent(MEAN_SLACK)}。"
                f"请把它的选项改{wanted}些。"
            )
            yield level(RuleGroup.LENGTH, subject.places.questions, ITEMS, text)


def check_debrief_lengths(subject: Subject) -> Iterator[Finding]:
    """Each debrief can be read out."""
    for item in subject.bank.items:
        if len(item.debrief) > MOST_DEBRIEF:
            text = f"{item.id} 的讲评 {len(item.debrief)} 个字，不应超过 {MOST_DEBRIEF}，念起来才不累。请写短。"
            yield warning(RuleGroup.LENGTH, subject.places.questions, ("items", item.id, "debrief"), text)


def check_sentences(subject: Subject) -> Iterator[Finding]:
    """No stem and no option has more parts, or figures, than are taken in at one reading."""
    file = subject.places.questions
    for path, what, text, most_parts, most_figures in _texts(subject.bank):
        if parts(text) > most_parts:
            complaint = f"{what}有 {parts(text)} 段（按逗号、句号数），最多 {most_parts} 段。请少说一件事。"
            yield error(RuleGroup.SENTENCES, file, path, complaint)
        if figures(text) > most_figures:
            allowed = f"最多 {most_figures} 个" if most_figures else "一个也不要"
            complaint = f"{what}里有 {figures(text)} 个阿拉伯数字，{allowed}。请换成“一半人”“快一个月”这样的话。"
            yield error(RuleGroup.SENTENCES, file, path, complaint)


def measure_lengths(bank: Bank) -> Iterator[RuleFigure]:
    """Yield every figure of these rules beside its limit."""
    for facet, items in _facets(bank):
        yield from _measure_facet(bank, facet, items)
    ratio = max(map(_ratio, bank.items), default=1.0)
    yield RuleFigure(
        "ratio", "一题里最长的选项比最短的", ratio, f"{ratio:.2f} 倍", f"≤ {MOST_RATIO}", ratio <= MOST_RATIO
    )
    longest = max((len(item.debrief) for item in bank.items), default=0)
    yield RuleFigure("debrief", "最长的讲评", longest, f"{longest} 字", f"≤ {MOST_DEBRIEF}", longest <= MOST_DEBRIEF)


def _measure_facet(bank: Bank, facet: Facet, items: Sequence[Item]) -> Iterator[RuleFigure]:
    budget, name = BUDGETS[facet], FACET_NAMES[facet]
    whole, option = _means(bank, items)
    yield _most(f"{facet}-item", f"{name}：连问句平均", whole, budget.item)
    if budget.longest is not None:
        yield _most(f"{facet}-longest", f"{name}：最长的一题", max(size(bank, item) for item in items), budget.longest)
    if budget.option_mean is not None:
        yield _most(f"{facet}-option-mean", f"{name}：选项平均", option, budget.option_mean)
    yield _range(f"{facet}-stem", f"{name}：题干", [len(item.stem) for item in items], budget.stem)
    lengths = [len(option.text) for item in items for option in item.options]
    yield _range(f"{facet}-option", f"{name}：选项", lengths, budget.option)
    off = max((abs(own / mean_ - 1) for own, mean_ in _key_means(bank, facet).values()), default=0.0)
    if facet in KEYED:
        what, limit, holds = f"{name}：长短差得最多的线", f"≤ {percent(MEAN_SLACK)}", off <= MEAN_SLACK + EXACT
        yield RuleFigure(f"{facet}-mean", what, round(off, 4), percent(off), limit, holds)


def measure_sentences(bank: Bank) -> Iterator[RuleFigure]:
    """Yield the figures of these rules beside their limits."""
    stems = [item.stem for item in bank.items]
    options = [option.text for item in bank.items for option in item.options]
    for id_, name, texts, count, most in (
        ("stem-parts", "题干按逗号、句号数，最多的", stems, parts, MOST_STEM_PARTS),
        ("option-parts", "选项按逗号、句号数，最多的", options, parts, MOST_OPTION_PARTS),
        ("stem-figures", "一个题干里的阿拉伯数字，最多的", stems, figures, MOST_STEM_FIGURES),
        ("option-figures", "一个选项里的阿拉伯数字，最多的", options, figures, MOST_OPTION_FIGURES),
    ):
        largest = max(map(count, texts), default=0)
        unit = "段" if count is parts else "个"
        yield RuleFigure(id_, name, largest, f"{largest} {unit}", f"≤ {most}", largest <= most)


def _texts(bank: Bank) -> Iterator[tuple[tuple[str, ...], str, str, int, int]]:
    """Yield each text with its place, what it is, and the most parts and figures it may have."""
    for item in bank.items:
        yield ("items", item.id, "stem"), f"{item.id} 的题干", item.stem, MOST_STEM_PARTS, MOST_STEM_FIGURES
        for letter, option in zip(item.letters, item.options, strict=True):
            path = ("items", item.id, "options", letter)
            yield path, f"{item.id} 的选项 {letter} ", option.text, MOST_OPTION_PARTS, MOST_OPTION_FIGURES


def _most(id_: str, name: str, figure: float, most: float) -> RuleFigure:
    return RuleFigure(id_, name, round(figure, 2), f"{figure:.4g} 字", f"≤ {most:g}", figure <= most)


def _range(id_: str, name: str, lengths: Sequence[int], limits: tuple[int, int]) -> RuleFigure:
    """Return the shortest and the longest beside the limits; the figure is the one farther out."""
    (least, most), low, high = limits, min(lengths), max(lengths)
    figure = low if least - low > high - most else high
    return RuleFigure(id_, name, figure, f"{low} – {high} 字", f"{least} – {most}", least <= low and high <= most)


def _facets(bank: Bank) -> Iterator[tuple[Facet, tuple[Item, ...]]]:
    return ((facet, items) for facet in Facet if (items := bank.of(facet)))


def _means(bank: Bank, items: Sequence[Item]) -> tuple[float, float]:
    """Return the mean characters of an item and of an option."""
    return mean(size(bank, item) for item in items), mean(len(option.text) for item in items for option in item.options)


def _key_means(bank: Bank, facet: Facet) -> dict[str, tuple[float, float]]:
    """Return for each key offered often enough the mean length of its options and that of all."""
    items = bank.of(facet)
    means, offered = mean_lengths(items), offers(items)
    whole = sum(means[key] * offered[key] for key in means) / max(offered.total(), 1)
    return {key: (means[key], whole) for key in keys_of(bank, facet) if offered[key] >= LEAST_OFFERS}
