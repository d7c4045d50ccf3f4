"""Whatever is answered in whatever tool, what comes back is what was answered."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.characters import plain_name
from rolecheck.bank.items import NONE_FITS, Bank, Item
from rolecheck.exchange.forms.answer_file import SUMS, ReadOptions, read_answer_file, usable
from rolecheck.exchange.forms.cells import is_no_name
from rolecheck.exchange.forms.respondents import sheet_text
from rolecheck.exchange.questionnaire import NO_TITLE, has_second, questionnaire
from rolecheck.exchange.sheet import read_sheet
from rolecheck.measure.forms import fixed_form
from rolecheck.session.session import Form, Response
from tests.builders import shipped
from tests.exchange.forms.small_bank import BANK, ITEMS
from tests.exchange.forms.tools import TOOLS, Answered

names = st.text(st.characters(codec="utf-8", categories=["Lo", "Lu", "Ll"]), min_size=1, max_size=8).filter(
    lambda name: not is_no_name(name) and name.lower() not in SUMS
)


@st.composite
def people(draw: st.DrawFn, bank: Bank, items: tuple[Item, ...]) -> list[Answered]:
    called = draw(st.lists(names, min_size=1, max_size=4, unique_by=plain_name))
    return [Answered(name, draw(answers(bank, items))) for name in called]


@st.composite
def answers(draw: st.DrawFn, bank: Bank, items: tuple[Item, ...]) -> dict[str, str]:
    chosen = {"title": draw(st.sampled_from([*(role.id for role in bank.roles.roles), NO_TITLE]))}
    for number, item in enumerate(items):
        letters = draw(st.permutations(item.letters))
        # Nobody who answered nothing comes back at all.
        if number == 0 or draw(st.booleans()):
            chosen[item.id] = letters[0]
            if item.takes_none_fits and draw(st.integers(0, 3)) == 0:
                chosen[item.id] = NONE_FITS
            elif has_second(item):
                chosen[f"{item.id}:2"] = draw(st.sampled_from([letters[1], "none"]))
    return chosen


def expected(person: Answered, items: tuple[Item, ...]) -> set[Response]:
    return {
        Response(item.id, person.chosen[item.id], second if second != "none" else None)
        for item in items
        if item.id in person.chosen
        for second in [person.chosen.get(f"{item.id}:2", "none")]
    }


def title(person: Answered) -> str | None:
    return None if person.chosen["title"] == NO_TITLE else person.chosen["title"]


@pytest.mark.parametrize("tool", TOOLS)
@given(data=st.data())
def test_what_is_answered_in_a_tool_comes_back(tmp_path: Path, tool: str, data: st.DataObject) -> None:
    asked = data.draw(people(BANK, ITEMS))
    form = questionnaire(BANK, ITEMS, second=True)
    path = tmp_path / "answers"
    path.write_bytes(TOOLS[tool](form, asked))

    back = usable(read_answer_file(path, BANK, ReadOptions()))

    assert [(person.name, person.title, set(person.responses)) for person in back] == [
        (person.name, title(person), expected(person, ITEMS)) for person in asked
    ]


@pytest.mark.parametrize("tool", TOOLS)
def test_the_shipped_bank_comes_back_too(tmp_path: Path, tool: str) -> None:
    bank = shipped()
    items = fixed_form(bank, Form.FULL, 0)
    form = questionnaire(bank, items, second=True)
    one = {item.id: item.answers[number % len(item.answers)] for number, item in enumerate(items)}
    person = Answered("王五", {"title": bank.roles.roles[0].id, **one})
    path = tmp_path / "answers"
    path.write_bytes(TOOLS[tool](form, [person]))

    filled = read_answer_file(path, bank, ReadOptions())

    assert filled.problems == ()
    assert set(filled.people[0].responses) == expected(person, items)
    assert set(filled.items) == {item.id for item in items}


@given(data=st.data())
def test_the_sheet_written_is_the_sheet_read(tmp_path: Path, data: st.DataObject) -> None:
    asked = data.draw(people(BANK, ITEMS))
    path = tmp_path / "answers"
    path.write_bytes(TOOLS["wjx by text"](questionnaire(BANK, ITEMS, second=True), asked))
    filled = read_answer_file(path, BANK, ReadOptions())
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(sheet_text(BANK, filled.items, filled.people), encoding="utf-8-sig", newline="")

    rows = list(read_sheet(sheet, BANK))

    assert [(row.respondent, row.title, set(row.responses)) for row in rows] == [
        (person.name, person.title, set(person.responses)) for person in filled.people
    ]
    assert {row.seconds for row in rows} == {86.0}
