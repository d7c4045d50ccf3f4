"""The rules compare a bank's counts with one another, whatever its number of lines, options and items."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import comb, isclose
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.checks.blind import Judgement, Judging, Sheet, blind, check_blind, text_digest
from rolecheck.bank.checks.content import carried_concepts
from rolecheck.bank.checks.counts import extreme_shares, full_set, is_designed, offers, pairs
from rolecheck.bank.checks.design import check_framings, check_letters, check_lines, check_pairs, check_stages
from rolecheck.bank.checks.findings import Finding, Level, Rule, Subject
from rolecheck.bank.checks.giveaway import giveaway, telling_words
from rolecheck.bank.checks.lengths import check_extremes, fair_share
from rolecheck.bank.checks.names import given_names
from rolecheck.bank.checks.repeats import MOST_TOLD, check_repeats
from rolecheck.bank.checks.typography import check_typography
from rolecheck.bank.items import Bank, Facet, Framing, Item, Option
from rolecheck.bank.loading import load_bank
from rolecheck.bank.places import FilePlaces, Places
from rolecheck.bank.roles import STAND_BACK, Line, RoleBook, Stage
from rolecheck.bank.shipped import shipped_folder
from rolecheck.bank.yaml_nodes import MapNode, ScalarNode

NOWHERE = Places(FilePlaces("questions.yaml", MapNode(1, ())), FilePlaces("roles.yaml", MapNode(1, ())))
DESIGN: tuple[Rule, ...] = (check_lines, check_pairs, check_stages, check_framings, check_letters)
STAGES = ("start", "finish")
FRAMINGS = ("act", "answer", "failure")


def bank_of(lines: int, items: Sequence[Item]) -> Bank:
    book = RoleBook(
        version="1",
        essays=(),
        stages=tuple(Stage(stage, stage) for stage in STAGES),
        lines=tuple(Line(f"l{number}", f"守好{number}", f"线{number}") for number in range(lines)),
        roles=(),
        dimensions=(),
        separations=(),
        tensions=(),
        advice={},
    )
    framings = {framing: Framing(framing, Facet.RESPONSIBILITY, "？") for framing in FRAMINGS}
    return Bank(book, "1", framings, {}, {}, tuple(items), "0")


def item(number: int, keys: Sequence[str], texts: Sequence[str] = (), stage: str = "start") -> Item:
    options = [
        Option(texts[place] if texts else f"第{number}题的第{place}个选项", key, None, None)
        for place, key in enumerate(keys)
    ]
    framing = FRAMINGS[number % len(FRAMINGS)]
    return Item(f"i{number}", Facet.RESPONSIBILITY, stage, framing, None, "题干", tuple(options), "讲评", (), ())


def designed(lines: int, per_item: int) -> list[Item]:
    """Return every choice of so many lines in each stage, each line turning through the letters."""
    items: list[Item] = []
    for stage in STAGES:
        for block in combinations([f"l{number}" for number in range(lines)], per_item):
            number = len(items)
            turned = [*block[number % per_item :], *block[: number % per_item], STAND_BACK]
            items.append(item(number, turned, stage=stage))
    return items


def found(bank: Bank, *rules: Rule) -> list[Finding]:
    return [finding for rule in rules for finding in rule(Subject(bank, NOWHERE))]


@pytest.mark.parametrize(("lines", "per_item"), [(3, 2), (4, 2), (4, 4), (5, 3), (6, 4), (8, 3)])
def test_every_choice_of_lines_once_per_stage_is_balanced_for_any_number_of_lines(lines: int, per_item: int) -> None:
    items = designed(lines, per_item)
    assert len(items) == 2 * comb(lines, per_item)
    assert found(bank_of(lines, items), check_lines, check_pairs, check_stages) == []


@pytest.mark.parametrize(("lines", "per_item"), [(3, 2), (5, 3), (6, 4), (8, 3)])
def test_a_choice_asked_too_often_among_enough_items_is_an_error(lines: int, per_item: int) -> None:
    items = designed(lines, per_item)
    bank = bank_of(lines, [*items, items[-1], items[-1]])
    errors = found(bank, check_lines, check_pairs)
    assert errors
    assert {finding.level for finding in errors} == {Level.ERROR}


def test_four_items_are_only_warned_of_and_told_why() -> None:
    items = [item(number, block) for number, block in enumerate([("l0", "l1", "l2"), ("l3", "l4", "l5")] * 2)]
    warnings = found(bank_of(6, items), *DESIGN)
    assert {finding.level for finding in warnings} == {Level.WARNING}
    pairs_told = next(finding for finding in warnings if "从不同题" in finding.problem.text)
    assert "有 9 对线" in pairs_told.problem.text
    assert "共 20 种摆法" in pairs_told.problem.text


def test_a_line_nobody_is_asked_about_is_an_error_however_small_the_bank() -> None:
    errors = found(bank_of(3, [item(0, ("l0", "l1"))]), check_lines)
    assert [finding.level for finding in errors] == [Level.ERROR]
    assert "线2" in errors[0].problem.text


def test_one_more_or_less_is_let_pass_where_counts_cannot_be_even() -> None:
    items = designed(4, 3)[:7]
    assert sum(offers(items)[f"l{number}"] for number in range(4)) == 21
    assert found(bank_of(4, items), check_lines) == []


def test_a_full_set_is_every_choice_of_lines_once() -> None:
    items = designed(6, 4)
    assert full_set(bank_of(6, items), items) == 15
    assert is_designed(bank_of(6, items), items[:15])
    assert not is_designed(bank_of(6, items), items[:14])


@pytest.mark.parametrize(
    ("lines", "options", "middle"), [(6, 5, 1 / 6), (6, 4, 1 / 4), (4, 5, 1 / 5), (8, 5, 1 / 5), (5, 5, 1 / 5)]
)
def test_the_fair_share_of_longest_options_can_be_kept_by_all_keys_together(
    lines: int, options: int, middle: float
) -> None:
    band = fair_share(lines, options)
    assert isclose(band.middle, middle)
    assert band.middle - band.slack < 1 / options < band.middle + band.slack


def test_equally_long_options_share_being_the_longest() -> None:
    items = [item(0, ("l0", "l1", "l2"), ("四个字吗", "四个字吧", "三个字"))]
    assert extreme_shares(items, max) == {"l0": 0.5, "l1": 0.5, "l2": 0.0}
    assert found(bank_of(3, items), check_extremes) == []


KEYS = st.lists(st.sampled_from([f"l{number}" for number in range(6)]), min_size=2, max_size=5, unique=True)
TEXTS = st.lists(st.text("先后去来问看改定，", min_size=1, max_size=12), min_size=5, max_size=5)
BANKS = st.lists(st.tuples(KEYS, TEXTS), min_size=1, max_size=12).map(
    lambda drawn: [item(number, keys, texts[: len(keys)]) for number, (keys, texts) in enumerate(drawn)]
)


@given(BANKS)
def test_counts_add_up(items: list[Item]) -> None:
    bank = bank_of(6, items)
    assert sum(pairs(bank, items).values()) == sum(comb(len(one.options), 2) for one in items)
    for extreme in (max, min):
        shares = extreme_shares(items, extreme)
        assert isclose(sum(shares[key] * count for key, count in offers(items).items()), len(items))


@given(BANKS, st.randoms(use_true_random=False))
def test_the_giveaway_does_not_depend_on_the_order_of_the_items(items: list[Item], random: Random) -> None:
    shuffled = random.sample(items, len(items))
    one, other = giveaway(bank_of(6, items)), giveaway(bank_of(6, shuffled))
    assert one.by_key == other.by_key
    assert one.overall is None or 0 <= one.overall <= 1


def signed(word: str) -> Iterator[Item]:
    """Yield items in which one line always says the word, and nothing else tells lines apart."""
    random = Random(3)
    for number, block in enumerate(combinations([f"l{number}" for number in range(4)], 3)):
        for turn in range(3):
            words = ["".join(random.choices("甲乙丙丁戊己庚辛", k=6)) for _ in block]
            texts = [word + text if key == "l0" else text for key, text in zip(block, words, strict=True)]
            yield item(number * 3 + turn, block, texts)


def test_a_signature_word_is_guessed_and_named() -> None:
    items = list(signed("催齐"))
    assert giveaway(bank_of(4, items)).by_key["l0"] == 1.0
    word = telling_words(items, "l0")[0]
    assert (word.text, word.own, word.all) == ("催齐", 9, 9)


def test_what_an_item_itself_says_teaches_nothing_about_it() -> None:
    # Every option has a word of its own that stands nowhere else: all keys are equally likely, and the first is taken.
    words = iter("一二三四五六七八九十百千万亿兆春夏秋冬东南西北上下左右前后里外")
    items = [item(number, ("l0", "l1"), (next(words), next(words))) for number in range(12)]
    assert giveaway(bank_of(2, items)).by_key == {"l0": 1.0, "l1": 0.0}


def test_too_few_items_give_no_figure() -> None:
    assert giveaway(bank_of(3, [item(0, ("l0", "l1", "l2"))])).overall is None


def test_short_aliases_are_everyday_words_but_what_a_line_is_called_is_not() -> None:
    names = given_names(load_bank(shipped_folder()))
    assert {"项目经理", "交付", "结果被接住", "SDM"} <= set(names)
    assert "PM" not in names
    assert not any(len(name) < 2 for name in names)


@pytest.mark.parametrize(
    "text",
    [
        "先看，再改。",
        "3:1 的比分",
        "用 CSV 存",
        "约 3 天后",
        "“等等，”他说",
        "改成 v2.0 版",
        "（先这样）",
        "A, B and C",
        "……好",
    ],
)
def test_well_set_text_is_let_pass(text: str) -> None:
    assert marks(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("先看,再改", "请改成“，”"),
        ("先看, 再改", "请改成“，”"),
        ("真的?", "请改成“？”"),
        ("分工:甲做", "请改成“：”"),
        ("(先这样)", "请改成“（”"),
        ("先 看", "汉字之间的空格"),
        ("先看 ", "首尾有空格"),
        ("第１天", "全角的数字或字母“１”"),
        ("用Ａ版", "全角的数字或字母“Ａ”"),
        ("先看，，再改", "连着的标点“，，”"),
        ("先看...", "请改成“。”或“……”"),
    ],
)
def test_mixed_marks_are_told_with_what_to_write(text: str, words: str) -> None:
    assert len(marks(text)) == 1
    assert words in marks(text)[0]


def marks(text: str) -> list[str]:
    key = ScalarNode(1, "stem", "str")
    places = Places(FilePlaces("q", MapNode(1, ((key, ScalarNode(2, text, "str")),))), NOWHERE.roles)
    told = check_typography(Subject(bank_of(2, []), places))
    return [finding.problem.text for finding in told]


def test_a_concept_is_carried_by_whatever_record_names_it(folder: Path) -> None:
    assert carried_concepts(load_bank(folder)) == {"houses/first", "houses/second"}


def judging(items: Sequence[Item], *readings: Sequence[str]) -> Judging:
    """Return sheets on which each judge read the options of each item as these keys, and liked the first."""
    sheets = []
    for number, reading in enumerate(readings):
        judgements = {
            (one.id, letter): Judgement(key, letter == "A", text_digest(option.text))
            for one in items
            for letter, option, key in zip(one.letters, one.options, reading, strict=True)
        }
        sheets.append(Sheet(f"j{number}", judgements))
    return Judging("2026-11-22", "评审是同事", tuple(sheets))


def test_blind_figures_are_cohens() -> None:
    items = [item(0, ("l0", "l1", "l2")), item(1, ("l0", "l1", "l2"))]
    figures = blind(bank_of(3, items), judging(items, ("l0", "l1", "l2"), ("l0", "l2", "l1"), ("l0", "l1", "l1")))
    assert figures is not None
    # Agreement 1, 1/3 and 2/3; by chance 1/3 each time.
    assert list(figures.kappas.values()) == pytest.approx([1.0, 0.0, 0.5])
    assert figures.majority == pytest.approx(2 / 3)
    assert set(figures.misread) == {("i0", "C"), ("i1", "C")}
    assert figures.desirable == {"l0": 1.0, "l1": 0.0, "l2": 0.0}


def test_an_option_that_was_reworded_no_longer_counts() -> None:
    items = [item(0, ("l0", "l1")), item(1, ("l0", "l1"))]
    sheets = judging(items, ("l0", "l1"))
    reworded = item(1, ("l0", "l1"), ("换了一句话", items[1].options[1].text))
    figures = blind(bank_of(2, [items[0], reworded]), sheets)
    assert figures is not None
    assert figures.changed == (("i1", "A"),)
    assert (figures.judged, [one.id for one in figures.whole]) == (3, ["i0"])


def test_items_added_since_are_named() -> None:
    items = [item(0, ("l0", "l1"))]
    figures = blind(bank_of(2, [*items, item(1, ("l0", "l1"))]), judging(items, ("l0", "l1")))
    assert figures is not None
    assert figures.unjudged == ("i1",)
    assert blind(bank_of(2, [item(7, ("l0", "l1"))]), judging(items, ("l0", "l1"))) is None


def test_a_line_a_judge_made_up_is_told_as_written() -> None:
    items = [item(0, ("l0", "l1"))]
    readings = [("l0", "nobody-knows")] * 3
    told = list(check_blind(Subject(bank_of(2, items), NOWHERE), judging(items, *readings)))
    assert any("别的认成nobody-knows" in finding.problem.text for finding in told)


def test_a_bank_of_one_sentence_is_told_of_only_so_often() -> None:
    items = [item(number, ("l0", "l1"), ("先去现场看一看", f"{number}")) for number in range(60)]
    told = found(bank_of(2, items), check_repeats)
    assert len(told) == 2 * MOST_TOLD
