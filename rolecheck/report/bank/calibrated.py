"""What calibration found, in words: which items to rewrite first, and how many answers are still missing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil
from typing import Any, NamedTuple

from rolecheck.bank.calibration import Calibration
from rolecheck.bank.checks import FACET_NAMES
from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.measure.calibration.estimate import LEAST_ANSWERS
from rolecheck.measure.calibration.findings import FALSE_DISCOVERIES, Calibrated, CalibrationFinding, FindingKind
from rolecheck.report.page import Command, Entry, Headline, Listing, Page, Sentence, part, quiet
from rolecheck.typesetting import percent

TITLE = "校准题库"

WOULD_BRING = 300
"""Answers to an item at which an option's attractiveness is known well enough to act on."""

ERROR_THEN = 0.12
"""The standard error of the logarithm of an option's attractiveness with so many (simulated, docs/scale.md)."""

NOT_CLAIMED = "讨喜只和同一条线的别的选项比：整条线的说法都顺耳，和大家真的都扛这条线，多少份作答也分不开。"


class ItemRemark(NamedTuple):
    """One thing found, as it is told: of which item, and in a sentence."""

    item: str
    text: str
    group: tuple[str, str] | None


class Shortage(NamedTuple):
    """How many answers the items of a facet have: the fewest, on average, and in how many people's sheets."""

    facet: Facet
    items: int
    enough: int
    least: int
    mean: float
    people: int

    @property
    def more(self) -> int | None:
        """How many more people like these it takes until the usual item has enough; None where nobody answered any."""
        return ceil(self.people * LEAST_ANSWERS / self.mean) - self.people if self.mean else None


class CalibrationReport(NamedTuple):
    """What `rolecheck bank calibrate` shows."""

    bank: str
    people: int
    used: int
    told: tuple[ItemRemark, ...]
    shortages: tuple[Shortage, ...]
    spreads: Mapping[str, tuple[float, float]]
    widths: Mapping[str, tuple[float, float]]


def shortage(bank: Bank, facet: Facet, answers: Mapping[str, int], people: int) -> Shortage:
    """Return how far the answers to a facet's items reach."""
    counts = [answers.get(item.id, 0) for item in bank.of(facet)]
    enough = sum(count >= LEAST_ANSWERS for count in counts)
    return Shortage(facet, len(counts), enough, min(counts), sum(counts) / len(counts), people)


def missing_sentence(short: Shortage) -> str:
    """Say how many answers are missing until a facet's items can be calibrated; nothing where none are."""
    name = FACET_NAMES[short.facet]
    if short.least >= LEAST_ANSWERS:
        return ""
    counts = f"每道{name}平均 {short.mean:.0f} 份作答，最少的一道 {short.least} 份；校准题库要每题 {LEAST_ANSWERS} 份"
    if short.more is None:
        return f"{name}还没有人答过；校准题库要每题 {LEAST_ANSWERS} 份。"
    more = f"，照这样再收约 {short.more} 个人的就够" if short.more > 0 else "，少的几道先不估"
    return f"{counts}{more}。"


def refusal(shortages: Sequence[Shortage]) -> str:
    """Say why nothing is estimated, and what more answers would bring."""
    missing = "".join(map(missing_sentence, shortages))
    gain = f"到每题 {WOULD_BRING} 份，一个选项讨喜多少的误差约 {percent(ERROR_THEN)}，讨喜得多了一半的就认得出来。"
    return f"作答还不够，什么都没有估：{missing}{gain}"


def told_of(bank: Bank, findings: Iterable[CalibrationFinding]) -> tuple[ItemRemark, ...]:
    """Return what was found in words, items together, the surest item first."""
    by_item: dict[str, list[CalibrationFinding]] = {}
    for finding in findings:
        by_item.setdefault(finding.item, []).append(finding)
    return tuple(
        ItemRemark(item, _sentence(bank, bank.by_id[item], finding), finding.group)
        for item, own in by_item.items()
        for finding in own
    )


def calibration_report(
    bank: Bank, calibrated: Mapping[Facet, Calibrated], people: int, used: int, shortages: Sequence[Shortage]
) -> CalibrationReport:
    """Return everything calibration came to."""
    findings = sorted((one for each in calibrated.values() for one in each.findings), key=lambda one: one.chance)
    return CalibrationReport(
        bank=f"题库 {bank.version}（{bank.digest}）",
        people=people,
        used=used,
        told=told_of(bank, findings),
        shortages=tuple(shortages),
        spreads={facet.value: (one.spread.factor, one.spread.error) for facet, one in calibrated.items()},
        widths={facet.value: (one.fit.width, one.fit.sensitivity_width) for facet, one in calibrated.items()},
    )


def calibration_page(report: CalibrationReport, written: str) -> Page:
    """Return the page: what to rewrite, where groups differ, what is missing, and how to use what was written."""
    items = len({remark.item for remark in report.told})
    answer = f"先改 {items} 道题" if items else "没有发现要改的题"
    used = "" if report.used == report.people else f"，抽出 {report.used} 份来估"
    own = part("要改的题", _listing(remark for remark in report.told if remark.group is None))
    groups = part("各组不一样的地方", _listing(remark for remark in report.told if remark.group is not None))
    lacking = [sentence for short in report.shortages if (sentence := missing_sentence(short))]
    return Page(
        TITLE,
        (
            Headline(answer, f"{report.people} 份作答{used}"),
            *own,
            *groups,
            *part("还差多少作答", *map(Sentence, lacking)),
            *quiet(*_reading(report)),
            Command("用上校准：把它和题库放在一起", written),
        ),
        report.bank,
    )


def calibration_data(report: CalibrationReport) -> dict[str, Any]:
    """Return everything as plain data."""
    return {
        "schema": "rolecheck.bank-calibrate/1",
        "bank": report.bank,
        "people": report.people,
        "used": report.used,
        "findings": [
            {"item": remark.item, "text": remark.text, "group": None if remark.group is None else list(remark.group)}
            for remark in report.told
        ],
        "answers": [
            {
                "facet": short.facet.value,
                "items": short.items,
                "enough": short.enough,
                "least": short.least,
                "mean": round(short.mean, 1),
                "more_people": short.more,
            }
            for short in report.shortages
        ],
        "spreads": {name: {"factor": factor, "error": error} for name, (factor, error) in report.spreads.items()},
        "differ": {
            name: {"attractiveness": attractive, "sensitivity": sensitive}
            for name, (attractive, sensitive) in report.widths.items()
        },
    }


def calibrated_sentence(calibration: Calibration) -> str:
    """Say what a bank's calibration rests on."""
    items = f"{len(calibration.items)} 道题用上了估出来的数"
    outdated = len(calibration.outdated)
    changed = f"；{outdated} 道题后来改过或删了，原来的数不再用" if outdated else ""
    return f"校准：{calibration.date}，{calibration.people} 份作答，题库 {calibration.bank}，{items}{changed}。"


def _listing(remarks: Iterable[ItemRemark]) -> Listing:
    by_item: dict[str, list[str]] = {}
    for remark in remarks:
        by_item.setdefault(remark.item, []).append(remark.text)
    return Listing(tuple(Entry(texts[0], item, tuple(texts[1:])) for item, texts in by_item.items()), numbered=True)


def _reading(report: CalibrationReport) -> Iterator[str]:
    yield f"括号里是两个标准误以内。看过的每一处放在一起算，说出来的里面，错的最多约 {percent(FALSE_DISCOVERIES)}。"
    yield NOT_CLAIMED
    for facet, (factor, error) in report.spreads.items():
        attractive, _ = report.widths[facet]
        name = FACET_NAMES[Facet(facet)]
        apart = f"人和人差得有模型预想的 {factor:.2f} 倍（误差 {error:.2f}）"
        yield f"{name}：{apart}，选项讨喜差得有 {attractive:.2f}（对数的标准差）。"


def _sentence(bank: Bank, item: Item, finding: CalibrationFinding) -> str:
    times, interval = f"{finding.estimate:.2g} 倍", f"{finding.low:.2g} 到 {finding.high:.2g}"
    counted = f"{finding.people} 人里照理约 {finding.expected:.0f} 人选，实际 {finding.taken:.0f} 人"
    option = "" if finding.letter is None else _option(bank, item, finding.letter)
    match finding.kind:
        case FindingKind.DRAWS:
            return f"{option}太讨喜：{counted}，机会是同一条线别的选项的 {times}（{interval}）。"
        case FindingKind.AVOIDED:
            return f"{option}没什么人肯选：{counted}，机会只有同一条线别的选项的 {times}（{interval}）。"
        case FindingKind.APART:
            says = f"选不选它，看不出偏不偏这条线（{finding.estimate:.2g}，{interval}；一般的选项是 1）"
            return f"{option}和它那条线不大相干：{says}。"
        case FindingKind.TELLS_LITTLE:
            return f"整道题问不出人：它分得开人的劲头只有一般题的 {times}（{interval}）。"
        case FindingKind.DIFFERS:
            column, value = finding.group or ("", "")
            more = "更爱选" if finding.estimate > 1 else "更少选"
            among = f"各条线占比一样的人里，机会是大家的 {times}（{interval}）"
            return f"{column}是“{value}”的{more} {option}：{among}，{counted}。"


def _option(bank: Bank, item: Item, letter: str) -> str:
    return f"{letter}（{bank.roles.key_name(item.option(letter).key or '')}）"
