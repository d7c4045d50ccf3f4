import dataclasses
from collections.abc import Iterator

import pytest

from rolecheck.bank.items import Facet
from rolecheck.measure.examiner import Examiner
from rolecheck.measure.verdict import BEYOND_CHANCE, TitleMatch, Verdict, conclude, match_title
from rolecheck.output.markdown import render_markdown
from rolecheck.output.personal import personal_page
from rolecheck.output.personal_document import personal_document
from rolecheck.output.terminal import Page
from rolecheck.report.card import share_card
from rolecheck.report.conclusion import compare_title, draw_conclusion
from rolecheck.report.personal import PersonalReport, personal_report
from rolecheck.session.form import Form
from rolecheck.session.session import Response
from rolecheck.typesetting import width
from tests.conftest import Reporting

LINES = ("product", "project", "pusher", "implementation", "delivery", "operations")
FORBIDDEN_START = "，。、；：？！）」』”"


def page(report: PersonalReport, columns: int) -> str:
    return "\n".join(line.plain.rstrip() for line in personal_page(report, Page(columns)))


def texts(value: object) -> Iterator[str]:
    """Yield every text a report holds, however deep."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part)


def test_a_named_line_is_said_with_its_confidence_and_the_card_beside_it(reporting: Reporting) -> None:
    _, report = reporting(["delivery"], title="project-manager", faith=0.95, second=1.0)
    assert report.conclusion.verdict is Verdict.NAMED
    assert report.conclusion.lead == "你的作答显示，你实际扛的是"
    assert report.conclusion.statement == "交付线 · 结果被接住"
    assert report.conclusion.certainty.startswith("把握 ")
    assert report.title is not None
    assert report.title.match is TitleMatch.DIFFERS
    assert report.title.card == "名片上是项目经理（过程可控）"


def test_the_confidence_on_the_page_is_the_one_in_the_profile(examiner: Examiner, reporting: Reporting) -> None:
    session, report = reporting(["operations"])
    profile = examiner.measure(session.responses)
    assert report.conclusion.certainty == f"把握 {profile.confidence:.0%}".replace("%", " %")


def test_without_a_card_nothing_is_said_about_one(reporting: Reporting) -> None:
    _, report = reporting(["delivery"])
    assert report.title is None
    assert "名片" not in page(report, 80)


def test_who_steps_back_is_told_so_and_not_named(reporting: Reporting) -> None:
    _, report = reporting(["none"], faith=1.0, title="delivery-manager")
    assert report.conclusion.verdict is Verdict.STANDS_BACK
    assert report.stand_back.count == report.stand_back.asked >= 8
    assert report.explore is None
    assert any("名片写着交付经理" in sentence for sentence in report.talk)


def test_an_unclear_verdict_says_what_would_settle_it(reporting: Reporting) -> None:
    unclear = [report for seed in range(12) for _, report in [reporting(seed=seed, second=0.0)]]
    unclear = [report for report in unclear if report.conclusion.verdict in {Verdict.UNCLEAR, Verdict.BETWEEN}]
    assert unclear
    for report in unclear:
        assert any("只选了一个" in way for way in report.settle)


def test_where_random_picking_does_as_well_neither_line_nor_card_is_concluded_on(examiner: Examiner) -> None:
    item = examiner.bank.of(Facet.RESPONSIBILITY)[0]
    measured = examiner.measure([Response(item.id, "A")], title="project-manager")
    chances = (0.01, 0.02, 0.01, 0.03, 0.92, 0.01)

    def said(beyond_chance: float) -> tuple[str, str | None]:
        near = dataclasses.replace(measured.responsibility, p_largest=chances, beyond_chance=beyond_chance)
        profile = dataclasses.replace(
            measured,
            responsibility=near,
            verdict=conclude(near),
            title_match=match_title(near.p_largest, conclude(near), 1),
        )
        title = compare_title(examiner.bank, profile, "project-manager")
        return draw_conclusion(examiner.bank, profile, None).certainty, title.statement if title else None

    assert said(BEYOND_CHANCE) == ("把握 92 %", "看不出名实符不符")
    certainty, title = said(BEYOND_CHANCE - 0.1)
    assert certainty == "眼下靠前的是交付 92 %、实施 3 %，证据还不够，先不下结论"
    assert title is None


def test_a_clear_verdict_needs_nothing_settled(reporting: Reporting) -> None:
    _, report = reporting(["pusher"])
    assert report.settle == ()


def test_what_would_settle_counts_the_items_left(reporting: Reporting) -> None:
    reports = [reporting(seed=seed, form=Form.QUICK, faith=0.0)[1] for seed in range(12)]
    unclear = [report for report in reports if report.settle]
    assert unclear
    assert any("题库里还有" in way for report in unclear for way in report.settle)


def test_measured_on_one_line_while_standing_on_another_is_what_the_faces_say(reporting: Reporting) -> None:
    _, report = reporting(["delivery"], ["project"], ["project"], faith=0.95, second=1.0)
    assert report.faces is not None
    assert [face.line for face in report.faces.faces] == ["项目", "项目", "交付"]
    assert "交付线（结果被接住）" in report.faces.reading
    assert "项目线（过程可控）" in report.faces.reading


def test_the_faces_are_compared_in_one_statement_with_its_chance(reporting: Reporting) -> None:
    _, report = reporting(["delivery"], ["project"], ["project"], faith=0.95, second=1.0)
    assert report.faces is not None
    assert report.faces.certainty.startswith("把握 ")
    assert float(report.faces.certainty.split()[1].lstrip(">")) >= 80


def test_faces_are_not_compared_while_it_is_open_where_one_stands(reporting: Reporting) -> None:
    reports = [reporting(seed=seed, second=0.0)[1] for seed in range(6)]
    unnamed = [report for report in reports if report.conclusion.verdict is not Verdict.NAMED]
    assert unnamed
    assert all(report.faces is not None and "比不了" in report.faces.statement for report in unnamed)


def test_between_two_lines_the_moments_are_told_by_the_line_they_pull_to(
    examiner: Examiner, reporting: Reporting
) -> None:
    found = (
        (session, report)
        for seed in range(40)
        for session, report in [reporting(["delivery", "operations"], faith=0.6, seed=seed, second=1.0)]
        if report.conclusion.verdict is Verdict.BETWEEN and report.supporting and report.opposing
    )
    session, report = next(found)
    profile = examiner.measure(session.responses)
    first, second = (examiner.bank.roles.lines[line].short for line in (profile.primary, profile.runner_up))
    assert report.telling.heading == f"哪些时刻拉向{first}线，哪些拉向{second}线"
    text = page(report, 80)
    assert text.index(f"  拉向{first}线\n") < text.index(f"  拉向{second}线\n")
    assert all(row.effect.startswith("×") for row in report.supporting + report.opposing)
    document = render_markdown(personal_document(report))
    assert document.count(f"**拉向{second}线 ×") == len(report.opposing)


def test_a_notice_stands_before_the_figures_and_says_the_floor(examiner: Examiner, reporting: Reporting) -> None:
    session, _ = reporting(["delivery"])
    strict = Examiner(examiner.bank, fastest=12.5)
    report = personal_report(strict, session, strict.measure(session.responses, seconds=1))
    text = page(report, 80)
    assert "一秒翻过 12.5 个字" in "".join(text.split("\n   ")[:9]).replace("\n", "")
    assert text.index("留意 ") < text.index("条线各占多少")
    document = render_markdown(personal_document(report))
    assert document.index("留意") < document.index("条线各占多少")


def test_the_quick_form_shows_no_faces_and_no_judgement(reporting: Reporting) -> None:
    _, report = reporting(["product"], form=Form.QUICK)
    assert report.faces is None
    assert report.judgement is None


def test_traps_walked_into_are_named_with_their_meaning(reporting: Reporting) -> None:
    _, report = reporting(["delivery"], credit=False)
    assert report.judgement is not None
    assert report.judgement.credit == "0"
    assert {row.name for row in report.judgement.rows} <= {"沉默当同意", "签字当认可", "妥协当共识"}
    assert report.judgement.rows


def test_supporting_evidence_is_for_and_opposing_evidence_against(examiner: Examiner, reporting: Reporting) -> None:
    session, report = reporting(["delivery", "project"], faith=0.6)
    assert report.supporting
    assert all(row.factor > 1 for row in report.supporting)
    assert all(row.factor < 1 for row in report.opposing)
    for row in report.supporting + report.opposing:
        response = session.responses[row.number - 1]
        assert row.choices[0][1] == examiner.bank.by_id[response.item].option(response.first).text


def test_stage_counts_add_up_to_the_first_choices(examiner: Examiner, reporting: Reporting) -> None:
    session, report = reporting(["delivery", "none"], faith=0.5)
    for row in report.stages:
        assert row.asked == row.stand_back + sum(count for _, count in row.lines)
    asked = [r for r in session.responses if examiner.bank.by_id[r.item].facet == "responsibility"]
    assert sum(row.asked for row in report.stages) == len(asked) == report.stand_back.asked


@pytest.mark.parametrize("seed", range(12))
def test_there_are_two_or_three_things_to_talk_about_and_they_differ(reporting: Reporting, seed: int) -> None:
    _, report = reporting([LINES[seed % 6]], [LINES[(seed + 1) % 6]], title="project-manager", seed=seed, faith=0.5)
    assert 2 <= len(report.talk) <= 3
    assert len(set(report.talk)) == len(report.talk)


def test_nothing_settled_is_said_where_something_is_out_of_line(reporting: Reporting) -> None:
    for seed in range(10):
        _, report = reporting(["delivery"], ["project"], ["project"], "project-manager", seed)
        assert not any("没看出要紧的错位" in sentence for sentence in report.talk)


def test_claims_are_about_answers_and_never_about_what_someone_is(reporting: Reporting) -> None:
    reports = [reporting([line], title="project-manager")[1] for line in (*LINES, "none")]
    for report in reports:
        assert not [text for text in texts(report) if "你是" in text or "{" in text]


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize("seed", range(6))
def test_no_line_is_too_wide_or_begins_wrongly_at_any_width(reporting: Reporting, columns: int, seed: int) -> None:
    _, report = reporting([LINES[seed], "none"], title="implementation-manager", seed=seed, faith=0.5)
    for line in page(report, columns).splitlines():
        assert width(line) <= columns, line
        assert not line.strip().startswith(tuple(FORBIDDEN_START)), line


def test_a_card_of_doubtful_answers_says_so(reporting: Reporting) -> None:
    _, report = reporting(["delivery"])
    assert "存疑" not in "".join(share_card(dataclasses.replace(report, notices=())).lines)
    assert "存疑" in share_card(dataclasses.replace(report, notices=("这次答得快。",))).lines[-1]
