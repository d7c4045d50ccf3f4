"""What the single responses say: at which stage on which line, which of them carried the verdict, how they judged."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from rolecheck.bank.items import NONE_FITS, Bank, Facet, Item
from rolecheck.bank.roles import STAND_BACK, Line
from rolecheck.measure.acceptance import Judgement
from rolecheck.measure.scoring import Profile
from rolecheck.measure.summary import Evidence
from rolecheck.measure.verdict import Verdict
from rolecheck.report.personal.conclusion import evidence_claim
from rolecheck.report.wording import quote
from rolecheck.session.session import Response, Session

SHOWN = 3
"""Responses shown on either side of the evidence."""

TELLING = 0.1
"""Weight (nats) from which a response is worth showing: the odds move by a tenth."""


@dataclass(frozen=True, slots=True)
class StageRow:
    """First choices at one stage: lines with their counts, most first; how often one stepped back or nothing fitted."""

    stage: str
    asked: int
    lines: tuple[tuple[str, int], ...]
    stand_back: int
    none_fits: int = 0


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One response: ``number`` in the order of answering, ``factor`` by which it moves the odds of the conclusion."""

    number: int
    stage: str
    moment: str
    choices: tuple[tuple[str, str], ...]
    """First and perhaps second choice: the line's short name, and the option's text."""
    factor: float
    effect: str
    """Between two lines in favour of the line the response pulls to, else in favour of the conclusion."""


@dataclass(frozen=True, slots=True)
class EvidenceReading:
    """How to read the responses that say most: what those that support and those that oppose show, and their effect."""

    supporting: str
    opposing: str
    note: str


@dataclass(frozen=True, slots=True)
class JudgedItem:
    """One judgement item as answered: its credit, what was chosen, what the trap is called, and the debrief."""

    moment: str
    chosen: str
    credit: float
    trap: str
    debrief: str


def stage_rows(bank: Bank, session: Session) -> tuple[StageRow, ...]:
    """Return the stages that were asked about, in their order."""
    chosen: dict[str, Counter[str]] = {stage.id: Counter() for stage in bank.roles.stages}
    for response in session.responses:
        item = bank.by_id[response.item]
        if item.facet is Facet.RESPONSIBILITY and item.stage is not None:
            key = NONE_FITS if response.none_fits else item.option(response.first).key or STAND_BACK
            chosen[item.stage][key] += 1
    return tuple(_stage_row(bank, stage, counts) for stage, counts in chosen.items() if counts)


def _stage_row(bank: Bank, stage: str, counts: Counter[str]) -> StageRow:
    chosen = ((key, count) for key, count in counts.most_common() if key not in {STAND_BACK, NONE_FITS})
    lines = tuple((bank.roles.line(key).short, count) for key, count in chosen)
    return StageRow(bank.roles.stage(stage).name, counts.total(), lines, counts[STAND_BACK], counts[NONE_FITS])


def most_chosen(bank: Bank, profile: Profile, stages: Sequence[StageRow]) -> tuple[Line, int] | None:
    """Return the line that was first choice most often, and how often; of several the likeliest."""
    counts = Counter[str]()
    for row in stages:
        counts.update(dict(row.lines))
    ranked = [bank.roles.lines[number] for number in profile.responsibility.ranking]
    line = max(ranked, key=lambda line: counts[line.short])
    return (line, counts[line.short]) if counts else None


def telling(bank: Bank, profile: Profile) -> EvidenceReading:
    """Return how to read the evidence; between two lines each has its moments, and neither speaks against anything."""
    first, second = (bank.roles.lines[number].short for number in profile.responsibility.ranking[:2])
    match profile.verdict:
        case Verdict.BETWEEN:
            note = "只列分量最重的几题；×2 是说，这一题让它拉向的那条线胜算翻倍"
            return EvidenceReading(f"哪些时刻拉向{first}线", f"哪些时刻拉向{second}线", note)
        case Verdict.STANDS_BACK:
            heading = "哪些作答最说明问题"
        case Verdict.NAMED | Verdict.UNCLEAR | Verdict.OUTSIDE:
            heading = f"为什么是{first}线，不是{second}线"
    claim = evidence_claim(bank, profile)
    note = f"只列分量最重的几题；×2 是说，这一题让“{claim}”的胜算翻倍，÷2 是减半"
    return EvidenceReading(heading, "也有对不上的", note)


def evidence_rows(
    bank: Bank, session: Session, profile: Profile, evidence: Sequence[Evidence]
) -> tuple[tuple[EvidenceRow, ...], tuple[EvidenceRow, ...]]:
    """Return the responses that spoke most for the conclusion and most against it."""
    number = {response.item: place for place, response in enumerate(session.responses, 1)}
    loud: Sequence[Evidence] = sorted(
        (each for each in evidence if abs(each.weight) >= TELLING), key=lambda each: -each.weight
    )
    if profile.verdict in {Verdict.NAMED, Verdict.BETWEEN}:
        loud = _choosing_it(bank, profile, loud)
    both_ways = profile.verdict is Verdict.BETWEEN
    rows = [_evidence_row(bank, number[each.response.item], each, both_ways=both_ways) for each in loud]
    supporting = tuple(row for row in rows if row.factor > 1)[:SHOWN]
    opposing = tuple(row for row in reversed(rows) if row.factor < 1)[:SHOWN]
    if profile.verdict in {Verdict.OUTSIDE, Verdict.UNCLEAR}:
        return (), ()
    return supporting, opposing


def _choosing_it(bank: Bank, profile: Profile, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """Return where the line that the response speaks for was chosen first.

    A third choice weighs too, for it was preferred to what was on offer, and so does a second one; to a reader neither
    explains anything.
    """
    first, second = (bank.roles.lines[number].id for number in profile.responsibility.ranking[:2])
    return [
        weighed
        for weighed in evidence
        if bank.by_id[weighed.response.item].option(weighed.response.first).key
        == (first if weighed.weight > 0 else second)
    ]


def judged_rows(bank: Bank, session: Session, judgement: Judgement) -> tuple[JudgedItem, ...]:
    """Return every judgement item that was answered, what earned least first."""
    chosen = {response.item: response.first for response in session.responses}
    return tuple(
        JudgedItem(
            moment=quote(reading.item),
            chosen=reading.item.option(chosen[reading.item.id]).text,
            credit=reading.credit,
            trap="" if reading.trap is None else bank.traps[reading.trap].name,
            debrief=reading.item.debrief,
        )
        for reading in sorted(judgement.readings, key=lambda reading: reading.credit)
    )


def _evidence_row(bank: Bank, number: int, evidence: Evidence, *, both_ways: bool) -> EvidenceRow:
    item = bank.by_id[evidence.response.item]
    factor = exp(evidence.weight)
    return EvidenceRow(
        number=number,
        stage=bank.roles.stage(item.stage).name if item.stage else "",
        moment=quote(item),
        choices=_choices(bank, item, evidence.response),
        factor=factor,
        effect=_effect(factor, both_ways=both_ways),
    )


def _effect(factor: float, *, both_ways: bool) -> str:
    if factor > 1:
        return f"×{factor:.1f}"
    return f"×{1 / factor:.1f}" if both_ways else f"÷{1 / factor:.1f}"


def _choices(bank: Bank, item: Item, response: Response) -> tuple[tuple[str, str], ...]:
    return tuple((_short(bank, item, letter), item.option(letter).text) for letter in response.letters)


def _short(bank: Bank, item: Item, letter: str) -> str:
    return bank.roles.key_name(item.option(letter).key or STAND_BACK)
