"""Mirrored items as a bank holds them: read, told when they do not fit, checked as texts and left out of the counts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rolecheck.bank.checks.design import check_framings, check_letters, check_lines, check_pairs, check_stages
from rolecheck.bank.checks.findings import Finding, Rule, Subject
from rolecheck.bank.checks.giveaway import giveaway
from rolecheck.bank.checks.lengths import check_means, check_options, check_stems
from rolecheck.bank.checks.repeats import check_repeats
from rolecheck.bank.items import Bank, Facet
from rolecheck.bank.loading import load_bank
from rolecheck.bank.places import FilePlaces, Places
from rolecheck.bank.roles import STAND_BACK
from rolecheck.bank.yaml_nodes import MapNode
from rolecheck.errors import Problem
from tests.builders import block_bank, mirrored, shipped

QUESTIONS = "questions.yaml"

MIRROR = """\
  - id: finish-leak-again
    mirrors: finish-leak
    facet: responsibility
    stage: finish
    framing: act
    stem: 明天交钥匙，今晚灶台边滴滴答答。
    options:
      - {key: none, text: 写进清单让物业来}
      - {key: test, text: 挨间泼水再看一遍}
      - {key: draw, text: 摊开排水图找原因}
      - {key: build, text: 夜里爬上去补一层}
    debrief: 还是那几样。
"""

Told = Callable[[], tuple[Problem, ...]]


def add(folder: Path, *items: str) -> str:
    """Put items behind the others and return the file."""
    text = (folder / QUESTIONS).read_text(encoding="utf-8") + "".join(items)
    (folder / QUESTIONS).write_text(text, encoding="utf-8")
    return text


def test_a_mirrored_item_is_in_the_bank_and_measures_nothing(folder: Path) -> None:
    before = load_bank(folder)
    add(folder, MIRROR)
    bank = load_bank(folder)
    assert [item.id for item in bank.mirrors] == ["finish-leak-again"]
    assert bank.by_id["finish-leak-again"].mirrors == "finish-leak"
    assert bank.of(Facet.RESPONSIBILITY) == before.of(Facet.RESPONSIBILITY)
    assert bank.items == (*before.items, *bank.mirrors)
    assert before.mirrors == ()


def test_whom_an_item_mirrors_is_part_of_the_content(folder: Path) -> None:
    other = MIRROR.replace("finish-leak", "finish-drip").replace("    mirrors: finish-drip\n", "")
    text = add(folder, other.replace("finish-drip-again", "finish-drip"), MIRROR)
    of_leak = load_bank(folder).digest
    (folder / QUESTIONS).write_text(text.replace("mirrors: finish-leak", "mirrors: finish-drip"), encoding="utf-8")
    of_drip = load_bank(folder).digest
    (folder / QUESTIONS).write_text(text.replace("    mirrors: finish-leak\n", ""), encoding="utf-8")
    assert len({of_leak, of_drip, load_bank(folder).digest}) == 3


def test_an_item_may_mirror_one_that_comes_after_it(folder: Path) -> None:
    text = (folder / QUESTIONS).read_text(encoding="utf-8").replace("items:\n", f"items:\n{MIRROR}")
    (folder / QUESTIONS).write_text(text, encoding="utf-8")
    assert [item.id for item in load_bank(folder).mirrors] == ["finish-leak-again"]


@pytest.mark.parametrize(
    ("old", "new", "at_and_words"),
    [
        ("mirrors: finish-leak", "mirrors: finish-leek", ("mirrors:", "finish-leek", "没有", "finish-leak")),
        ("mirrors: finish-leak", "mirrors: finish-leak-again", ("mirrors:", "自己", "请写")),
        ("mirrors: finish-leak", "mirrors: duty-monday", ("mirrors:", "duty-monday", "不是责任题", "请写")),
        ("mirrors: finish-leak", "mirrors: [finish-leak]", ("mirrors:", "mirrors", "一段文字")),
        ("stage: finish", "stage: start", ("stage: start", "start", "finish-leak", "请改成 finish")),
        ("framing: act", "framing: look", ("framing: look", "look", "finish-leak", "请改成 act")),
        ("key: build", "key: keep", ("options:", "finish-leak", "draw、build、test、none")),
        ("      - {key: none, text: 写进清单让物业来}\n", "", ("options:", "同一组", "none")),
    ],
)
def test_a_mirror_that_does_not_fit_is_told_once_where_it_is(
    folder: Path, told: Told, old: str, new: str, at_and_words: tuple[str, ...]
) -> None:
    at, *words = at_and_words
    assert MIRROR.count(old) == 1
    text = add(folder, MIRROR.replace(old, new)).replace(
        "traps:\n", "  - {id: look, facet: responsibility, ask: 你看：}\ntraps:\n"
    )
    (folder / QUESTIONS).write_text(text, encoding="utf-8")
    (problem,) = told()
    lines = text.split("\n")
    place = next(n for n, line in enumerate(lines, 1) if at in line and n > lines.index("  - id: finish-leak-again"))
    assert (Path(problem.source).name, problem.line) == (QUESTIONS, place)
    assert all(word in problem.text for word in words), problem.text


def test_a_mirror_of_a_mirror_and_a_second_mirror_are_told(folder: Path, told: Told) -> None:
    second = MIRROR.replace("finish-leak-again", "finish-leak-thrice")
    third = second.replace("finish-leak-thrice", "finish-leak-fourth").replace(
        "mirrors: finish-leak", "mirrors: finish-leak-again"
    )
    lines = add(folder, MIRROR, second, third).split("\n")
    one, other = told()
    first = lines.index("  - id: finish-leak-again") + 1
    assert lines[(one.line or 0) - 1] == "    mirrors: finish-leak"
    assert f"第 {first} 行" in one.text
    assert lines[(other.line or 0) - 1] == "    mirrors: finish-leak-again"
    assert "自己就是镜像题" in other.text


@pytest.mark.parametrize("item", ["duty-monday", "kpi-bonus", "judge-signature"])
def test_only_responsibility_items_mirror(folder: Path, told: Told, item: str) -> None:
    text = (folder / QUESTIONS).read_text(encoding="utf-8")
    text = text.replace(f"id: {item}\n", f"id: {item}\n    mirrors: finish-leak\n")
    (folder / QUESTIONS).write_text(text, encoding="utf-8")
    (problem,) = told()
    assert text.split("\n")[(problem.line or 0) - 1] == "    mirrors: finish-leak"
    assert "只用在责任题" in problem.text


NOWHERE = Places(FilePlaces("questions.yaml", MapNode(1, ())), FilePlaces("roles.yaml", MapNode(1, ())))


def found(bank: Bank, *rules: Rule) -> list[Finding]:
    return [finding for rule in rules for finding in rule(Subject(bank, NOWHERE))]


def test_the_balance_of_lines_pairs_stages_and_framings_is_that_of_the_items_that_measure() -> None:
    rules = (check_lines, check_pairs, check_stages, check_framings)
    assert found(mirrored(shipped(), 7), *rules) == found(shipped(), *rules)


def test_a_mirror_that_shares_its_words_with_its_original_gives_nothing_away_by_that() -> None:
    bank = mirrored(shipped(), 0)
    assert giveaway(mirrored(bank, 45)).by_key == giveaway(bank).by_key


def test_the_texts_of_mirrors_are_checked_as_those_of_any_item() -> None:
    bank = mirrored(shipped(), 1)
    (mirror,) = bank.mirrors
    wordy = mirror.options[0]._replace(text="再说吧" * 20)
    changed = mirror._replace(stem="客户不签字。", options=(wordy, *mirror.options[1:]))
    texts = [finding.problem.text for finding in found(mirrored(bank, 0, changed), check_stems, check_options)]
    assert any(text.startswith(f"{mirror.id} 的题干 6 个字") for text in texts)
    assert any(text.startswith(f"{mirror.id} 的选项 A 有 60 个字") for text in texts)


def test_where_the_options_of_mirrors_stand_and_how_long_they_are_counts_with_the_others() -> None:
    bank = block_bank(4, 2, 4)
    backed = [
        item._replace(
            id=f"{item.id}-again",
            mirrors=item.id,
            options=tuple(
                option._replace(text=option.text * (3 if option.key == STAND_BACK else 1))
                for option in sorted(item.options, key=lambda option: option.key != STAND_BACK)
            ),
        )
        for item in bank.items
    ]
    told = [finding.problem.text for finding in found(mirrored(bank, 0, *backed), check_letters, check_means)]
    assert any("退后的选项总站在那几个字母上：A 24，B 0，C 24" in text for text in told)
    assert any("退后的选项平均" in text for text in told)


def test_a_mirror_in_the_same_words_is_told_to_find_others() -> None:
    bank = mirrored(shipped(), 1)
    (mirror,) = bank.mirrors
    same = mirror._replace(stem=bank.by_id[mirror.mirrors or ""].stem)
    stems = [
        finding.problem.text for finding in found(mirrored(bank, 0, same), check_repeats) if "题干" in finding[2].text
    ]
    assert len(stems) == 1
    assert "请换个说法来讲" in stems[0]
