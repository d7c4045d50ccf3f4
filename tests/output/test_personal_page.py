"""How long a person's pages are on the terminal, and what stands in which."""

from dataclasses import replace

import pytest

from rolecheck.output.html import html_text, svg_text
from rolecheck.output.terminal import Screen
from rolecheck.output.terminal_page import page_lines
from rolecheck.report.page import Page
from rolecheck.report.personal.pages import answer_page, personal_page, shares
from rolecheck.report.personal.report import PersonalReport
from tests.pages import headings, texts
from tests.persons import BETWEEN, NAMED, PERSONS, UNCLEAR

LONG = replace(NAMED, notices=("这次答得比读题还快，平均一秒翻过 25 个字以上，看结果前不妨挑几题重读一遍。",) * 2)


def length(page: Page, columns: int = 80) -> int:
    return sum(1 for _ in page_lines(page, Screen(columns)))


@pytest.mark.parametrize("report", [*PERSONS.values(), LONG], ids=[*PERSONS, "noticed"])
def test_the_last_screen_of_a_quiz_is_one_screen(report: PersonalReport) -> None:
    # A line below is left for the cursor, and one for where the result was kept.
    assert length(answer_page(report)) <= 22


def test_the_report_of_a_named_person_is_read_at_one_go_and_of_a_random_clicker_at_a_glance() -> None:
    assert length(personal_page(NAMED)) <= 70
    assert length(personal_page(UNCLEAR)) <= 30


def test_the_answer_comes_first_and_what_it_is_not_last() -> None:
    found = headings(personal_page(NAMED))

    assert [heading[:4] for heading in found] == [
        *("为什么是", "6 条线", "名片和三", "还看不出", "在哪个阶", "判断：结", "也有对不", "可以拿去"),
    ]
    said = list(texts(personal_page(NAMED)))
    assert said.index(NAMED.conclusion.statement) < 5
    assert said[-1] == NAMED.disclaimer


def test_what_cannot_be_told_takes_one_line_each() -> None:
    for report in (NAMED, BETWEEN, UNCLEAR):
        lines = [line.plain.strip() for line in page_lines(personal_page(report), Screen(80))]
        unsaid = lines[lines.index("还看不出的") + 1 :]
        assert all(line.startswith(("名片    ", "三个面  ", "补位", "判断")) for line in unsaid[: unsaid.index("")])


def test_an_undecided_report_decides_nothing_further_down() -> None:
    text = "".join(texts(personal_page(UNCLEAR)))

    assert "先站到" not in text
    assert "可以拿去谈的" not in text
    assert "名片" not in text
    assert "rolecheck explain" not in "".join(line.plain for line in page_lines(personal_page(UNCLEAR), Screen(80)))


def test_every_judgement_says_what_was_chosen_and_what_it_earned_and_why_it_was_not_all() -> None:
    text = "".join(texts(personal_page(NAMED)))

    for row in NAMED.judged:
        assert f"{row.moment}→ {row.chosen}" in text
    assert "6 题得 4.5 分" in text
    assert text.count(NAMED.judged[0].debrief) == 2
    assert "".join(texts(personal_page(NAMED, whole=True))).count(NAMED.judged[0].debrief) == 6


def test_a_moment_that_is_talked_of_is_not_shown_as_evidence_too() -> None:
    (against, *_) = NAMED.opposing
    talked = replace(NAMED, faces=None, talk=(NAMED.talk[0], f"也有对不上的：{against.moment}那一题。"))

    assert "".join(texts(personal_page(talked))).count(against.moment) == 1


def test_bars_of_shares_stand_beside_their_intervals_and_stepping_back_is_no_bar() -> None:
    bars = shares(NAMED)

    assert [bar.label for bar in bars.rows] == ["交付", "运营", "推进", "实施", "项目", "产品"]
    assert all(bar.low < bar.mean < bar.high <= bars.scale <= 1 for bar in bars.rows)
    assert "退后另算：12 个时刻里退后 1 次" in "".join(texts(personal_page(NAMED)))


def test_certainty_is_explained_once() -> None:
    assert "".join(texts(personal_page(NAMED))).count("把握的意思") == 1
    assert "".join(texts(answer_page(NAMED))).count("把握的意思") == 1


def test_a_web_page_tells_nobody_what_to_type() -> None:
    for report in PERSONS.values():
        body = html_text(personal_page(report, whole=True)).partition("<body>")[2]
        assert "rolecheck" not in body
        assert "--" not in body


def test_the_picture_alone_says_what_it_is_not() -> None:
    drawn = svg_text(shares(NAMED), "6 条线各占多少", "右边是范围", NAMED.disclaimer)

    assert "不用于招聘" in drawn
    assert drawn.count('class="interval"') == 3 * len(NAMED.shares)
