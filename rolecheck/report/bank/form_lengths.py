"""How long each form is: to read, to answer, and the report that comes after, beside what it may be."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple

from rolecheck.bank.checks import Finding, RuleFigure, RuleGroup, Subject, error
from rolecheck.bank.items import Bank, Item
from rolecheck.measure.administration import administer
from rolecheck.measure.forms import (
    DECIDING,
    FAST,
    SLOW,
    Minutes,
    Reading,
    longest_reading,
    minutes,
    usual_reading,
)
from rolecheck.measure.item_choice import Examiner
from rolecheck.report.page import Row, Table, TableCell, count
from rolecheck.report.personal.report import personal_report
from rolecheck.report.wording import minutes_words
from rolecheck.session.session import FORM_NAMES, Form, Response, Session

NOTE = (
    f"读得快的按每分钟 {FAST} 字、慢的按 {SLOW} 字，每题再加 {DECIDING:g} 秒拿主意；{DECIDING:g} 秒是假定的。"
    "最多：题最多、每题都是最长的。平常：平均问几题、平均多长。报告的字数另算，照一个每题都站在同一头的人的报告数。"
)

LARGEST: Mapping[Form, int] = {Form.QUICK: 1500, Form.STANDARD: 3900}
"""Characters a form may have at its longest."""


class FormLength(NamedTuple):
    """One form at its longest and as it usually is; ``report`` are the characters of a report after it."""

    form: Form
    longest: Reading
    usual: Reading
    report: int


def form_lengths(bank: Bank) -> tuple[FormLength, ...]:
    """Return how long each form is."""
    examiner = Examiner(bank)
    return tuple(
        FormLength(form, longest_reading(bank, form), usual_reading(bank, form), _report_characters(examiner, form))
        for form in Form
    )


def lengths_table(lengths: tuple[FormLength, ...]) -> Table:
    """Return the forms with what there is to read and how long it takes."""
    columns = (
        ("items", "题最多"),
        ("questions", "题干字"),
        ("options", "选项字"),
        ("minutes", "最多"),
        ("usual", "平常"),
        ("report", "报告字"),
    )
    return Table("forms", "卷子多长", NOTE, columns, tuple(_row(length) for length in lengths))


def _row(length: FormLength) -> Row:
    longest, usual = length.longest, length.usual
    cells = (
        count(longest.items),
        count(longest.questions),
        count(longest.options),
        TableCell(None, minutes_words(longest.minutes)),
        TableCell(None, f"{usual.items} 题，{minutes_words(usual.minutes)}"),
        count(length.report),
    )
    return Row(str(length.form), FORM_NAMES[length.form], cells)


def lengths_data(lengths: tuple[FormLength, ...]) -> dict[str, object]:
    """Return the figures for JSON, by form: the form at its longest, and under ``usual`` as it usually is."""
    return {
        str(length.form): {
            **_reading_data(length.longest),
            "questions": length.longest.questions,
            "options": length.longest.options,
            "usual": _reading_data(length.usual),
            "report": {"characters": length.report, "minutes": _ends(minutes(length.report))},
        }
        for length in lengths
    }


def _reading_data(reading: Reading) -> dict[str, object]:
    return {"items": reading.items, "characters": reading.characters, "minutes": _ends(reading.minutes)}


def _ends(range_: Minutes) -> list[float]:
    return [round(end, 1) for end in range_]


def _report_characters(examiner: Examiner, form: Form) -> int:
    """Return the characters of the report of somebody who always takes the relay's last line, with a card."""
    bank = examiner.bank
    session = Session(form, 0, bank.roles.roles[0].id)
    session = administer(examiner, session, lambda step: _answer(bank, step.item), lambda _: None)
    report = personal_report(examiner, session, examiner.measure(session.responses, session.title))
    return sum(map(len, _texts(report)))


def _answer(bank: Bank, item: Item) -> Response:
    """Choose the line that stands last in the relay; on a judgement item, the last option."""
    order = {line.id: number for number, line in enumerate(bank.roles.lines)}
    first, then = sorted(item.letters, key=lambda letter: -order.get(item.option(letter).key or "", -1))[:2]
    return Response(item.id, first, then if item.takes_none_fits else None)


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever a report holds
    """Yield every text of a report, but not what its kinds of conclusion are called in the code."""
    if type(value) is str:
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def check_forms(subject: Subject) -> Iterator[Finding]:
    """No form is longer than somebody tired reads through."""
    for form, most in LARGEST.items():
        longest = longest_reading(subject.bank, form).characters
        if longest > most:
            text = f"{FORM_NAMES[form]}最长时有 {longest} 个字，不应超过 {most}。请把最长的那几题写短。"
            yield error(RuleGroup.LENGTH, subject.places.questions, ("items",), text)


def measure_forms(bank: Bank) -> Iterator[RuleFigure]:
    """Yield how long each form is at its longest, beside what it may be."""
    for form, most in LARGEST.items():
        longest = longest_reading(bank, form).characters
        name = f"{FORM_NAMES[form]}最长时"
        yield RuleFigure(f"form-{form}", name, longest, f"{longest} 字", f"≤ {most}", longest <= most)
