"""Wrapping is judged by laws, not by examples: whatever the text, nothing is lost and no line begins wrongly."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from rolecheck.typesetting import hang, in_ascii, pad, percent, shorten, width, wrap
from tests.builders import shipped

MAY_NOT_BEGIN = tuple("，。、；：？！）」』”")
MAY_NOT_END = tuple("（「『“")

CHINESE = "的一是在责任线交付经理验收现场谁扛"
OTHER = "abcXYZ019 ,.;:?!()[]%-_/@，。、；：？！（）「」『』“”《》…—·→↑é\u0301\u200d\ufe0f\u3000👍👨‍👩‍👧🇨🇳𠮷①１Ａ"

any_text = st.text(alphabet=CHINESE + OTHER, max_size=120)

_words = st.one_of(
    st.text(alphabet=CHINESE, min_size=1, max_size=12),
    # Behind a Chinese character, so that two of them do not grow into one word wider than a line.
    st.sampled_from(["在PM", "看KPI", "跑import", "到2026", "做A/B", "改Bug", "é", "👍", "𠮷"]),
)
_quoted = st.builds(
    lambda marks, word: marks[0] + word + marks[1],
    st.sampled_from(["“”", "（）", "「」", "『』"]),
    _words,
)
_closed = st.builds(
    lambda word, mark: word + mark,
    st.one_of(_words, _quoted),
    st.sampled_from(["", "，", "。", "、", "；", "：", "？", "！", "！？", "。”", "），"]),
)
prose = st.lists(st.one_of(_closed, _quoted, _words.map(lambda word: " " + word)), max_size=30)


@given(st.text(alphabet=CHINESE + OTHER + "█▏●─\t\x1b〇㈠～￥", max_size=30))
def test_the_width_known_without_rich_is_that_of_rich(text: str) -> None:
    assert width(text) == cell_len(text)
    assert width(in_ascii(text)) == width(text)


@pytest.mark.parametrize(
    "char", [chr(code) for code in (*range(0x20, 0x7F), *range(0x3001, 0x3012), 0x4E00, 0x9FFF, 0xFF01, 0xFF5E)]
)
def test_the_width_of_every_common_character_is_that_of_rich(char: str) -> None:
    assert width(char) == cell_len(char)


def assert_whole(text: str, lines: list[str]) -> None:
    """Fail unless the lines hold the text in order, with nothing but blanks missing between them."""
    place = 0
    for line in lines:
        while place < len(text) and not text.startswith(line, place):
            assert text[place].isspace(), f"{text[place]!r} is missing before {line!r}"
            place += 1
        place += len(line)
    assert text[place:].strip() == ""


@given(any_text, st.integers(2, 60))
def test_wrapping_loses_nothing_but_spaces_at_breaks(text: str, cells: int) -> None:
    assert_whole(text, wrap(text, cells))


@given(any_text, st.integers(2, 60))
def test_no_line_is_wider_than_asked(text: str, cells: int) -> None:
    assert [line for line in wrap(text, cells) if width(line) > cells] == []


@given(prose.map("".join), st.integers(12, 60))
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(text: str, cells: int) -> None:
    lines = wrap(text, cells)

    # The text's own first and last character are nobody's choice.
    assert [line for line in lines[1:] if line.startswith(MAY_NOT_BEGIN)] == []
    assert [line for line in lines[:-1] if line.endswith(MAY_NOT_END)] == []


@given(st.text(alphabet="abcdefgh0123456789", min_size=1, max_size=10), st.integers(10, 30))
def test_a_latin_word_that_fits_a_line_is_not_cut(word: str, cells: int) -> None:
    assert any(word in line for line in wrap(f"交付经理说{word}这件事谁也没想到", cells))


def test_a_word_wider_than_a_line_is_cut_and_goes_on_in_the_next() -> None:
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]


def test_text_that_fits_stays_on_one_line() -> None:
    assert wrap("结果被接住", 10) == ["结果被接住"]


def test_a_last_line_is_not_left_with_one_lonely_character() -> None:
    assert wrap("一二三四五六七", 12) == ["一二三四五", "六七"]


def test_nothing_wraps_to_one_empty_line() -> None:
    assert wrap("", 10) == [""]


def test_a_percent_sign_stays_with_its_number_at_every_width() -> None:
    text = "眼下靠前的是推进 17 %、实施 17 %，都还说不准"

    assert [line for cells in range(12, 45) for line in wrap(text, cells) if line.startswith("%")] == []


KEPT = [
    "rolecheck report",
    "rolecheck accept --no-save",
    "rolecheck explain 交付经理",
    "--form full",
    "交付经理",
    "项目推进",
    "推进线",
    "退后",
    "都不像我",
    "验收",
    "欧阳娜娜·阿依古丽",
    "李雷",
    "38 – 55",
    "把握 93 %",
    "12 个",
]
"""What no line may end within; two of them are names of people."""

_ends = st.sampled_from(["", "，", "。", "；", "）。", "”，"])
_pieces = st.lists(
    st.one_of(
        _closed.map(lambda text: ("", text)),
        st.tuples(st.sampled_from(KEPT), _ends).map(lambda pair: (pair[0], f"，{pair[0]}{pair[1]}")),
    ),
    min_size=1,
    max_size=20,
)


@given(_pieces, st.integers(32, 78))
def test_no_line_ends_within_a_command_an_option_a_word_or_a_name(pieces: list[tuple[str, str]], cells: int) -> None:
    text = "".join(piece for _, piece in pieces)
    lines = wrap(text, cells, ("李雷", "欧阳娜娜·阿依古丽"))

    assert_whole(text, lines)
    for kept, count in Counter(kept for kept, _ in pieces if kept).items():
        assert sum(line.count(kept) for line in lines) >= count, (kept, lines)
    assert [line for line in lines if not line.strip("，。；）”")] == [] or not text.strip("，。；）”")


@pytest.mark.parametrize("cells", range(2, 79))
def test_a_mark_is_never_alone_on_a_line_however_narrow(cells: int) -> None:
    for kept in KEPT:
        lines = wrap(f"再看一遍：{kept}。", cells, ("李雷", "欧阳娜娜·阿依古丽"))
        assert not any(line in {"。", "：", "，"} for line in lines) or cells < 4


def test_a_command_wider_than_a_line_is_broken_between_its_words() -> None:
    lines = wrap("再运行一次 rolecheck form import 抄好的表.csv --output 答题表.csv，就好了。", 38)

    assert [line for line in lines if "rolecheck form import" in line]
    assert all(word in " ".join(lines) for word in ("抄好的表.csv", "--output", "答题表.csv，"))


def test_a_name_stays_with_what_is_told_of_it() -> None:
    for cells in range(16, 60):
        lines = wrap("多半在这条线上的：李雷（90 %）、欧阳（85 %）。", cells, ("李雷", "欧阳"))
        assert sum("李雷（90 %）、" in line for line in lines) == 1


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_every_shipped_text_is_set_well_at_this_width(columns: int) -> None:
    room = columns - 2
    texts = [text for item in shipped().items for text in (item.stem, item.debrief, *(o.text for o in item.options))]

    assert len(texts) > 200
    for text in texts:
        for lines in (wrap(text, room), wrap(text, room - 5)):
            assert_whole(text, lines)
            assert not any(line.startswith(MAY_NOT_BEGIN) or line.endswith(MAY_NOT_END) for line in lines), text
            assert all(width(line) <= room for line in lines), text


@given(any_text, st.sampled_from(["", "  A  ", "· ", "问的是  ", "＋ ×2.4  "]), st.integers(20, 60))
def test_following_lines_hang_under_the_text_and_not_under_the_label(text: str, label: str, cells: int) -> None:
    first, *rest = hang(label, text, cells)
    margin = " " * width(label)

    assert first.startswith(label)
    assert all(line.startswith(margin) and not line.startswith(margin + " ") for line in rest)
    assert_whole(text, [first[len(label) :], *(line[len(margin) :] for line in rest)])
    assert all(width(line) <= cells for line in (first, *rest))


# A joiner takes the following space into itself; no text that is shown may hold one at its end.
@given(any_text.filter(lambda text: not text.endswith("\u200d")), st.integers(0, 60))
def test_padding_fills_up_with_spaces_and_never_cuts(text: str, cells: int) -> None:
    padded = pad(text, cells)

    assert padded.startswith(text)
    assert padded[len(text) :].strip(" ") == ""
    assert width(padded) == max(width(text), cells)


@given(any_text, st.integers(3, 60))
def test_shortening_fits_and_shows_where_something_is_missing(text: str, cells: int) -> None:
    short = shorten(text, cells)

    assert width(short) <= cells
    if width(text) <= cells:
        assert short == text
    else:
        assert short.endswith("…")
        assert text.startswith(short[:-1])


@pytest.mark.parametrize(("text", "cells"), [("", 0), ("abc", 3), ("交付", 4), ("e\u0301", 1), ("👍", 2), ("１", 2)])
def test_width_counts_cells_as_a_terminal_does(text: str, cells: int) -> None:
    assert width(text) == cells


@given(st.text(max_size=40))
def test_width_is_never_negative_whatever_the_text(text: str) -> None:
    assert width(text) >= 0


def test_a_share_is_nothing_or_all_only_where_it_is_so_exactly() -> None:
    assert [percent(share) for share in (0, 0.004, 0.005, 0.5, 0.994, 0.996, 1)] == [
        "0 %", "<1 %", "<1 %", "50 %", "99 %", ">99 %", "100 %",
    ]  # fmt: skip
