"""What independent judges, who saw no keys, made of the options: do they read the line that is meant?

Each judge assigned every option of an item to a line (or to standing back) and said which option a manager would most
like to hear, and which one they would least admit. Agreement is told as Cohen's kappa (Cohen 1960) of each judge with
the key, and by majority. Options whose text has changed since are no longer the ones that were judged and are left out.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rolecheck.bank.checks import Finding, RuleFigure, RuleGroup, Subject, error, warning
from rolecheck.bank.checks.design import options_per_item
from rolecheck.bank.items import KEYED, Bank, Facet, Item
from rolecheck.bank.roles import STAND_BACK, STAND_BACK_NAME
from rolecheck.typesetting import percent

LEAST_JUDGES = 3
LEAST_MAJORITY = 0.95
LEAST_EACH = 2 / 3
LEAST_KAPPA = 0.90

MOST_DESIRABLE = 1.4
"""Times an even share of an item's options: 28 % with five."""

LEAST_STAND_BACK = 0.4
"""Times an even share: 8 % with five."""

MOST_RELUCTANT = 1 / 3
"""Share of the items in which standing back may be what one would least admit."""

Place = tuple[str, str]
"""An item's id and a stable letter."""


class OptionJudgement(NamedTuple):
    """What one judge said of one option; ``text`` is the digest of the option as it read then."""

    key: str
    desirable: bool
    reluctant: bool
    text: str


class JudgeSheet(NamedTuple):
    """One judge's sheet."""

    judge: str
    judgements: Mapping[Place, OptionJudgement]


class Judging(NamedTuple):
    """All sheets, when they were filled in, and by whom, in words to be printed beside every figure."""

    date: str
    judges: str
    sheets: tuple[JudgeSheet, ...]


class Blind(NamedTuple):
    """What the sheets show.

    Attributes:
        judged: options that every judge has judged in their present wording.
        majority: share of them whose key more than half of the judges named.
        kappas: by judge.
        misread: options whose key fewer than two of three judges named, with the number who did.
        whole: responsibility items all of whose options are judged.
        desirable: by key, how often such an item's option was the one a manager would most like to hear.
        reluctant: by key, how often it was the one a judge would least admit to choosing.
        changed: options with another text than the one judged.
        unjudged: items that not every judge has judged.
    """

    judged: int
    majority: float
    kappas: Mapping[str, float]
    misread: Mapping[Place, int]
    whole: tuple[Item, ...]
    desirable: Mapping[str, float]
    reluctant: Mapping[str, float]
    changed: tuple[Place, ...]
    unjudged: tuple[str, ...]


def text_digest(text: str) -> str:
    """Return the eight hex digits a sheet keeps of an option's text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def blind(bank: Bank, judging: Judging) -> Blind | None:
    """Return what the sheets show; None if no option of the present bank has been judged by all."""
    keys = {
        (item.id, letter): option
        for item in _keyed(bank)
        for letter, option in zip(item.letters, item.options, strict=True)
    }
    everywhere = [place for place in keys if all(place in sheet.judgements for sheet in judging.sheets)]
    changed = tuple(place for place in everywhere if _has_changed(place, keys[place].text, judging.sheets))
    judged = {place: keys[place].key or "" for place in everywhere if place not in set(changed)}
    if not judged:
        return None
    hits = {place: sum(sheet.judgements[place].key == key for sheet in judging.sheets) for place, key in judged.items()}
    count = len(judging.sheets)
    whole = tuple(
        item for item in bank.of(Facet.RESPONSIBILITY) if all((item.id, letter) in judged for letter in item.letters)
    )
    return Blind(
        judged=len(judged),
        majority=sum(hit * 2 > count for hit in hits.values()) / len(hits),
        kappas={sheet.judge: _kappa(judged, sheet) for sheet in judging.sheets},
        misread={place: hit for place, hit in hits.items() if hit < LEAST_EACH * count - 1e-9},
        whole=whole,
        desirable=_shares(whole, judged, judging.sheets, lambda judgement: judgement.desirable),
        reluctant=_shares(whole, judged, judging.sheets, lambda judgement: judgement.reluctant),
        changed=changed,
        unjudged=tuple(dict.fromkeys(item for item, letter in keys if (item, letter) not in set(everywhere))),
    )


def check_blind(subject: Subject, judging: Judging) -> Iterator[Finding]:
    """The judges read the lines that are meant, and no line is the one everybody wants to hear."""
    result = blind(subject.bank, judging)
    file = subject.places.questions
    if result is None:
        text = "盲评表里没有一个选项是现在题库里的。请按现在的题库重新请人盲评。"
        yield warning(RuleGroup.BLIND, file, ("items",), text)
        return
    if len(judging.sheets) < LEAST_JUDGES:
        text = f"只有 {len(judging.sheets)} 份盲评表，至少要 {LEAST_JUDGES} 份。请再找没看过答案的评审。"
        yield warning(RuleGroup.BLIND, file, ("items",), text)
    yield from _outdated(subject, result)
    yield from _agreement(subject, result, judging)
    yield from _desirability(subject, result, judging)
    yield from _reluctance(subject, result, judging)


def measure_blind(bank: Bank, judging: Judging) -> Iterator[RuleFigure]:
    """Yield the judges' figures beside their limits; nothing where no option of the present bank has been judged."""
    result = blind(bank, judging)
    if result is None:
        return
    majority, kappa, misread = result.majority, min(result.kappas.values()), len(result.misread)
    yield at_least("majority", "盲评：多数评审认对的选项", majority, LEAST_MAJORITY)
    yield RuleFigure("misread", "盲评：认对的不到三分之二的选项", misread, f"{misread} 个", "0", not misread)
    holds = kappa >= LEAST_KAPPA
    yield RuleFigure("kappa", "盲评：最低的 kappa", round(kappa, 4), f"{kappa:.2f}", f"≥ {LEAST_KAPPA:.2f}", holds)
    if not result.whole:
        return
    even = 1 / options_per_item(result.whole)
    lines = {key: share for key, share in result.desirable.items() if key != STAND_BACK}
    liked = max(lines, key=lambda key: lines[key])
    name = f"盲评：领导最爱听的线（{bank.roles.key_name(liked)}）"
    yield at_most("desirable", name, lines[liked], MOST_DESIRABLE * even)
    if STAND_BACK in result.desirable:
        back, name = result.desirable[STAND_BACK], STAND_BACK_NAME
        yield at_least("desirable-back", f"盲评：{name}被评为领导最爱听", back, LEAST_STAND_BACK * even)
        yield at_most("reluctant-back", f"盲评：{name}被评为最不愿承认", result.reluctant[STAND_BACK], MOST_RELUCTANT)


def at_least(id_: str, name: str, share: float, least: float) -> RuleFigure:
    """Return a share beside the least it may be."""
    return RuleFigure(id_, name, round(share, 4), percent(share), f"≥ {percent(least)}", share >= least)


def at_most(id_: str, name: str, share: float, most: float) -> RuleFigure:
    """Return a share beside the most it may be."""
    return RuleFigure(id_, name, round(share, 4), percent(share), f"≤ {percent(most)}", share <= most + 1e-9)


def _outdated(subject: Subject, result: Blind) -> Iterator[Finding]:
    file = subject.places.questions
    by_item: dict[str, list[str]] = {}
    for item, letter in result.changed:
        by_item.setdefault(item, []).append(letter)
    for item, letters in by_item.items():
        text = f"{item} 的选项 {'、'.join(letters)} 在盲评之后改过，没有算进盲评。请把这道题重新盲评。"
        yield warning(RuleGroup.BLIND, file, ("items", item, "options", letters[0]), text)
    yield from items_left_out(subject, RuleGroup.BLIND, result.unjudged, "没有经过全部评审", "请补上盲评")


def items_left_out(
    subject: Subject, group: RuleGroup, items: Sequence[str], how: str, remedy: str
) -> Iterator[Finding]:
    """Note the items that no sheet, or not every one, has anything on."""
    if items:
        shown = "、".join(items[:3]) + ("等" if len(items) > 3 else "")
        text = f"有 {len(items)} 道题{how}：{shown}。{remedy}。"
        yield warning(group, subject.places.questions, ("items", items[0]), text)


def _agreement(subject: Subject, result: Blind, judging: Judging) -> Iterator[Finding]:
    file, count, who = subject.places.questions, len(judging.sheets), f"（{judging.judges}）"
    bank, called = subject.bank, subject.bank.roles.key_name
    if result.majority < LEAST_MAJORITY:
        least = percent(LEAST_MAJORITY)
        text = f"只有 {percent(result.majority)} 的选项，多数评审认出的是题库里的线{who}，至少要 {least}。"
        yield error(RuleGroup.BLIND, file, ("items",), text + "请改写认错的选项，再请新的评审。")
    for (item, letter), hits in result.misread.items():
        key = called(bank.by_id[item].option(letter).key or "")
        seen = dict.fromkeys(called(sheet.judgements[item, letter].key) for sheet in judging.sheets)
        others = "、".join(name for name in seen if name != key)
        text = f"{item} 的选项 {letter} 本是{key}，{count} 个评审里只有 {hits} 个这么认{who}，别的认成{others}。"
        yield error(RuleGroup.BLIND, file, ("items", item, "options", letter), text + "请改写。")
    for judge, kappa in result.kappas.items():
        if kappa < LEAST_KAPPA:
            text = f"评审 {judge}{who}与题库的一致程度（Cohen’s kappa）是 {kappa:.2f}，至少要 {LEAST_KAPPA:.2f}。"
            yield error(RuleGroup.BLIND, file, ("items",), text + "请看他认错的选项，改写后再请新的评审。")


def _desirability(subject: Subject, result: Blind, judging: Judging) -> Iterator[Finding]:
    if not result.whole:
        return
    even = 1 / options_per_item(result.whole)
    for key, share in result.desirable.items():
        name = subject.bank.roles.key_name(key)
        if key == STAND_BACK and share < LEAST_STAND_BACK * even:
            limit, remedy = f"至少要 {percent(LEAST_STAND_BACK * even)}", f"请让{STAND_BACK_NAME}也说得过去"
        elif key != STAND_BACK and share > MOST_DESIRABLE * even:
            limit, remedy = f"不应超过 {percent(MOST_DESIRABLE * even)}", "请减些光彩，或让别的选项更得人心"
        else:
            continue
        where = f"按文字没改过的 {len(result.whole)} 道责任题算，{name}的选项出现时"
        text = f"{where}有 {percent(share)} 被评为领导最想听的（{judging.judges}），{limit}。{remedy}。"
        yield warning(RuleGroup.BLIND, subject.places.questions, ("items",), text)


def _reluctance(subject: Subject, result: Blind, judging: Judging) -> Iterator[Finding]:
    share = result.reluctant.get(STAND_BACK, 0.0)
    if share > MOST_RELUCTANT + 1e-9:
        where = f"按文字没改过的 {len(result.whole)} 道责任题算，{STAND_BACK_NAME}有 {percent(share)} "
        text = (
            f"{where}被评为最不愿承认会选的（{judging.judges}），不应超过 {percent(MOST_RELUCTANT)}。"
            f"请让{STAND_BACK_NAME}说得出口。"
        )
        yield warning(RuleGroup.BLIND, subject.places.questions, ("items",), text)


def _keyed(bank: Bank) -> tuple[Item, ...]:
    return tuple(item for item in bank.items if item.facet in KEYED)


def _has_changed(place: Place, text: str, sheets: Sequence[JudgeSheet]) -> bool:
    return any(sheet.judgements[place].text != text_digest(text) for sheet in sheets)


def _kappa(keys: Mapping[Place, str], sheet: JudgeSheet) -> float:
    """Return Cohen's kappa of the sheet with the key: agreement beyond what the two distributions agree by chance."""
    said = {place: sheet.judgements[place].key for place in keys}
    observed = sum(said[place] == key for place, key in keys.items()) / len(keys)
    meant, named = Counter(keys.values()), Counter(said.values())
    chance = sum(meant[key] * named[key] for key in meant) / len(keys) ** 2
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)


def _shares(
    items: Sequence[Item],
    judged: Mapping[Place, str],
    sheets: Sequence[JudgeSheet],
    is_chosen: Callable[[OptionJudgement], bool],
) -> dict[str, float]:
    """Return how often each key's option was chosen where it was on offer."""
    offered, chosen = Counter[str](), Counter[str]()
    for item in items:
        for place in ((item.id, letter) for letter in item.letters):
            offered[judged[place]] += len(sheets)
            chosen[judged[place]] += sum(is_chosen(sheet.judgements[place]) for sheet in sheets)
    return {key: chosen[key] / count for key, count in offered.items()}
