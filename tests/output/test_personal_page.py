"""How long a person's pages are on the terminal, and what stands in which."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from rolecheck.measure.lab.experiment import take_through
from rolecheck.measure.lab.population import PRIOR, Bot, BotRule, Second, draw_person, world_of
from rolecheck.measure.scoring import sheet_of
from rolecheck.measure.verdict import Verdict
from rolecheck.output.html import html_text, svg_text
from rolecheck.output.terminal import Screen
from rolecheck.output.terminal_page import page_lines
from rolecheck.report.page import Page
from rolecheck.report.personal.pages import answer_page, personal_page, shares
from rolecheck.report.personal.report import PersonalReport, personal_report
from rolecheck.report.personal.talking_points import TalkingPoint
from rolecheck.session.session import Form, Session
from tests.builders import shipped, shipped_examiner
from tests.pages import headings, texts
from tests.persons import BETWEEN, NAMED, PERSONS, UNCLEAR

LONG = replace(NAMED, notices=("这次答得比读题还快，平均一秒翻过 25 个字以上，看结果前不妨挑几题重读一遍。",) * 2)


def simulated(form: Form, people: int) -> list[PersonalReport]:
    """Return the reports of people drawn from the prior, each with a card that may be another line's."""
    bank = shipped()
    lines, dice = [line.id for line in bank.roles.lines], [Random(f"length/{number}") for number in range(people)]
    drawn = [draw_person(PRIOR, lines, Second.ALWAYS, each, world_of(PRIOR, 1, n)) for n, each in enumerate(dice)]
    return reports(take_through(shipped_examiner(), form, drawn, range(people)))


def clickers(form: Form, people: int) -> list[PersonalReport]:
    """Return the reports of people who click at random."""
    bots = [Bot(BotRule.UNIFORM, 1.0, Random(f"clicker/{number}")) for number in range(people)]
    return reports(take_through(shipped_examiner(), form, bots, range(people)))


def reports(sessions: Sequence[Session]) -> list[PersonalReport]:
    roles = shipped().roles.roles
    cards = [replace(session, title=roles[n % len(roles)].id) for n, session in enumerate(sessions)]
    profiles = shipped_examiner().measure_many(map(sheet_of, cards))
    return [personal_report(shipped_examiner(), *each) for each in zip(cards, profiles, strict=True)]


def length(page: Page, columns: int = 80) -> int:
    return sum(1 for _ in page_lines(page, Screen(columns)))


@pytest.mark.parametrize("report", [*PERSONS.values(), LONG], ids=[*PERSONS, "noticed"])
def test_the_last_screen_of_a_quiz_is_one_screen(report: PersonalReport) -> None:
    # A line below is left for the cursor, and one for where the result was kept.
    assert length(answer_page(report)) <= 22


def test_the_report_of_a_named_person_is_read_at_one_go_and_of_a_random_clicker_at_a_glance() -> None:
    assert length(personal_page(NAMED)) <= 70
    assert length(personal_page(UNCLEAR)) <= 30


@pytest.mark.parametrize(("form", "people"), [(Form.QUICK, 40), (Form.STANDARD, 32), (Form.FULL, 16)])
def test_whoever_is_named_is_told_it_in_seventy_lines_and_a_random_clicker_in_thirty(form: Form, people: int) -> None:
    named = [report for report in simulated(form, people) if report.conclusion.verdict is Verdict.NAMED]
    unclear = [report for report in clickers(form, 10) if report.conclusion.verdict is Verdict.UNCLEAR]

    assert len(named) >= 10
    assert len(unclear) >= 8
    assert [length(personal_page(report)) for report in named if length(personal_page(report)) > 70] == []
    assert [length(personal_page(report)) for report in unclear if length(personal_page(report)) > 30] == []


def test_what_a_terminal_leaves_out_of_the_judgement_it_counts_and_a_file_has() -> None:
    short, whole = "".join(texts(personal_page(NAMED))), "".join(texts(personal_page(NAMED, whole=True)))

    assert "还有 4 题站得住" in short
    assert "题站得住" not in whole
    assert short.count("没回不等于同意") == 1
    assert whole.count("没回不等于同意") == len(NAMED.judged)


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
    text, whole = ("".join(texts(personal_page(NAMED, whole=whole))) for whole in (False, True))

    for row in NAMED.judged:
        assert f"{row.moment}→ {row.chosen}" in whole
        assert row.credit == 1 or f"{row.moment}→ {row.chosen}" in text
    assert "6 题得 4.5 分" in text


def test_a_moment_that_is_talked_of_is_not_shown_as_evidence_too() -> None:
    (against, *_) = NAMED.opposing
    point = TalkingPoint(f"也有对不上的：{against.moment}那一题。", against.number)
    talked = replace(NAMED, faces=None, talk=(NAMED.talk[0], point))

    assert "".join(texts(personal_page(talked))).count(against.moment) == 1


def test_bars_of_shares_stand_beside_their_intervals_and_stepping_back_is_no_bar() -> None:
    bars = shares(NAMED)

    assert [bar.label for bar in bars.rows] == ["交付", "运营", "推进", "实施", "项目", "产品"]
    assert all(bar.low < bar.mean < bar.high <= bars.scale <= 1 for bar in bars.rows)
    assert "退后（先不站出来）另算：12 个时刻里退后 1 次" in "".join(texts(personal_page(NAMED)))


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
