"""Pages as files: every kind of block, and nothing a stranger wrote becomes anything but text."""

from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from syrupy.assertion import SnapshotAssertion

from rolecheck.bank.characters import visible
from rolecheck.output.html import html_text
from rolecheck.output.markdown import markdown_text
from rolecheck.report.page import (
    Aspect,
    Bar,
    Bars,
    Beside,
    Counts,
    Entry,
    Headline,
    Lane,
    LaneEntry,
    Lanes,
    Listing,
    OptionCount,
    Options,
    Order,
    Page,
    Part,
    Quotation,
    Row,
    Sentence,
    Table,
    TableCell,
    Tasks,
    Tone,
    part,
)
from rolecheck.typesetting import width
from tests.pages import EVERYTHING, HtmlFile, TextFile

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


class MarkdownFile(TextFile):
    file_extension = "md"


def test_every_kind_of_block_as_markdown(snapshot: SnapshotAssertion) -> None:
    assert markdown_text(EVERYTHING) == snapshot.use_extension(MarkdownFile)


def test_every_kind_of_block_as_a_web_page(snapshot: SnapshotAssertion) -> None:
    assert html_text(EVERYTHING).partition("<body>")[2] == snapshot.use_extension(HtmlFile)


def test_what_to_type_next_is_in_no_file() -> None:
    assert "rolecheck explain" not in markdown_text(EVERYTHING) + html_text(EVERYTHING)


def page_of(text: str) -> Page:
    """Return a page that holds the text in every place a text can stand."""
    listed = (Entry(text, text, (text, text), Tone.WARNING), Entry(text))
    table = Table(
        "t", text, text, (("a", text),), (Row("r", text, (TableCell(1, text, text, 0.5),)),), (Order(text, (0,)),)
    )
    blocks = (
        Sentence(text),
        Sentence(text, text),
        Sentence(text, tone=Tone.QUIET),
        Headline(text, text),
        Quotation(text),
        Listing(listed),
        Listing(listed, numbered=True),
        Bars((Bar(text, text, 0.5, 0.4, 0.6, text, text),)),
        Counts((text,), ((text, (2,)),)),
        Options((OptionCount(text, text, text, 1, 1.0, text),)),
        Lanes((Lane(text, text, (LaneEntry(text, text),)), Lane(text, text, (), text))),
        Beside((text,), (Aspect(text, ((text, text),)), Aspect(text, (None,))), text),
        Beside((text,), (Aspect("", ((text,),)),)),
        Tasks((text,), (text,)),
        table,
    )
    return Page(text, (*blocks, Part(text, part(text, *blocks, note=text, folded=True), text)), text)


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


def shown(text: str) -> list[str]:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown_text(page_of(text)))
    return [inline(token) for token in tokens if token.type == "inline"]


@example("#").via("closes a heading")
@given(texts)
def test_markdown_shows_any_text_as_it_is(text: str) -> None:
    seen = visible(text)
    if not seen:
        return
    # Wherever a harmless word stands, this one stands as it is.
    assert Counter(shown(text)) == Counter(piece.replace("项目", seen) for piece in shown("项目"))


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_of_a_hostile_text_has_the_same_blocks_as_of_a_harmless_one(text: str) -> None:
    parse = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse
    blocks = [token.type for token in parse(markdown_text(page_of(text)))]
    assert blocks == [token.type for token in parse(markdown_text(page_of("项目")))]


@pytest.mark.parametrize("text", ["https://example.org", "www.example.org", "a@example.org"])
def test_markdown_leaves_nothing_a_site_would_make_a_link_of(text: str) -> None:
    assert text not in markdown_text(page_of(text))


class Reader(HTMLParser):
    """Collects tags with the names of their attributes, what column names are repeated in them, and texts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.attributes: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.attributes += [value or "" for name, value in attrs if name == "data-column"]

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] != "style" and data.strip():
            self.texts.append(data.strip())


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(html_text(page_of(text)))
    return reader


TAME = read("项目")


@example("</title><script>").via("ends the title")
@given(texts)
def test_a_web_page_shows_any_text_as_it_is(text: str) -> None:
    seen = visible(text)
    reader = read(text)
    assert reader.tags == TAME.tags
    assert set(reader.attributes) == {seen}
    # What stands in a drawing is shortened, before what cannot be seen is taken out of it.
    assert seen != text or not 0 < width(seen) < 6 or reader.texts.count(seen) >= TAME.texts.count("项目")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_web_page_of_a_hostile_text_has_the_same_tags_as_of_a_harmless_one(text: str) -> None:
    assert read(text).tags == TAME.tags


def test_a_web_page_names_what_each_row_and_column_is() -> None:
    page = html_text(EVERYTHING)
    assert page.count('scope="col"') == 2 + 3
    assert page.count('scope="row"') == 2 + 2
    assert page.count('aria-labelledby="figure-') == 2
