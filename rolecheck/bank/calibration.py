"""What answers have taught about a bank: ``calibration.yaml``, which a bank's folder may hold.

Written by ``rolecheck bank calibrate``, read wherever the bank is. Estimates are factors; errors are standard errors of
their logarithms. Each item is known by its words too: one that was rewritten afterwards is a new one, about which
nothing is known yet.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rolecheck.bank.characters import harmless
from rolecheck.bank.files import CALIBRATION, FORMAT, read_file
from rolecheck.bank.items import LETTERS, Bank, Facet, Item
from rolecheck.bank.problems import Problems
from rolecheck.bank.reading import Fields, read_keys
from rolecheck.bank.values import Once, Value
from rolecheck.errors import BadInputError

LEAST, MOST = 1e-3, 1e3
"""A factor beyond these is no estimate."""

MOST_ERROR = 10.0


class FactorEstimate(NamedTuple):
    """A factor, and the standard error of its logarithm."""

    factor: float
    error: float


class ItemCalibration(NamedTuple):
    """What is known of one item: how much it tells, and how attractive each option is, by letter."""

    answers: int
    sensitivity: FactorEstimate
    attractiveness: Mapping[str, FactorEstimate]


class Calibration(NamedTuple):
    """Everything in the file that still fits the bank.

    ``bank`` is the version that was answered, ``people`` how many answered, ``spreads`` how much they differ, by facet.
    ``findings`` are what was found wrong with items, an id and a sentence each. ``outdated`` are the items of the file
    that the bank has no longer, or has in other words.
    """

    bank: str
    people: int
    date: str
    spreads: Mapping[Facet, FactorEstimate]
    items: Mapping[str, ItemCalibration]
    findings: tuple[tuple[str, str], ...] = ()
    outdated: tuple[str, ...] = ()


def text_mark(item: Item) -> str:
    """Return eight hex digits that tell an item's words and keys from others."""
    content = [item.stem, item.framing, *([option.key, option.text] for option in item.options)]
    return hashlib.sha256(json.dumps(content).encode("ascii")).hexdigest()[:8]


def read_calibration(folder: Path, bank: Bank) -> Calibration:
    """Return the calibration in a bank's folder.

    Raises:
        BadInputError: it cannot be used; carries every problem in it.
    """
    path = folder / CALIBRATION
    problems = Problems(str(path))
    read = read_file(path, problems, partial(_calibration, bank=bank))
    if read is None or problems.found():
        raise BadInputError(problems.found())
    return read


def calibration_text(bank: Bank, calibration: Calibration) -> str:
    """Return the file's text."""
    return "\n".join(_written(bank, calibration)) + "\n"


def _written(bank: Bank, calibration: Calibration) -> Iterator[str]:
    yield "# rolecheck bank calibrate 写的：从作答里估出来的。每一对数：倍数，和它的对数的标准误。"
    yield "# 没有列出的题照没有校准过算。改过字的题，这里的数自动不再用。"
    yield f"format: {FORMAT}"
    yield f"bank: {json.dumps(calibration.bank, ensure_ascii=False)}"
    yield f"people: {calibration.people}"
    yield f'date: "{calibration.date}"'
    yield "spreads:"
    for facet, spread in calibration.spreads.items():
        yield f"  {facet.value}: {_pair(spread)}"
    yield "items:"
    for name, own in calibration.items.items():
        yield f"  - id: {name}"
        yield f'    text: "{text_mark(bank.by_id[name])}"'
        yield f"    answers: {own.answers}"
        yield f"    sensitivity: {_pair(own.sensitivity)}"
        options = ", ".join(f"{letter}: {_pair(estimate)}" for letter, estimate in own.attractiveness.items())
        yield f"    attractiveness: {{{options}}}"
    yield f"findings:{'' if calibration.findings else ' []'}"
    for name, text in calibration.findings:
        yield f"  - {{item: {name}, text: {json.dumps(text, ensure_ascii=False)}}}"


def _pair(estimate: FactorEstimate) -> str:
    return f"[{estimate.factor:.4f}, {estimate.error:.4f}]"


def _calibration(top: Fields, bank: Bank) -> Calibration:
    version, date = top.text("bank"), top.text("date")
    people = _count(top, "people")
    spreads = {}
    for value in top.table("spreads") or ():
        name = value.name()
        if name in {facet.value for facet in Facet if facet is not Facet.JUDGEMENT}:
            spreads[Facet(name)] = _estimate(value)
        elif name:
            value.complain("不是能校准的侧面。这里只能写 responsibility、duty、kpi。")
    once = Once("同一道题只能写一次。请删掉一个。")
    items = top.each("items", partial(_item, once=once), least=0)
    fitting = {name: own for name, mark, own in items if name in bank.by_id and mark == text_mark(bank.by_id[name])}
    outdated = tuple(name for name, _, _ in items if name not in fitting)
    findings = top.each("findings", lambda fields: (fields.text("item"), fields.text("text")), least=0)
    fitting_findings = tuple((name, text) for name, text in findings if name in fitting)
    return Calibration(version, people, date, spreads, fitting, fitting_findings, outdated)


def _item(fields: Fields, once: Once) -> tuple[str, str, ItemCalibration]:
    value = fields.need("id")
    name = "" if value is None else value.identifier()
    once.note(name, value)
    options = fields.need("attractiveness")
    group = None if options is None else options.group()
    attractiveness = {}
    for letter, own in {} if group is None else read_keys(group, fields.problems).items():
        if len(letter) != 1 or letter not in LETTERS:
            own.complain(f"“{harmless(letter)}”不是选项的字母。这里写 A、B、C……")
            continue
        attractiveness[letter] = _estimate(own)
    sensitivity = fields.need("sensitivity")
    return (
        name,
        fields.text("text"),
        ItemCalibration(
            _count(fields, "answers"),
            FactorEstimate(1.0, 0.0) if sensitivity is None else _estimate(sensitivity),
            attractiveness,
        ),
    )


def _count(fields: Fields, key: str) -> int:
    value = fields.need(key)
    number = None if value is None else value.number()
    if value is None or number is None:
        return 0
    if number != int(number) or number < 0:
        value.complain(f"应是人数或份数，这里却是 {number:g}。写 0 或正整数。")
        return 0
    return int(number)


def _estimate(value: Value) -> FactorEstimate:
    """Return a pair of numbers: a factor and an error."""
    pair = value.items(2, 2)
    numbers = [value.number() for value in pair or []]
    if pair is None or len(numbers) != 2 or None in numbers:
        return FactorEstimate(1.0, 0.0)
    factor, error = (number or 0.0 for number in numbers)
    if not LEAST <= factor <= MOST:
        pair[0].complain(f"是 {factor:g}，不像一个倍数。应在 {LEAST:g} 到 {MOST:g} 之间。重新校准一次。")
    if not 0 <= error <= MOST_ERROR:
        pair[1].complain(f"是 {error:g}，不像标准误。应在 0 到 {MOST_ERROR:g} 之间。重新校准一次。")
    return FactorEstimate(factor, error)
