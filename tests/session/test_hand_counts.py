"""Counts of hands as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.items import LETTERS
from rolecheck.session.hand_counts import read_counts
from tests.builders import stable

COUNTS = st.lists(st.integers(0, 999), min_size=2, max_size=8)


@pytest.mark.parametrize(
    "typed",
    [
        "3 0 5 1 2",
        "  3, 0,5 ,1,2 ",
        "3，0，5、1；2",
        "３　０　５　１　２",
        "A3 B0 C5 D1 E2",
        "a3c5d1e2",
        "E2 A3 D1 C5",
        "A：3，C：5，D：1，E：2",
        "A 3人 C 5人 D 1人 E 2人",
        "AAACCCCCDEE",
        "a c a c e c d c a c e",
    ],
)
def test_numbers_in_order_letters_with_numbers_and_a_letter_a_hand_mean_the_same(typed: str) -> None:
    assert read_counts(typed, 5) == (3, 0, 5, 1, 2, 0)


def test_nobody_raising_a_hand_is_a_count() -> None:
    assert read_counts("0 0 0 0 0", 5) == (0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize("typed", ["3 0 5 1 2 4", "A3 C5 D1 E2 4", "A3C5D1E2，4", "0000AAACCCCCDEE", "AAACCCCCDEE0000"])
def test_whom_none_fits_is_counted_last_or_sends_a_nought(typed: str) -> None:
    assert read_counts(typed, 5) == (3, 0, 5, 1, 2, 4)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "照 A 到 E 的次序"),
        ("   ", "照 A 到 E 的次序"),
        ("3 0 5 1", "这里是 4 个数"),
        ("3 0 5 1 2 1 4", "这里是 7 个数"),
        ("30512", "连在一起了"),
        ("305121", "连在一起了"),
        ("A3 1 B2", "有的写了数，有的没写"),
        ("A3 B2 1 1", "有的写了数，有的没写"),
        ("A3 B10 C", "有的写了数，有的没写"),
        ("11", "这里是 1 个数"),
        ("F2", "没有 F 这个选项"),
        ("A3 B", "有的写了数，有的没写"),
        ("3 A", "有的写了数，有的没写"),
        ("A3 B1 A2", "A 写了两回"),
        ("-1 2 3 4 5", "看不懂“-1”"),
        ("3 0 五 1 2", "看不懂“五”"),
        ("1 2 3 4 5000", "最多 999 人"),
        ("\x1b[31m 1 2 3 4", "看不懂"),
    ],
)
def test_a_slip_is_told_with_what_to_do(typed: str, says: str) -> None:
    complaint = read_counts(typed, 5)

    assert isinstance(complaint, str)
    assert says in complaint
    assert complaint.isprintable()


@given(COUNTS)
@stable
def test_every_way_of_writing_counts_is_read_back(counts: list[int]) -> None:
    letters = LETTERS[: len(counts)]
    pairs = list(zip(letters, counts, strict=True))

    assert read_counts(" ".join(map(str, counts)), len(counts)) == (*counts, 0)
    assert read_counts("".join(f"{letter}{count}" for letter, count in pairs), len(counts)) == (*counts, 0)


@given(st.lists(st.sampled_from("ABCDE"), min_size=1, max_size=40))
@stable
def test_letters_from_a_chat_are_counted(letters: list[str]) -> None:
    assert read_counts("".join(letters), 5) == (*(letters.count(letter) for letter in "ABCDE"), 0)


@given(st.text(max_size=60), st.integers(2, 8))
@stable
def test_whatever_is_typed_is_counts_or_a_sentence(typed: str, options: int) -> None:
    read = read_counts(typed, options)

    if isinstance(read, str):
        assert read.endswith(("。", "AAB。"))
    else:
        assert len(read) == options + 1
        assert all(0 <= count <= 999 for count in read)
