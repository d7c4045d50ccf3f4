"""Nobody may find the line by the length of a text.

Two kinds of rules: what a reader can hold in one look (absolute, in characters), and whether some line's options are
longer or shorter than the others' (relative, over the bank).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from rolecheck.bank.checks.counts import (
    KEYED,
    extreme_shares,
    is_designed,
    keys_of,
    mean_lengths,
    offers,
    options_per_item,
)
from rolecheck.bank.checks.findings import Finding, Group, Subject, error, warning
from rolecheck.bank.checks.wording import FACET_NAMES, name_of, percent
from rolecheck.bank.items import Facet, Item

STEM = (40, 90)
OPTION = (12, 34)
MOST_RATIO = 1.5
"""The longest option of an item over its shortest."""

MEAN_SLACK = 0.05
"""How far a key's mean may lie from the facet's, as a share of it."""

EXTREME_SLACK = 0.06
"""How far a key's share of longest or shortest options may lie from an even one."""

LEAST_OFFERS = 4
"""A key offered less often has no mean worth speaking of."""


def check_stems(subject: Subject) -> Iterator[Finding]:
    """Each stem of a responsibility item is a moment, not a word and not a page."""
    for item in subject.bank.of(Facet.RESPONSIBILITY):
        size = len(item.stem)
        if not STEM[0] <= size <= STEM[1]:
            remedy = "请写清谁想要什么、哪里不对" if size < STEM[0] else "请只留一个时刻，删掉旁枝"
            text = f"{item.id} 的题干 {size} 个字，{STEM[0]} 到 {STEM[1]} 个字才好一眼读完。{remedy}。"
            yield warning(Group.LENGTH, subject.places.questions, ("items", item.id, "stem"), text)


def check_options(subject: Subject) -> Iterator[Finding]:
    """Each option has a readable length, and none towers over the others of its item."""
    for item in subject.bank.items:
        for letter, option in zip(item.letters, item.options, strict=True):
            if not OPTION[0] <= len(option.text) <= OPTION[1]:
                should = f"应在 {OPTION[0]} 到 {OPTION[1]} 之间"
                text = f"{item.id} 的选项 {letter} 有 {len(option.text)} 个字，{should}。请改写。"
                yield warning(Group.LENGTH, subject.places.questions, ("items", item.id, "options", letter), text)
        yield from _check_ratio(subject, item)


def _check_ratio(subject: Subject, item: Item) -> Iterator[Finding]:
    sizes = {letter: len(option.text) for letter, option in zip(item.letters, item.options, strict=True)}
    longest, shortest = max(sizes, key=lambda letter: sizes[letter]), min(sizes, key=lambda letter: sizes[letter])
    if sizes[longest] > MOST_RATIO * sizes[shortest]:
        text = (
            f"{item.id} 里最长的选项 {longest}（{sizes[longest]} 个字）是最短的 {shortest}（{sizes[shortest]} 个字）的 "
            f"{sizes[longest] / sizes[shortest]:.1f} 倍，不应超过 {MOST_RATIO}。请截长补短。"
        )
        yield error(Group.LENGTH, subject.places.questions, ("items", item.id, "options", longest), text)


def check_means(subject: Subject) -> Iterator[Finding]:
    """No key's options are longer or shorter than the others' on the whole."""
    for facet in KEYED:
        items = subject.bank.of(facet)
        level = error if is_designed(subject.bank, subject.bank.of(facet)) else warning
        means, offered = mean_lengths(items), offers(items)
        whole = sum(means[key] * offered[key] for key in means) / max(offered.total(), 1)
        for key in keys_of(subject.bank, facet):
            if offered[key] < LEAST_OFFERS or abs(means[key] - whole) <= MEAN_SLACK * whole:
                continue
            now, wanted = ("长", "短") if means[key] > whole else ("短", "长")
            off = percent(abs(means[key] / whole - 1))
            text = (
                f"{FACET_NAMES[facet]}里{name_of(subject.bank, key)}的选项平均 {means[key]:.1f} 个字，"
                f"比全体的 {whole:.1f} {now} {off}，最多差 {percent(MEAN_SLACK)}。请把它的选项改{wanted}些。"
            )
            yield level(Group.LENGTH, subject.places.questions, ("items",), text)


def check_extremes(subject: Subject) -> Iterator[Finding]:
    """The longest and the shortest option of an item belong to each key about as often."""
    for facet in KEYED:
        items = subject.bank.of(facet)
        for word, extreme in (("最长", max), ("最短", min)):
            outside = [
                f"{name_of(subject.bank, key)} {share * 100:.1f} %（应在 {low * 100:.1f}–{high * 100:.1f}）"
                for key, share, low, high in _shares(subject, items, extreme)
                if not low - 1e-9 <= share <= high + 1e-9
            ]
            if outside:
                text = (
                    f"{FACET_NAMES[facet]}里，{word}的选项在各线之间不够匀。出现时当{word}的占："
                    f"{'、'.join(outside)}。请换几道题的{word}选项。"
                )
                yield warning(Group.LENGTH, subject.places.questions, ("items",), text)


def _shares(
    subject: Subject, items: Sequence[Item], extreme: Callable[[Iterable[int]], int]
) -> Iterator[tuple[str, float, float, float]]:
    """Yield the keys offered often enough, each with its share and the least and most it may have."""
    if not items:
        return
    band, offered = fair_share(len(subject.bank.roles.lines), options_per_item(items)), offers(items)
    shares = extreme_shares(items, extreme)
    for key in keys_of(subject.bank, items[0].facet):
        if offered[key] >= LEAST_OFFERS:
            # With few offers the next even count may lie outside the band.
            slack = max(band.slack, 1 / offered[key])
            yield key, shares[key], max(band.middle - slack, 0.0), band.middle + slack


class Band(NamedTuple):
    """A share and how far from it is let pass."""

    middle: float
    slack: float


def fair_share(lines: int, options: float) -> Band:
    """Return how often a key may be the longest of its item.

    One over the number of lines; but where an item shows far fewer or more options than that, the keys together
    could not keep to it, and the middle is one over the number of options.
    """
    per_line, per_option = 1 / lines, 1 / options
    near = abs(per_line - per_option) <= EXTREME_SLACK * 2 / 3
    return Band(per_line if near else per_option, EXTREME_SLACK)
