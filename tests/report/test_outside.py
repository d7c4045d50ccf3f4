"""Whom the items do not fit: told so, where and how often, and named neither line nor card."""

import dataclasses

import pytest

from rolecheck.bank.items import NONE_FITS, NONE_FITS_TEXT, Facet, Item
from rolecheck.measure.verdict import Verdict
from rolecheck.output.markdown import markdown_text
from rolecheck.output.terminal import Screen
from rolecheck.output.terminal_page import page_lines
from rolecheck.report.personal.pages import answer_page, personal_page
from rolecheck.report.personal.report import PersonalReport, personal_report, share_card
from rolecheck.report.score import batch_row, score_line
from rolecheck.session.session import Form, Response, Session
from tests.builders import shipped, shipped_examiner
from tests.measure.people import in_order_of, take

BANK = shipped()
DELIVERY = in_order_of(["delivery", "none"])


def session(unfit: int, form: Form = Form.STANDARD) -> Session:
    """Return somebody of delivery's line whom the first so many of the items do not fit."""
    asked: list[Item] = []

    def choose(item: Item) -> Response:
        asked.append(item)
        return Response(item.id, NONE_FITS) if len(asked) <= unfit else DELIVERY(item)

    return dataclasses.replace(take(shipped_examiner(), form, 3, choose), title="project-manager")


def report(of: Session) -> PersonalReport:
    profile = shipped_examiner().measure(of.responses, of.title)
    return personal_report(shipped_examiner(), of, profile)


OUTSIDE = report(session(8))
INSIDE = report(session(1))


def pages(shown: PersonalReport) -> list[str]:
    screens = [
        "\n".join(line.plain for line in page_lines(page, Screen(80)))
        for page in (personal_page(shown), answer_page(shown))
    ]
    return [*screens, markdown_text(personal_page(shown, whole=True)), "\n".join(share_card(shown).lines)]


def test_how_often_and_where_is_said_and_what_to_talk_about() -> None:
    assert OUTSIDE.conclusion.verdict is Verdict.OUTSIDE
    assert "多半不在这 6 条线里" in OUTSIDE.conclusion.statement
    assert OUTSIDE.none_fits is not None
    assert OUTSIDE.none_fits.count == 8 == OUTSIDE.stand_back.asked
    assert OUTSIDE.conclusion.certainty == "8 个时刻里 8 个都不像"
    counted = {row.stage: row.none_fits for row in OUTSIDE.stages if row.none_fits}
    assert sum(counted.values()) == OUTSIDE.none_fits.count
    assert all(f"{stage} {count} 个" in OUTSIDE.none_fits.says for stage, count in counted.items())
    assert "别人是为了什么来找你" in OUTSIDE.talk[0].text


@pytest.mark.parametrize("number", range(4))
def test_no_page_names_a_line_or_says_anything_of_the_card(number: int) -> None:
    shown = pages(OUTSIDE)[number]
    assert "名片" not in shown
    assert "项目经理" not in shown
    assert "实际扛" not in shown
    assert "把握" not in shown
    assert "rolecheck explain" not in shown


def test_shares_faces_and_evidence_are_left_out() -> None:
    assert (OUTSIDE.shares, OUTSIDE.faces, OUTSIDE.supporting, OUTSIDE.opposing) == ((), None, (), ())
    assert OUTSIDE.settle == ()


def test_the_line_that_came_nearest_is_told_as_no_more_than_that() -> None:
    nearest = report(session(6, Form.QUICK)).none_fits
    assert nearest is not None
    assert "沾边最多的是交付线" in nearest.says
    alone = report(session(40, Form.QUICK)).none_fits
    assert alone is not None
    assert "没有哪条线沾边" in alone.says


def test_a_few_are_told_and_change_nothing_else() -> None:
    assert INSIDE.conclusion.verdict is Verdict.NAMED
    assert INSIDE.none_fits is not None
    assert "不算进任何一条线" in INSIDE.none_fits.says
    assert "沾边" not in INSIDE.none_fits.says
    assert INSIDE.title is not None
    assert all(NONE_FITS_TEXT in shown for shown in pages(INSIDE)[:3])
    assert report(session(0)).none_fits is None
    assert not any(NONE_FITS_TEXT in shown for shown in pages(report(session(0))))


def test_faces_are_not_compared_where_one_of_them_has_no_choice() -> None:
    of = session(0)
    unfit = tuple(
        Response(response.item, NONE_FITS) if BANK.by_id[response.item].facet is Facet.KPI else response
        for response in of.responses
    )
    assert report(of).faces is not None
    assert report(dataclasses.replace(of, responses=unfit)).faces is None


def test_a_table_of_people_and_the_score_say_it_in_a_word() -> None:
    of = session(8)
    profile = shipped_examiner().measure(of.responses, of.title)
    row = batch_row(BANK, profile, "王小明", of.title)
    assert (row.verdict, row.certainty, row.match) == ("六条之外", "", "")
    score = score_line(BANK, profile, None, of.title, len(of.responses))
    assert (score["verdict"], score["none_fits"], score["title_match"]) == ("outside", 8, "unclear")
