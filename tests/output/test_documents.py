"""Cards and comparisons as files: nothing a stranger wrote becomes anything but text."""

from collections import Counter
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from rolecheck.bank.loading_roles import load_roles
from rolecheck.bank.lookup import find_role, find_roles
from rolecheck.bank.shipped import shipped_folder
from rolecheck.output.acceptance_document import acceptance_document
from rolecheck.output.document import (
    Bullets,
    Cell,
    Document,
    Heading,
    Note,
    Paragraph,
    Row,
    Statement,
    Step,
    Steps,
    Table,
    TwoColumns,
    visible,
)
from rolecheck.output.html import render_html
from rolecheck.output.markdown import render_markdown
from rolecheck.output.role_documents import card_document, comparison_document
from rolecheck.report.comparison import UNSAID, compare
from rolecheck.report.role import role_card
from tests.conftest import Accepting

BOOK = load_roles(shipped_folder())
COMPARED = comparison_document(compare(BOOK, find_roles(BOOK, ["项目经理", "项目推进"])))
CARD = card_document(role_card(BOOK, find_role(BOOK, "交付经理")))
ALL = comparison_document(compare(BOOK, BOOK.roles))

HOSTILE = [
    "<script>alert(1)</script>",
    "[点这里](https://example.org)",
    "![图](x.png)",
    "https://example.org/a_b",
    "www.example.org",
    "a@example.org",
    "*粗* _斜_ ~~删~~ `码` $x$",
    "| 多 | 一格 |",
    "# 标题 #",
    "1. 一",
    "12) 十二",
    "- 条",
    "+ 条",
    "---",
    "===",
    "> 引",
    "&lt;b&gt; &#60;",
    "\\*",
    "{{ document }} {% raw %}",
    '" onmouseover="x',
    "看\u202e图\u200b",
    "两\n行\t字",
]


class MarkdownFile(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "md"


class HtmlFile(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "html"


def test_card_as_markdown(snapshot: SnapshotAssertion) -> None:
    assert render_markdown(CARD) == snapshot.use_extension(MarkdownFile)


def test_comparison_as_markdown(snapshot: SnapshotAssertion) -> None:
    assert render_markdown(COMPARED) == snapshot.use_extension(MarkdownFile)


def test_comparison_as_a_web_page(snapshot: SnapshotAssertion) -> None:
    assert render_html(COMPARED) == snapshot.use_extension(HtmlFile)


@pytest.mark.parametrize("render", [render_markdown, render_html])
def test_an_acceptance_check_as_a_file_says_all_that_the_terminal_says(
    accepting: Accepting, render: Callable[[Document], str]
) -> None:
    answers = {"floor-spread": "是 夜里重启会丢单", "expectation-signature": "是", "room-make-up": "否"}
    report = accepting("理赔系统二期", **answers)
    text = unescape(render(acceptance_document(report))).replace("\\", "")
    details = [detail for section in report.sections for entry in section.entries for detail in entry.details]
    rules = [rule for section in report.sections for rule in section.rules]
    for said in ("理赔系统二期", report.statement, report.because, report.closing, "夜里重启会丢单", *details, *rules):
        assert said in text


def document_of(text: str) -> Document:
    """Return a document that holds the text in every place a text can stand."""
    bullets = Bullets(text, (text, text))
    return Document(
        text,
        (
            Heading(text),
            Paragraph(text),
            Paragraph(text, text),
            bullets,
            TwoColumns(bullets, bullets),
            Table(text, (text,), (Row(text, (Cell((text,)),)), Row(text, (Cell((text, text), quiet=True),)))),
            Statement(text, text, warns=True),
            Steps(text, (Step(text, (text, text), text), Step(text)), (text,)),
            Note(text),
        ),
    )


texts = st.one_of(st.text(min_size=1), st.text(alphabet="ab 1.)#*_`[]()<>|~&\\-+=:/@!\n项", min_size=1))


def inline(token: Token) -> str:
    """Return the text of an inline token; what is not text, strong or a break is named."""
    known = {"text", "text_special", "strong_open", "strong_close", "html_inline"}
    pieces = []
    for child in token.children or []:
        breaks = child.type == "html_inline" and child.content == "<br>"
        named = child.type not in known or (child.type == "html_inline" and not breaks)
        pieces.append(f"«{child.type}»" if named else "\n" if breaks else child.content)
    return "".join(pieces)


@example("#").via("closes a heading")
@settings(deadline=None)
@given(texts)
def test_markdown_shows_any_text_as_it_is(text: str) -> None:
    seen = visible(text)
    if not seen:
        return
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(render_markdown(document_of(text)))
    shown = Counter(piece for token in tokens if token.type == "inline" for piece in inline(token).split("\n"))
    # The empty one is the corner of the table.
    assert shown == {seen: 27, f"{seen}：{seen}": 2, "": 1}


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_of_a_hostile_text_has_the_same_blocks_as_of_a_harmless_one(text: str) -> None:
    parse = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse
    blocks = [token.type for token in parse(render_markdown(document_of(text)))]
    assert blocks == [token.type for token in parse(render_markdown(document_of("项目")))]


@pytest.mark.parametrize("text", ["https://example.org", "www.example.org", "a@example.org"])
def test_markdown_leaves_nothing_a_site_would_make_a_link_of(text: str) -> None:
    assert text not in render_markdown(document_of(text))


class Reader(HTMLParser):
    """Collects tags with their attributes, and texts outside style."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.attributes: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.attributes += [value or "" for name, value in attrs if name in {"data-column", "aria-label"}]

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "style":
            return
        if data.strip():
            self.texts.append(data.strip())


def read_html(text: str) -> Reader:
    reader = Reader()
    reader.feed(render_html(document_of(text)))
    return reader


TAGS = read_html("项目").tags


@example("</title><script>").via("ends the title")
@settings(deadline=None)
@given(texts)
def test_a_web_page_shows_any_text_as_it_is(text: str) -> None:
    seen = visible(text)
    reader = read_html(text)
    assert reader.tags == TAGS
    assert set(reader.attributes) == {seen}
    assert {piece for piece in reader.texts if piece != seen} <= {seen + seen}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_web_page_of_a_hostile_text_has_the_same_tags_as_of_a_harmless_one(text: str) -> None:
    assert read_html(text).tags == TAGS


@pytest.mark.parametrize("document", [CARD, COMPARED, ALL])
def test_a_web_page_stands_alone_and_fetches_nothing(document: Document) -> None:
    page = render_html(document)
    assert page.startswith('<!doctype html>\n<html lang="zh-CN">')
    assert "default-src 'none'" in page
    assert not any(word in page for word in ("http:", "https:", "<script", "<link", "<img", "@import", "url("))


def test_a_web_page_names_what_each_row_and_column_is() -> None:
    page = render_html(COMPARED)
    assert page.count('scope="col"') == 2 * 2
    assert page.count('scope="row"') == 3 + len(BOOK.dimensions)
    assert page.count("<h1>") == 1


def test_both_files_say_what_the_sources_leave_unsaid() -> None:
    unsaid = sum(len(BOOK.roles) - len(dimension.cells) for dimension in BOOK.dimensions)
    assert unsaid > 0
    assert render_markdown(ALL).count(UNSAID) == unsaid
    assert render_html(ALL).count('class="quiet"><div>\n' + UNSAID) == unsaid
