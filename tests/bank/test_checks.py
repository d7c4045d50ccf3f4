"""The rules compare a bank's counts with one another, whatever its number of lines, options and items."""

from collections.abc import Sequence
from itertools import combinations
from math import comb
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.checks import Finding, Level, Rule, Subject
from rolecheck.bank.checks.blind import (
    JudgeSheet,
    Judging,
    OptionJudgement,
    blind,
    check_blind,
    measure_blind,
    text_digest,
)
from rolecheck.bank.checks.content import MOST_TOLD, carried_concepts, check_repeats, check_typography
from rolecheck.bank.checks.design import (
    check_framings,
    check_letters,
    check_lines,
    check_pairs,
    check_stages,
    check_stand_backs,
    full_set,
    is_designed,
    measure_design,
    offers,
    pairs,
)
from rolecheck.bank.checks.giveaway import check_words, giveaway, given_names, measure_words, signature_words
from rolecheck.bank.checks.lengths import (
    BUDGETS,
    MOST_DEBRIEF,
    check_debrief_lengths,
    check_items,
    check_means,
    check_options,
    check_sentences,
    check_stems,
    figures,
    measure_lengths,
    measure_sentences,
    parts,
    size,
)
from rolecheck.bank.files import shipped_folder
from rolecheck.bank.items import Bank, Facet, Framing, Item, Option
from rolecheck.bank.loading import FilePlaces, Places, load_bank
from rolecheck.bank.roles import STAND_BACK, Line, RoleBook, Stage
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


def with_texts(facet: Facet, stem: int, options: Sequence[int], debrief: int = 5) -> Item:
    """Return an item of a facet whose texts are so long; each option says something else."""
    texts = [chr(ord("甲") + place) * length for place, length in enumerate(options)]
    made = item(0, [f"l{place}" for place in range(len(texts))], texts)
    return made._replace(facet=facet, stem="题" * stem, debrief="讲" * debrief)


@pytest.mark.parametrize("facet", list(Facet))
def test_a_stem_is_held_to_the_budget_of_its_facet(facet: Facet) -> None:
    least, most = BUDGETS[facet].stem
    for length, wrong in ((least - 1, True), (least, False), (most, False), (most + 1, True)):
        told = found(bank_of(2, [with_texts(facet, length, (12, 12))]), check_stems)
        assert [one.level for one in told] == [Level.ERROR] * wrong


@pytest.mark.parametrize("facet", list(Facet))
def test_an_option_is_held_to_the_budget_of_its_facet(facet: Facet) -> None:
    least, most = BUDGETS[facet].option
    for length, wrong in ((least - 1, True), (least, False), (most, False), (most + 1, True)):
        told = found(bank_of(2, [with_texts(facet, 30, (length, length))]), check_options)
        assert [one.level for one in told] == [Level.ERROR] * (2 * wrong)


def test_the_longest_option_of_an_item_is_at_most_so_much_longer_than_its_shortest() -> None:
    assert found(bank_of(2, [with_texts(Facet.RESPONSIBILITY, 30, (16, 10))]), check_options) == []
    (told,) = found(bank_of(2, [with_texts(Facet.RESPONSIBILITY, 30, (17, 10))]), check_options)
    assert "1.7 倍，不应超过 1.6" in told.problem.text


def test_an_item_is_counted_with_its_question_and_none_may_be_long() -> None:
    one = with_texts(Facet.RESPONSIBILITY, 42, (20, 20, 20, 20, 12))
    bank = bank_of(5, [one])
    assert size(bank, one) == 42 + 1 + 92 == 135
    assert [finding.problem.text for finding in found(bank, check_items) if "i0" in finding.problem.text] == []
    longer = one._replace(stem=one.stem + "题")
    assert any("i0 连问句和选项 136 个字" in told.problem.text for told in found(bank_of(5, [longer]), check_items))


def test_the_mean_of_items_and_options_is_held_to_the_budget() -> None:
    short, long = with_texts(Facet.RESPONSIBILITY, 30, [16] * 5), with_texts(Facet.RESPONSIBILITY, 42, [18] * 5)
    assert found(bank_of(5, [short]), check_items) == []
    texts = " ".join(told.problem.text for told in found(bank_of(5, [long, long, long]), check_items))
    assert "责任题连问句平均 133.0 个字，不应超过 122" in texts
    assert "责任题的选项平均 18.0 个字，不应超过 16.5" in texts


def test_a_key_whose_options_are_a_tenth_longer_than_the_rest_is_told() -> None:
    for length, wrong in ((22, False), (26, True)):
        items = [item(number, ("l0", "l1"), ("长" * length, "短" * 18)) for number in range(4)]
        assert bool(found(bank_of(2, items), check_means)) is wrong


def test_a_debrief_can_be_read_out() -> None:
    for length, wrong in ((MOST_DEBRIEF, False), (MOST_DEBRIEF + 1, True)):
        told = found(bank_of(2, [with_texts(Facet.DUTY, 30, (12, 12), length)]), check_debrief_lengths)
        assert [one.level for one in told] == [Level.WARNING] * wrong


def test_every_length_is_told_beside_its_limit_whether_it_is_kept_or_not() -> None:
    good, bad = (
        {one.id: one for one in measure_lengths(bank_of(5, [with_texts(Facet.RESPONSIBILITY, stem, [15] * 5)]))}
        for stem in (30, 60)
    )
    assert good.keys() == bad.keys()
    assert {id_ for id_ in good if good[id_].holds != bad[id_].holds} == {
        "responsibility-stem",
        "responsibility-item",
        "responsibility-longest",
    }
    assert all(one.holds for one in good.values())
    assert (bad["responsibility-stem"].shown, bad["responsibility-stem"].limit) == ("60 – 60 字", "25 – 42")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("功能都做完了，客户只说“先用用看”，验收的事一个字也不提。", 3),
        ("先问：“能不能用？”", 2),
        ("电话、邮件、群里都问了", 1),
        ("等……再说", 2),
        ("一句话", 1),
        ("", 0),
        ("甲，乙；丙：丁。戊", 5),
    ],
)
def test_parts_are_what_stands_between_commas_and_stops(text: str, count: int) -> None:
    assert parts(text) == count


@pytest.mark.parametrize(("text", "count"), [("3天之内交2份", 2), ("一半人，快一个月", 0), ("3.5 万", 1), ("５", 1)])
def test_figures_are_arabic_ones(text: str, count: int) -> None:
    assert figures(text) == count


def test_a_sentence_of_too_many_parts_or_figures_is_told_with_its_place() -> None:
    stem = "甲，乙，丙，丁，戊。有3个，又有4个"
    one = item(0, ("l0", "l1"), ("先去，再问，再改", "先去3次"))._replace(stem=stem)
    told = [finding.problem.text for finding in found(bank_of(2, [one]), check_sentences)]
    assert ["题干有 7 段" in told[0], "题干里有 2 个阿拉伯数字，最多 1 个" in told[1]] == [True, True]
    assert ["选项 A 有 3 段" in told[2], "选项 B 里有 1 个阿拉伯数字，一个也不要" in told[3]] == [True, True]
    assert [measured.holds for measured in measure_sentences(bank_of(2, [one]))] == [False] * 4


def test_a_responsibility_item_without_standing_back_is_an_error_and_counted() -> None:
    items = [item(0, ("l0", "l1", STAND_BACK)), item(1, ("l0", "l1"))]
    (told,) = found(bank_of(2, items), check_stand_backs)
    assert (told.level, "i1 没有退后" in told.problem.text) == (Level.ERROR, True)
    figure = next(one for one in measure_design(bank_of(2, items)) if one.id == "stand-back")
    assert (figure.figure, figure.holds) == (1, False)


KEYS = st.lists(st.sampled_from([f"l{number}" for number in range(6)]), min_size=2, max_size=5, unique=True)
TEXTS = st.lists(st.text("先后去来问看改定，", min_size=1, max_size=12), min_size=5, max_size=5)
BANKS = st.lists(st.tuples(KEYS, TEXTS), min_size=1, max_size=12).map(
    lambda drawn: [item(number, keys, texts[: len(keys)]) for number, (keys, texts) in enumerate(drawn)]
)


@given(BANKS)
def test_counts_add_up(items: list[Item]) -> None:
    bank = bank_of(6, items)
    assert sum(pairs(bank, items).values()) == sum(comb(len(one.options), 2) for one in items)
    assert offers(items).total() == sum(len(one.options) for one in items)


@given(BANKS, st.randoms(use_true_random=False))
def test_the_giveaway_does_not_depend_on_the_order_of_the_items(items: list[Item], random: Random) -> None:
    shuffled = random.sample(items, len(items))
    one, other = giveaway(bank_of(6, items)), giveaway(bank_of(6, shuffled))
    assert one.by_key == other.by_key
    assert one.overall is None or 0 <= one.overall <= 1


def signed(word: str, *, of_twenty: int, elsewhere: int = 0) -> Bank:
    """Return a bank of twenty items; a line says the word in so many of them, and the other line in some."""
    random = Random(3)
    items = []
    for number in range(20):
        texts = ["".join(random.choices("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉", k=9)) for _ in range(2)]
        texts[0] += word if number < of_twenty else ""
        texts[1] += word if number < elsewhere else ""
        items.append(item(number, ("l0", "l1"), texts))
    return bank_of(2, items)


@pytest.mark.parametrize(
    ("of_twenty", "elsewhere", "level"),
    [
        (4, 0, None),  # fewer than five
        (5, 0, Level.WARNING),  # a quarter of the line's options
        (5, 1, Level.WARNING),  # five of six
        (5, 2, None),  # five of seven: not three quarters
        (6, 0, Level.ERROR),  # 30 %
        (9, 3, Level.ERROR),
        (9, 4, None),
        (20, 20, None),
    ],
)
def test_a_word_is_a_signature_by_how_many_options_have_it_and_how_few_others(
    of_twenty: int, elsewhere: int, level: Level | None
) -> None:
    told = found(signed("催齐", of_twenty=of_twenty, elsewhere=elsewhere), check_words)
    assert [one.level for one in told] == ([] if level is None else [level])
    if level is not None:
        assert f"“催齐”成了线0的记号：20 个线0选项里 {of_twenty} 个有它" in told[0].problem.text
        assert f"全部 {of_twenty + elsewhere} 处有 {of_twenty} 处在这里" in told[0].problem.text


def test_of_words_within_one_another_only_the_longest_that_says_as_much_is_told() -> None:
    (word,) = signature_words(signed("催齐它", of_twenty=9))
    assert (word.text, word.own, word.all, word.offered) == ("催齐它", 9, 9, 20)


def test_what_only_stands_in_one_line_is_guessed_by_counting_words_and_that_is_no_finding() -> None:
    bank = signed("催齐", of_twenty=20)
    assert giveaway(bank).by_key["l0"] == 1.0
    (figure,) = [one for one in measure_words(bank) if one.id == "naive-bayes"]
    assert (figure.holds, figure.limit) == (None, "不限")


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
            (one.id, letter): OptionJudgement(key, letter == "A", letter == "B", text_digest(option.text))
            for one in items
            for letter, option, key in zip(one.letters, one.options, reading, strict=True)
        }
        sheets.append(JudgeSheet(f"j{number}", judgements))
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
    assert figures.reluctant == {"l0": 0.0, "l1": 1.0, "l2": 0.0}


@pytest.mark.parametrize(("shunned", "told"), [(1, False), (2, True)])
def test_standing_back_may_be_what_one_least_admits_in_a_third_of_the_items(shunned: int, told: bool) -> None:
    keys = ("l0", "l1", STAND_BACK)
    items = [item(number, keys) for number in range(3)]
    sheets = judging(items, *[keys] * 3)
    for sheet in sheets.sheets:
        for number, one in enumerate(items):
            for letter in one.letters:
                judgement = sheet.judgements[one.id, letter]
                is_it = letter == ("C" if number < shunned else "A")
                sheet.judgements[one.id, letter] = judgement._replace(reluctant=is_it)  # type: ignore[index]
    findings = list(check_blind(Subject(bank_of(2, items), NOWHERE), sheets))
    assert any("最不愿承认" in finding.problem.text for finding in findings) is told
    figure = next(one for one in measure_blind(bank_of(2, items), sheets) if one.id == "reluctant-back")
    assert (figure.figure, figure.holds) == (round(shunned / 3, 4), not told)


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
