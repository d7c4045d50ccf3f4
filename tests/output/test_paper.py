"""A form on paper."""

from html.parser import HTMLParser

import pytest
from syrupy.assertion import SnapshotAssertion

from rolecheck.bank.items import Bank
from rolecheck.exchange.questionnaire import paper
from rolecheck.output.html import paper_text
from tests.builders import line_item, make_bank, make_item, shipped
from tests.exchange.forms.small_bank import BANK, ITEMS
from tests.output.test_files import HOSTILE
from tests.pages import HtmlFile


class Elements(HTMLParser):
    """Collects the elements that begin, with their attributes, and the text between them."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[str] = []
        self.attributes: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.begun.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def elements(bank: Bank) -> Elements:
    found = Elements()
    found.feed(paper_text(paper(bank, bank.items)))
    return found


def test_paper(snapshot: SnapshotAssertion) -> None:
    assert paper_text(paper(BANK, ITEMS)) == snapshot.use_extension(HtmlFile)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_bank_becomes_anything_but_text(text: str) -> None:
    tame, hostile = line_item("moment", ["line-0", "line-1"]), line_item("moment", ["line-0", "line-1"])
    options = tuple(option._replace(text=text) for option in hostile.options)
    hostile = hostile._replace(stem=text, options=options)

    before, after = elements(make_bank(2, [tame])), elements(make_bank(2, [hostile]))

    assert after.begun == before.begun
    assert after.attributes == before.attributes


def test_the_key_stands_on_a_page_of_its_own_and_the_sheets_do_not_give_it_away() -> None:
    sheets, _, key = paper_text(paper(BANK, ITEMS)).partition('<section class="key">')

    assert ".key { break-before: page;" in sheets
    assert "退后" in key
    assert "退后" not in sheets
    assert not any(f">{line.short}<" in sheets for line in BANK.roles.lines)


def test_the_key_says_for_every_letter_what_it_stands_for() -> None:
    rows = paper(BANK, ITEMS).key

    assert rows[0].options == ("line-3", "line-4", "line-1", "line-2", "退后")
    assert rows[-1].options == ("0 分", "1 分", "0.5 分")
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]


def test_every_item_carries_the_code_it_is_typed_under() -> None:
    printed = paper(shipped(), shipped().items)

    assert [row.code for row in printed.key] == [question.code for question in printed.questions]


def test_a_judgement_is_answered_with_one_letter() -> None:
    assert [question.second for question in paper(BANK, ITEMS).questions] == [True, True, True, True, False]


def test_options_of_any_number_have_their_place_in_the_key() -> None:
    one = make_item("one", [line_item("x", ["line-0"]).options[0]])
    six = line_item("six", ["line-0", "line-1"] * 3)

    assert paper(make_bank(2, [one, six]), [one, six]).letters == "ABCDEF"
