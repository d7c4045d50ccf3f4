"""What is said of moments told twice: how many agree, and where two answers part."""

from collections.abc import Callable

import pytest

from rolecheck.bank.items import Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.examiner import Examiner, Profile
from rolecheck.measure.quality import Flag
from rolecheck.output.batch import batch_page
from rolecheck.output.markdown import render_markdown
from rolecheck.output.personal import personal_page
from rolecheck.output.personal_document import personal_document
from rolecheck.output.terminal import Page
from rolecheck.report.batch import FLAG_WORDS, BatchRow, batch_row
from rolecheck.report.personal import FLAG_SENTENCES, PersonalReport, personal_report
from rolecheck.report.score import score_line
from rolecheck.report.team_take import first_choices
from rolecheck.report.told_twice import HEADING, ToldTwice
from rolecheck.report.wording import quote
from rolecheck.session.form import Form
from rolecheck.session.session import Response, Session
from rolecheck.typesetting import width
from tests.builders import by_keys, mirrored, shipped
from tests.measure.people import keys_of

BANK = mirrored(shipped(), 5)
EXAMINER = Examiner(BANK)
Answer = Callable[[int, Item], Response]


def again(choose: Answer) -> tuple[Session, Profile, PersonalReport]:
    """Answer every moment by what comes first of the alphabet, and every second telling as ``choose`` does."""
    moments = [by_keys(item, *keys(item)[:2]) for item in BANK.of(Facet.RESPONSIBILITY)]
    mirrors = [choose(number, mirror) for number, mirror in enumerate(BANK.mirrors)]
    session = Session(Form.FULL, 1, responses=(*moments, *mirrors))
    profile = EXAMINER.measure(session.responses)
    return session, profile, personal_report(EXAMINER, session, profile)


def keys(item: Item) -> list[str]:
    return sorted(keys_of(item))


def the_same(_: int, mirror: Item) -> Response:
    return by_keys(mirror, *keys(mirror)[:2])


def others(_: int, mirror: Item) -> Response:
    return by_keys(mirror, *keys(mirror)[2:4])


def mixed(number: int, mirror: Item) -> Response:
    """Agree thrice, change the two choices about once, and part once."""
    first, second, third, *_ = keys(mirror)
    return by_keys(mirror, *{3: (second, first), 4: (third, None)}.get(number, (first, second)))


def said(report: PersonalReport) -> ToldTwice:
    assert report.told_twice is not None
    return report.told_twice


def test_who_answers_alike_is_told_so_and_nothing_else() -> None:
    _, _, report = again(the_same)
    told = said(report)
    assert told.statement.startswith("问了两回的时刻有 5 个：首选都一样。")
    assert (told.reading, told.apart) == (None, ())


def test_what_parts_is_counted_and_named_by_number_and_moment() -> None:
    _, profile, report = again(mixed)
    told = said(report)
    assert "3 个首选一样，1 个首选和其次对调，1 个首选不同" in told.statement
    assert profile.flags == ()
    mirror = BANK.mirrors[4]
    item = BANK.by_id[mirror.mirrors or ""]
    first, second, third, *_ = ("退后" if key == STAND_BACK else BANK.roles.line(key).short for key in keys(item))
    assert len(told.apart) == 2
    assert told.apart[1] == (
        f"第 5 题（{BANK.roles.stage(item.stage or '').name}）{quote(item)}选了{first}，其次{second}；"
        f"第 50 题{quote(mirror)}选了{third}。"
    )
    assert told.reading is not None
    assert "不算错" in told.reading


def test_who_contradicts_is_told_kindly_and_marked_wherever_marks_are() -> None:
    session, profile, report = again(others)
    assert profile.flags == (Flag.CONTRADICTING,)
    assert report.notices == (FLAG_SENTENCES[Flag.CONTRADICTING],)
    assert len(said(report).apart) == 5
    score = score_line(BANK, profile, None, None, len(session.responses))
    assert score["flags"] == ["contradicting"]
    assert score["mirrors"] == {"pairs": 5, "same_first": 0, "swapped": 0, "points": 0}
    assert batch_row(BANK, profile, "r", None).flags == "两回对不上"


def test_without_a_second_telling_nothing_is_said() -> None:
    responses = tuple(Response(item.id, "A") for item in BANK.of(Facet.RESPONSIBILITY))
    session, profile = Session(Form.FULL, 1, responses=responses), EXAMINER.measure(responses)
    assert personal_report(EXAMINER, session, profile).told_twice is None
    assert score_line(BANK, profile, None, None, 45)["mirrors"] is None


def test_a_second_telling_is_neither_a_moment_of_the_page_nor_of_the_team() -> None:
    session, _, report = again(mixed)
    assert report.stand_back.asked == 45
    assert set(first_choices(BANK, session.responses)) == {item.id for item in BANK.of(Facet.RESPONSIBILITY)}


@pytest.mark.parametrize("columns", [80, 40])
def test_the_page_and_the_document_show_it(columns: int) -> None:
    _, _, report = again(mixed)
    lines = [line.plain for line in personal_page(report, Page(columns))]
    assert max(map(width, lines)) <= columns
    page, text = "".join("".join(lines).split()), "".join(render_markdown(personal_document(report)).split())
    told = said(report)
    for sentence in (HEADING, told.statement, *told.apart, told.reading or ""):
        assert "".join(sentence.split()) in page
        assert "".join(sentence.split()) in text


def test_a_quotation_ends_outside_of_what_is_quoted_in_it() -> None:
    item = BANK.items[0]._replace(stem="客户在群里当着所有人的面问：“到底什么时候能好？”没人接话，也没人下线。")
    assert quote(item) == "“客户在群里当着所有人的面问：‘到底什么时候能好？’没人接话……”"
    assert (
        quote(item._replace(stem="客户在群里留了一句“先这么用着吧”就走了。"))
        == "“客户在群里留了一句‘先这么用着吧’就走了”"
    )


@pytest.mark.parametrize("columns", [40, 73, 74, 80, 120])
def test_a_table_of_respondents_cuts_no_mark_short(columns: int) -> None:
    marks = "、".join(FLAG_WORDS.values())
    rows = [
        BatchRow("张三", "分不出", "", "项目经理", "看不出", flags) for flags in (marks, FLAG_WORDS[Flag.CONTRADICTING])
    ]
    lines = [line.plain for line in batch_page(rows, Page(columns))]
    assert max(map(width, lines)) <= columns
    assert marks in "".join("".join(lines).split())
