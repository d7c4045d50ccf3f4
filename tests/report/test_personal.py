"""What a report is made of: only what the profile allows, and everything it does."""

import dataclasses

import pytest

from rolecheck.bank.items import Facet
from rolecheck.measure.forms import usual_reading
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.scoring import Profile
from rolecheck.measure.summary import Estimate
from rolecheck.measure.verdict import TitleMatch, Verdict
from rolecheck.report.page import Command
from rolecheck.report.personal.conclusion import compare_title, draw_conclusion
from rolecheck.report.personal.pages import answer_page, personal_page
from rolecheck.report.personal.report import personal_report, share_card
from rolecheck.report.wording import minutes_words
from rolecheck.session.session import Form, Response
from tests.builders import shipped
from tests.conftest import Reporting
from tests.pages import texts, walk

LINES = ("product", "project", "pusher", "implementation", "delivery", "operations")


def test_a_named_line_is_said_with_its_confidence_and_the_card_beside_it(reporting: Reporting) -> None:
    _, report = reporting(["delivery"], title="project-manager", faith=0.95, second=1.0)
    assert report.conclusion.verdict is Verdict.NAMED
    assert report.conclusion.lead == "你的作答显示，你实际扛的是"
    assert report.conclusion.statement == "交付线 · 结果被接住"
    assert report.conclusion.certainty.startswith("把握 ")
    assert report.title is not None
    assert report.title.match is TitleMatch.DIFFERS
    assert report.title.card == "名片上是项目经理（过程可控）"


def test_what_it_means_to_stand_there_is_said_in_the_roles_own_words(examiner: Examiner, reporting: Reporting) -> None:
    _, report = reporting(["delivery"], faith=0.95, second=1.0)
    role = examiner.bank.roles.role("delivery-manager")
    for said in (role.answers_for[0], role.stands_up[0].when, role.says[0]):
        assert said in report.conclusion.meaning


def test_the_confidence_on_the_page_is_the_one_in_the_profile(examiner: Examiner, reporting: Reporting) -> None:
    session, report = reporting(["operations"])
    profile = examiner.measure(session.responses)
    assert report.conclusion.certainty == f"把握 {profile.confidence:.0%}".replace("%", " %")
    assert f"约有 {round(profile.confidence * 100)} 个" in report.conclusion.sureness


def test_without_a_card_nothing_is_said_about_one(reporting: Reporting) -> None:
    _, report = reporting(["delivery"])
    assert report.title is None
    assert "名片" not in "".join(texts(personal_page(report, whole=True)))


def test_who_steps_back_is_told_so_and_not_named(reporting: Reporting) -> None:
    _, report = reporting(["none"], faith=1.0, title="delivery-manager")
    assert report.conclusion.verdict is Verdict.STANDS_BACK
    assert report.stand_back.count == report.stand_back.asked >= 8
    assert report.explore is None
    assert any("名片写着交付经理" in point.text for point in report.talk)


def profile_of(examiner: Examiner, verdict: Verdict, match: TitleMatch) -> Profile:
    """Return a profile of this verdict, whoever's it is, that holds the card of a project manager to be this."""
    item = examiner.bank.of(Facet.RESPONSIBILITY)[0]
    measured = examiner.measure([Response(item.id, "A")], title="project-manager")
    near = dataclasses.replace(measured.responsibility, p_largest=(0.01, 0.02, 0.01, 0.03, 0.92, 0.01))
    return dataclasses.replace(measured, responsibility=near, verdict=verdict, title_match=match)


@pytest.mark.parametrize("verdict", [each for each in Verdict if each is not Verdict.NAMED])
def test_who_is_not_named_is_told_nothing_of_the_card(examiner: Examiner, verdict: Verdict) -> None:
    profile = profile_of(examiner, verdict, TitleMatch.DIFFERS)
    assert compare_title(examiner.bank, profile, "project-manager") is None
    named = dataclasses.replace(profile, verdict=Verdict.NAMED)
    assert compare_title(examiner.bank, named, "project-manager") is not None


def test_between_two_lines_what_tells_them_apart_is_said_where_the_sources_do(examiner: Examiner) -> None:
    profile = profile_of(examiner, Verdict.BETWEEN, TitleMatch.UNCLEAR)
    meaning = draw_conclusion(examiner.bank, profile, None).meaning
    pairs = {frozenset(each.between): each.text for each in examiner.bank.roles.separations}
    assert meaning == pairs[frozenset({"delivery-manager", "implementation-manager"})]


def test_an_unclear_verdict_says_what_would_settle_it(reporting: Reporting) -> None:
    unclear = [report for seed in range(12) for _, report in [reporting(seed=seed, second=0.0)]]
    unclear = [report for report in unclear if report.conclusion.verdict in {Verdict.UNCLEAR, Verdict.BETWEEN}]
    assert unclear
    for report in unclear:
        assert any("只选了一个" in way for way in report.settle)
        assert report.supporting == report.opposing == () or report.conclusion.verdict is Verdict.BETWEEN


def test_a_clear_verdict_needs_nothing_settled(reporting: Reporting) -> None:
    _, report = reporting(["pusher"])
    assert report.settle == ()


def test_what_would_settle_counts_the_items_left_where_they_are_worth_a_longer_form(reporting: Reporting) -> None:
    reports = [reporting(seed=seed, form=Form.QUICK, faith=0.0)[1] for seed in range(12)]
    unclear = [report for report in reports if report.settle]
    assert unclear
    ways = [way for report in unclear for way in report.settle if "题库里还有" in way]
    assert ways
    assert not any("还有 1 个" in way for way in ways)


def test_where_the_full_form_would_settle_it_the_command_stands_with_its_minutes(reporting: Reporting) -> None:
    takes = minutes_words(usual_reading(shipped(), Form.FULL).minutes)
    reports = [reporting(seed=seed, form=Form.QUICK, faith=0.0)[1] for seed in range(12)]
    reports.append(reporting(["pusher"])[1])
    for page, report in ((page(report), report) for report in reports for page in (personal_page, answer_page)):
        commands = [(each.text, each.command) for each in walk(page) if isinstance(each, Command)]
        offered = ("换全卷再答一遍，" + takes, "rolecheck quiz --form full") in commands
        assert offered == any("换全卷" in way for way in report.settle)
    assert {any("换全卷" in way for way in report.settle) for report in reports} == {True, False}


def test_measured_on_one_line_while_standing_on_another_is_what_the_faces_say(reporting: Reporting) -> None:
    _, report = reporting(["delivery"], ["project"], ["project"], faith=0.95, second=1.0)
    assert report.faces is not None
    assert [face.line for face in report.faces.faces] == ["项目", "项目", "交付"]
    assert "交付线（结果被接住）" in report.faces.reading
    assert "项目线（过程可控）" in report.faces.reading
    assert float(report.faces.certainty.split()[1].lstrip(">")) >= 80


def test_faces_are_not_compared_while_it_is_open_where_one_stands(reporting: Reporting) -> None:
    reports = [reporting(seed=seed, second=0.0)[1] for seed in range(6)]
    unnamed = [report for report in reports if report.conclusion.verdict is not Verdict.NAMED]
    assert unnamed
    assert all(report.faces is not None and not report.faces.reading for report in unnamed)


def test_a_notice_stands_before_the_figures_and_says_the_floor(examiner: Examiner, reporting: Reporting) -> None:
    session, _ = reporting(["delivery"])
    strict = Examiner(examiner.bank, fastest=12.5)
    report = personal_report(strict, session, strict.measure(session.responses, seconds=1))
    said = list(texts(personal_page(report)))
    (notice,) = [text for text in said if "一秒翻过 12.5 个字" in text]
    assert said.index(notice) < next(place for place, text in enumerate(said) if "条线各占多少" in text)


def test_the_quick_form_shows_no_faces_and_no_judgement(reporting: Reporting) -> None:
    _, report = reporting(["product"], form=Form.QUICK)
    assert report.faces is None
    assert report.judged == ()


def test_every_judgement_item_comes_with_what_was_chosen_its_credit_and_its_debrief(
    examiner: Examiner, reporting: Reporting
) -> None:
    session, report = reporting(["delivery"], credit=False)
    judged = [response for response in session.responses if examiner.bank.by_id[response.item].facet == "judgement"]
    items = {examiner.bank.by_id[response.item].debrief: (response.item, response.first) for response in judged}
    assert len(report.judged) == len(judged) > 0
    for row in report.judged:
        item, letter = items[row.debrief]
        option = examiner.bank.by_id[item].option(letter)
        assert (row.chosen, row.credit) == (option.text, option.credit or 0.0)
        assert row.trap == ("" if option.trap is None else examiner.bank.traps[option.trap].name)
    assert [row.credit for row in report.judged] == sorted(row.credit for row in report.judged)


def test_supporting_evidence_is_for_and_opposing_evidence_against(examiner: Examiner, reporting: Reporting) -> None:
    session, report = reporting(["delivery", "project"], faith=0.6, seed=3, second=1.0)
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
def test_there_are_up_to_three_things_to_talk_about_and_they_differ(reporting: Reporting, seed: int) -> None:
    _, report = reporting([LINES[seed % 6]], [LINES[(seed + 1) % 6]], title="project-manager", seed=seed, faith=0.5)
    assert 1 <= len(report.talk) <= 3
    assert len(set(report.talk)) == len(report.talk)


def test_nothing_settled_is_said_where_something_is_out_of_line(reporting: Reporting) -> None:
    reports = [reporting(["delivery"], ["project"], ["project"], "project-manager", seed)[1] for seed in range(10)]
    out_of_line = [report for report in reports if report.faces is not None and report.faces.reading]
    assert out_of_line
    assert not any("没看出要紧的错位" in point.text for report in out_of_line for point in report.talk)


def test_claims_are_about_answers_and_never_about_what_someone_is(reporting: Reporting) -> None:
    reports = [reporting([line], title="project-manager")[1] for line in (*LINES, "none")]
    for report in reports:
        for page in (personal_page(report, whole=True), answer_page(report)):
            assert not [text for text in texts(page) if "你是" in text or "{" in text]


def test_someone_answered_about_is_called_by_name(examiner: Examiner) -> None:
    profile = profile_of(examiner, Verdict.NAMED, TitleMatch.UNCLEAR)
    conclusion = draw_conclusion(examiner.bank, profile, "老李")
    assert "老李实际扛的是" in conclusion.lead
    assert "老李得认" in conclusion.meaning


def test_stepping_back_is_written_with_its_interval(examiner: Examiner, reporting: Reporting) -> None:
    session, _ = reporting(["delivery"])
    measured = examiner.measure(session.responses)
    back = dataclasses.replace(measured.responsibility, stand_back=Estimate(0.081, 0.02, 0.18))
    report = personal_report(examiner, session, dataclasses.replace(measured, responsibility=back))
    assert (report.stand_back.share, report.stand_back.interval) == ("8 %", "2 – 18")


def test_a_card_of_doubtful_answers_says_so(reporting: Reporting) -> None:
    _, report = reporting(["delivery"])
    assert "存疑" not in "".join(share_card(dataclasses.replace(report, notices=())).lines)
    assert "存疑" in share_card(dataclasses.replace(report, notices=("这次答得快。",))).lines[-1]
