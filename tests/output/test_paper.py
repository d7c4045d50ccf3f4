"""A form on paper, and the page of what an import found."""

from html.parser import HTMLParser

import pytest
from syrupy.assertion import SnapshotAssertion

from rolecheck.bank.items import Bank
from rolecheck.output.form_import import import_page
from rolecheck.output.paper import render_paper
from rolecheck.output.terminal import Page
from rolecheck.report.form_import import ImportReport, PersonRead, column_read, import_report
from rolecheck.report.paper import paper
from rolecheck.typesetting import width
from tests.builders import line_item, make_bank, make_item, shipped
from tests.exchange.forms.small_bank import BANK, ITEMS
from tests.output.test_documents import HOSTILE, HtmlFile
from tests.output.test_pages import TextFile


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
    found.feed(render_paper(paper(bank, bank.items)))
    return found


def test_paper(snapshot: SnapshotAssertion) -> None:
    assert render_paper(paper(BANK, ITEMS)) == snapshot.use_extension(HtmlFile)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_bank_becomes_anything_but_text(text: str) -> None:
    tame, hostile = line_item("moment", ["line-0", "line-1"]), line_item("moment", ["line-0", "line-1"])
    options = tuple(option._replace(text=text) for option in hostile.options)
    hostile = hostile._replace(stem=text, options=options)

    before, after = elements(make_bank(2, [tame])), elements(make_bank(2, [hostile]))

    assert after.begun == before.begun
    assert after.attributes == before.attributes


def test_the_key_stands_on_a_page_of_its_own_and_the_sheets_do_not_give_it_away() -> None:
    sheets, _, key = render_paper(paper(BANK, ITEMS)).partition('<section class="key">')

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


def report(*, problems: tuple[str, ...] = ()) -> ImportReport:
    return import_report(
        source="作答.csv",
        layout="认作：问卷星，CSV（GBK）",
        columns=[
            column_read("A", "序号", "不用"),
            column_read("G", "1、怎么称呼你？可以不填", "名字"),
            column_read("AA", "3、上线前一天晚上，客户说再等等。明天还切不切？你先做：〔hw3c〕", "launch-night"),
            column_read("AB", "4、上面这题，其次像你的是哪一个？〔hw3c-2〕", "launch-night 其次"),
        ],
        people=[PersonRead(2, "王五", "项目经理", 5, 5, 4), PersonRead(3, "第3行", "", 1, 5, 0)],
        notes=["“张伟”答了 2 次，用最后交的第 10 行，第 4 行没有算进来。是不同的人就加 --keep-all。"],
        problems=problems,
    )


@pytest.fixture
def pages(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(TextFile)


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize(
    "problems", [(), ("作答.csv:4:9: I 列“3、……”：“我不知道”和这题的哪一项都不像。",)], ids=["good", "bad"]
)
def test_import_page(pages: SnapshotAssertion, columns: int, problems: tuple[str, ...]) -> None:
    lines = [line.plain for line in import_page(report(problems=problems), Page(columns))]

    assert all(width(line) <= columns for line in lines)
    assert "\n".join(lines) == pages
