"""What readers say of a bank's texts: counted, beside its limits, and only of the texts as they are now."""

from collections.abc import Mapping

import pytest

from rolecheck.bank.checks import Level, Subject
from rolecheck.bank.checks.blind import Place, text_digest
from rolecheck.bank.checks.read_through import (
    LEAST_EACH,
    STEM,
    Impression,
    Readers,
    ReaderSheet,
    check_readers,
    measure_readers,
    read_through,
)
from rolecheck.bank.items import Bank
from tests.bank.test_checks import NOWHERE, bank_of, item

KEYS = ("l0", "l1")
BANK = bank_of(2, [item(number, KEYS) for number in range(20)])
FINE = Impression(5, 5, twice=False, added=False, retold=None, text="")


def read(bank: Bank, *said: Mapping[Place, Impression]) -> Readers:
    """Return readers who found everything well but what each says otherwise; the texts are those of now."""
    texts = {(one.id, letter): one.option(letter).text for one in bank.items for letter in one.letters}
    texts |= {(one.id, STEM): one.stem + bank.framings[one.framing].ask for one in bank.items}
    sheets = [
        ReaderSheet(
            f"r{number}",
            {place: other.get(place, FINE)._replace(text=text_digest(text)) for place, text in texts.items()},
        )
        for number, other in enumerate(said)
    ]
    return Readers("2026-11-28", "评审是同事", tuple(sheets))


def told(readers: Readers, bank: Bank = BANK) -> list[tuple[Level, str]]:
    return [(one.level, one.problem.text) for one in check_readers(Subject(bank, NOWHERE), readers)]


def test_who_finds_nothing_wrong_leaves_nothing_to_be_told() -> None:
    assert told(read(BANK, {}, {}, {})) == []
    assert all(one.holds for one in measure_readers(BANK, read(BANK, {}, {}, {})))


def test_what_one_reader_reads_twice_is_let_pass_and_what_two_do_is_told() -> None:
    again = {("i3", "A"): FINE._replace(twice=True)}
    assert told(read(BANK, again, {}, {})) == []
    assert told(read(BANK, again, again, {})) == [
        (Level.WARNING, "i3 的选项 A 有两个人以上读了两遍（评审是同事）。请改写。")
    ]


@pytest.mark.parametrize(("letter", "word"), [("A", "选项"), (STEM, "题干")])
def test_more_than_three_in_a_hundred_read_twice_is_an_error(letter: str, word: str) -> None:
    again = {(f"i{number}", letter): FINE._replace(twice=True) for number in range(2)}
    found = told(read(BANK, again, again, {}))
    share = 5 if word == "选项" else 10
    assert (
        Level.ERROR,
        f"有 {share} % 的{word}被两个人以上读了两遍（评审是同事），不应超过 3 %。请改写它们。",
    ) in found


def test_a_text_of_low_marks_is_told_though_the_mean_is_high() -> None:
    low = {("i0", "B"): FINE._replace(clear=3)}
    (only,) = told(read(BANK, low, low, low))
    assert only == (Level.ERROR, f"i0 的选项 B 平均只有 3.0 分（评审是同事），每段至少要 {LEAST_EACH}。请改写。")


def test_a_retelling_read_as_another_key_is_an_error_whoever_told_it() -> None:
    astray = {("i1", "A"): FINE._replace(retold="l1"), ("i2", "A"): FINE._replace(retold="l0")}
    assert told(read(BANK, astray, {}, {})) == [
        (Level.ERROR, "i1 的选项 A 用别的话重说以后，被认成了线1（评审是同事）。请改写。")
    ]


def test_what_was_reworded_since_is_no_longer_read() -> None:
    readers = read(BANK, {}, {}, {})
    first = BANK.items[0]
    reworded = first._replace(options=(first.options[0]._replace(text="换了一句话来说"), first.options[1]))
    bank = bank_of(2, [reworded, *BANK.items[1:]])
    found = read_through(bank, readers)
    assert found is not None
    assert (found.changed, found.unread) == ((("i0", "A"),), ("i0",))
    assert told(readers, bank) == [(Level.WARNING, "有 1 道题没有试读过，或试读以后改过：i0。请补上试读。")]


def test_readers_of_another_bank_say_nothing_of_this_one() -> None:
    other = bank_of(2, [item(99, KEYS)])
    assert read_through(other, read(BANK, {}, {}, {})) is None
    assert list(measure_readers(other, read(BANK, {}, {}, {}))) == []
    assert [level for level, _ in told(read(BANK, {}, {}, {}), other)] == [Level.WARNING]


def test_fewer_than_three_readers_are_too_few() -> None:
    assert [text for _, text in told(read(BANK, {}, {}))] == ["只有 2 份试读表，至少要 3 份。请再找没看过答案的人。"]
