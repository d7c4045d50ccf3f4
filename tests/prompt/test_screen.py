"""What an item looks like before it is answered, and how typed letters are read."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.items import NONE_FITS, NONE_FITS_TEXT, Facet, Item
from rolecheck.prompt.asking import chosen_number
from rolecheck.prompt.screen import complaint, item_lines, normalised, response_of, shown_choice, takes_second
from rolecheck.session.session import Response
from rolecheck.session.step import Step, shown_order
from rolecheck.typesetting import width
from tests.builders import shipped

BANK = shipped()
MOMENT = BANK.of(Facet.RESPONSIBILITY)[0]
READING = BANK.of(Facet.JUDGEMENT)[0]


def step(item: Item = MOMENT, order: str = "CADBE", earlier: Response | None = None, most_left: int = 6) -> Step:
    return Step(item, order[: len(item.letters)], 7, most_left, earlier)


def lines(shown: Step, columns: int = 80) -> list[str]:
    return [line.plain for line in item_lines(BANK, shown, columns)]


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
@pytest.mark.parametrize("facet", list(Facet))
def test_every_item_is_shown_in_full_and_no_line_is_too_wide_or_begins_wrongly(facet: Facet, columns: int) -> None:
    for item in BANK.of(facet):
        shown = lines(step(item, shown_order(item, 3)), columns)
        whole = "".join("".join(shown).split())

        assert "".join(item.stem.split()) in whole
        assert all("".join(option.text.split()) in whole for option in item.options)
        assert [line for line in shown if width(line) > min(columns, 88)] == []
        assert [line for line in shown if line.lstrip().startswith(tuple("，。、；：？！）」』”"))] == []


def test_options_stand_in_shown_order_under_letters_of_their_own() -> None:
    shown = [line for line in lines(step(), 200) if line.startswith("   ") and line.strip()]

    options = [f"   {letter}  {MOMENT.option(each).text}" for letter, each in zip("ABCDE", "CADBE", strict=True)]
    assert shown == [*options, f"   {NONE_FITS}  {NONE_FITS_TEXT}"]


def test_where_a_reading_is_right_or_wrong_nobody_can_say_that_none_fits() -> None:
    reading = step(READING, shown_order(READING, 1))
    assert not any(NONE_FITS_TEXT in line for line in lines(reading))
    assert f"{reading.order and 'A'} 到" in (complaint(NONE_FITS, reading) or "")
    assert NONE_FITS not in (complaint("Z", reading) or "")


def test_that_none_fits_is_an_answer_of_its_own_however_it_is_typed() -> None:
    for typed in ("0", " ０\n"):
        assert complaint(typed, step()) is None
        assert response_of(typed, step(), 3.0) == Response(MOMENT.id, NONE_FITS, None, 3.0)
    for typed in ("0B", "B0", "00", "0 ，c"):
        assert "不再加别的" in (complaint(typed, step()) or "")


def test_an_earlier_answer_that_none_fits_is_kept_and_shown() -> None:
    earlier = step(earlier=Response(MOMENT.id, NONE_FITS, None, 4.0))
    assert any("上次选的是 0" in line for line in lines(earlier))
    assert complaint("", earlier) is None
    assert response_of("", earlier, 2.0) == Response(MOMENT.id, NONE_FITS, None, 6.0)
    assert response_of("b", earlier, 2.0).letters == "A"


def test_an_option_that_needs_two_lines_hangs_under_its_own_text() -> None:
    shown = lines(step(), 30)
    after = [shown[at + 1] for at, line in enumerate(shown) if line.startswith("   A  ")]

    assert after[0].startswith(" " * 6)
    assert after[0][6] != " "


def test_the_first_line_tells_number_stage_and_how_many_are_left_at_most() -> None:
    first = lines(step())[1]

    assert first.startswith(" 第 7 题  立项")
    assert first.endswith("最多还有 6 题")
    assert width(first) == 79


@pytest.mark.parametrize(("most_left", "says"), [(1, "最多还有 1 题"), (0, "最后一题")])
def test_the_last_item_is_called_the_last(most_left: int, says: str) -> None:
    assert lines(step(most_left=most_left))[1].endswith(says)


def test_where_more_may_be_offered_the_last_item_is_the_last_of_its_part_alone() -> None:
    assert lines(replace(step(most_left=0), may_go_on=True))[1].endswith("  这一部分的最后一题")


def test_an_earlier_choice_is_shown_in_the_letters_on_the_screen() -> None:
    earlier = Response(MOMENT.id, "A", "E")

    assert shown_choice(earlier, step()) == "BE"
    assert any("上次选的是 BE" in line for line in lines(step(earlier=earlier)))
    assert not any("上次" in line for line in lines(step()))


@pytest.mark.parametrize(
    ("typed", "letters"),
    [("b\n", "B"), (" b d ", "BD"), ("Ｂ、Ｄ", "BD"), ("b,d", "BD"), ("b，d", "BD"), ("＜", "<"), ("？", "?")],
)
def test_letters_are_read_as_people_type_them(typed: str, letters: str) -> None:
    assert normalised(typed) == letters


@pytest.mark.parametrize("typed", ["a", "AE", "ea", "Ｃ"])
def test_one_or_two_letters_that_are_shown_are_no_reason_to_complain(typed: str) -> None:
    assert complaint(typed, step()) is None


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "A 到 E"),
        ("F", "A 到 E"),
        ("AF", "A 到 E"),
        ("AA", "不同"),
        ("ABC", "最多两个"),
        ("好", "A 到 E"),
        ("A B A", "最多两个"),
    ],
)
def test_other_letters_are_told_what_is_wrong_with_them(typed: str, says: str) -> None:
    assert says in (complaint(typed, step()) or "")


def test_nothing_typed_keeps_an_earlier_choice_and_is_none_without_one() -> None:
    earlier = Response(MOMENT.id, "D", "A", 12.0)

    assert complaint("", step(earlier=earlier)) is None
    assert response_of("", step(earlier=earlier), 2.0).letters == "DA"


def test_time_spent_on_an_item_adds_up_when_it_is_shown_again() -> None:
    earlier = Response(MOMENT.id, "D", "A", 12.0)

    assert response_of("b", step(earlier=earlier), 2.0).seconds == 14.0
    assert response_of("b", step(), 2.0).seconds == 2.0


def test_where_a_reading_is_right_or_wrong_only_one_choice_counts() -> None:
    reading = step(READING, shown_order(READING, 1))

    assert not takes_second(reading)
    assert takes_second(step())
    assert complaint("A", reading) is None
    assert "只选一个" in (complaint("AB", reading) or "")


@given(st.text(alphabet="abcdeABCDEＡＢfx0０ ,、?<q好", max_size=6))
def test_what_nobody_complains_of_is_a_response_in_the_banks_letters(typed: str) -> None:
    shown = step()
    if complaint(typed, shown) is not None:
        return

    response = response_of(typed, shown, 1.0)

    assert set(response.letters) <= set(MOMENT.answers)
    assert shown_choice(response, shown) == normalised(typed)


@given(st.permutations("ABCDE").map("".join), st.permutations("ABCDE"), st.booleans())
def test_a_letter_stands_for_the_same_option_however_they_are_shuffled(
    order: str, wanted: list[str], two: bool
) -> None:
    shown = step(order=order)
    response = Response(MOMENT.id, wanted[0], wanted[1] if two else None)

    assert response_of(shown_choice(response, shown), shown, 1.0) == replace(response, seconds=1.0)


@pytest.mark.parametrize(("typed", "index"), [("1", 0), (" 3\n", 2), ("３", 2), ("乙", 1)])
def test_one_of_a_list_is_chosen_by_number_or_name(typed: str, index: int) -> None:
    assert chosen_number(typed, ["甲", "乙", "丙"]) == index


@pytest.mark.parametrize("typed", ["", "0", "4", "-1", "1.0", "²", "丁", "9" * 5000])
def test_anything_else_chooses_nothing(typed: str) -> None:
    assert chosen_number(typed, ["甲", "乙", "丙"]) is None
