"""What is said of a group: only what its figures allow, of nobody's order, and of no group too small."""

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.items import NONE_FITS
from rolecheck.errors import UsageError
from rolecheck.measure.team import LineStanding
from rolecheck.report.page import Counts, Lane, OptionCount, Options, Page, Part, Table, Tasks
from rolecheck.report.score import read_figures
from rolecheck.report.team import Sort
from rolecheck.report.team.members import Submission
from rolecheck.report.team.relay import read_lines
from rolecheck.report.team.report import TeamReport, team_data, team_page
from tests.pages import headings, texts, walk
from tests.teams import LINES, answers, bank, group_of, report_of, score, take, team

NAMES = ["王小明", "李雷", "韩梅梅", "赵六", "钱七", "周九", "吴十", "郑十一"]


def section(report: TeamReport, name: str) -> Part:
    return next(part for part in report.parts if part.id == name)


def said(part: Part) -> str:
    """Return every text of a section."""
    return "\n".join(texts(part))


def tables(part: Part) -> list[Table]:
    return [each for each in walk(part) if isinstance(each, Table)]


def divided(report: TeamReport) -> list[Part]:
    return [part for part in section(report, "disagreement").blocks if isinstance(part, Part)]


def options(part: Part) -> tuple[OptionCount, ...]:
    return next(block.rows for block in part.blocks if isinstance(block, Options))


def standing(chances: list[float]) -> tuple[LineStanding, float]:
    """Return what is said of the first line when people carry it with these chances."""
    takes = [take(f"p{number}", record=score(LINES[0], chance)) for number, chance in enumerate(chances)]
    reading = read_lines(group_of(takes))[0]
    return reading.standing, reading.chance


def test_a_gap_is_told_from_four_in_five_on_and_not_below() -> None:
    assert standing([0.1, 0.1])[0] is LineStanding.GAP
    assert standing([0.1, 0.1])[1] == pytest.approx(0.81)
    assert standing([0.1, 0.12])[0] is LineStanding.UNSURE
    assert standing([0.1, 0.12])[1] == pytest.approx(1 - 0.9 * 0.88)


@pytest.mark.parametrize(
    ("chances", "expected"),
    [
        ([0.95, 0.02, 0.02], LineStanding.SINGLE),
        ([0.95, 0.95, 0.95, 0.9], LineStanding.OVERLAP),
        ([0.95, 0.95, 0.02], LineStanding.CARRIED),
        ([0.5, 0.5], LineStanding.UNSURE),
    ],
)
def test_what_is_said_of_a_line_is_the_strongest_thing_its_chance_allows(
    chances: list[float], expected: LineStanding
) -> None:
    assert standing(chances)[0] is expected


@pytest.mark.parametrize("people", [1, 2, 10, 12, 60])
def test_of_people_who_answered_nothing_nothing_is_said(people: int) -> None:
    takes = [take(f"p{number}", record=score(LINES[0], 1 / 6), chosen={}) for number in range(people)]

    assert {reading.standing for reading in read_lines(group_of(takes))} == {LineStanding.UNSURE}
    assert "作答显示有人扛" not in said(section(report_of(takes), "relay"))


def test_one_person_leaves_gaps_only_where_the_answers_say_so() -> None:
    readings = {reading.line.id: reading.standing for reading in read_lines(group_of([take("王小明", "delivery")]))}

    assert readings.pop("delivery") is LineStanding.SINGLE
    assert set(readings.values()) == {LineStanding.GAP}


def outsider(name: str, title: str | None = None) -> Submission:
    """Return somebody no item fits, whose figures would point at a line all the same."""
    return take(
        name,
        title=title,
        chosen=dict.fromkeys(answers("delivery"), NONE_FITS),
        record=score("delivery", verdict="outside"),
    )


def test_whom_the_lines_do_not_fit_carries_none_and_is_counted() -> None:
    takes = [take("王小明", "product"), outsider("李雷", "project-manager")]
    report = report_of(takes)

    assert {reading.line.id: reading.standing for reading in read_lines(group_of(takes))}[
        "delivery"
    ] is LineStanding.GAP
    assert "有 1 人的作答落在六条之外" in said(section(report, "relay"))
    assert "没有人写名片上的角色" in said(section(report, "titles"))
    row = next(row for row in report.rows if row.name == "李雷")
    assert (row.conclusion, row.confidence, row.match) == ("六条之外", None, "")


def test_a_group_of_nobody_the_lines_fit_has_nothing_said_of_any_line() -> None:
    readings = read_lines(group_of([outsider("王小明"), outsider("李雷")]))
    assert {reading.standing for reading in readings} == {LineStanding.UNSURE}


def test_that_none_fits_is_no_choice_a_group_divides_on_but_is_told_beside_it() -> None:
    takes = [take(name, line) for name, line in zip(NAMES, ["delivery", "product", "project", "pusher"], strict=False)]
    report = report_of([*takes, outsider("郑十一")])

    assert divided(report)
    for part in divided(report):
        assert "4 人选过，另有 1 人都不像我" in part.heading
        assert sum(option.chosen for option in options(part)) == 4
    assert "答了都不像我，不在上面的次数里" in said(section(report, "relay"))


def test_presence_comes_before_gaps() -> None:
    sure = [take(name, "delivery", record=score("delivery", 0.99)) for name in NAMES]
    found = headings(Page("", section(report_of(sure), "relay").blocks))

    assert found.index("有人扛的") < found.index("没看到人的")


def test_views_come_in_their_order() -> None:
    report = report_of(team(), pair=("王小明", "李雷"))

    assert [part.id for part in report.parts] == [
        *("summary", "outline"),
        *("overview", "titles", "relay", "stand-back", "disagreement", "pair", "self-and-others", "trend"),
    ]
    assert [part.id for part in report.parts if not part.folded] == ["summary", "outline"]


def test_views_that_have_nothing_to_show_are_left_out() -> None:
    report = report_of([take(name) for name in NAMES])

    assert {"pair", "self-and-others", "trend"}.isdisjoint(part.id for part in report.parts)


people = st.lists(
    st.tuples(
        st.sampled_from([*NAMES, None]),
        st.sampled_from(LINES),
        st.sampled_from([None, "project-manager", "delivery-manager"]),
        st.sampled_from([None, None, "王小明", "李雷"]),
        st.sampled_from([None, 1.0, 2.0, 20.0]),
        st.booleans(),
    ),
    min_size=1,
    max_size=14,
)


def takes_of(drawn: list[tuple[str | None, str, str | None, str | None, float | None, bool]]) -> list[Submission]:
    return [
        take(name, line, title, about, day, record=score(line, 0.85, flags=["too-fast"] if flagged else []))
        for name, line, title, about, day, flagged in drawn
    ]


@given(people, st.integers(0, 100), st.booleans(), st.booleans(), st.sampled_from(Sort))
def test_the_order_of_inputs_does_not_matter(
    drawn: list[tuple[str | None, str, str | None, str | None, float | None, bool]],
    seed: int,
    anonymous: bool,
    skip: bool,
    sort: Sort,
) -> None:
    takes = takes_of(drawn)
    shuffled = Random(seed).sample(takes, len(takes))

    reports = [report_of(some, sort, anonymous=anonymous, skip_flagged=skip) for some in (takes, shuffled)]

    assert reports[0] == reports[1]


@given(people)
def test_where_names_must_not_show_none_does(
    drawn: list[tuple[str | None, str, str | None, str | None, float | None, bool]],
) -> None:
    group = group_of(takes_of(drawn), anonymous=True)
    text = json.dumps(team_data(group, report_of(takes_of(drawn), anonymous=True)), ensure_ascii=False)

    assert [name for name in NAMES if name in text] == []


@given(people)
def test_every_figure_that_is_a_chance_or_a_share_lies_between_none_and_all(
    drawn: list[tuple[str | None, str, str | None, str | None, float | None, bool]],
) -> None:
    for each in walk(team_page(report_of(takes_of(drawn)))):
        if isinstance(each, Table):
            for row in each.rows:
                for (column, _), cell in zip(each.columns, row.cells, strict=True):
                    if isinstance(cell.value, float) and column not in {"expected", "robustness"}:
                        assert 0 <= cell.value <= 1
        elif isinstance(each, Options):
            assert sum(option.share for option in each.rows) == pytest.approx(1)


def test_a_number_stands_for_the_same_person_everywhere() -> None:
    report = report_of(team(), pair=("王小明", "李雷"), anonymous=True)
    rows = {row.name: row for row in report.rows}
    heading = section(report, "pair").heading
    one, other = heading.removeprefix("双人对照：").split(" 和 ")

    assert rows[one].line == "delivery"
    assert rows[other].line == "project"
    assert one in said(section(report, "trend"))


def test_a_number_tells_nothing_of_the_name() -> None:
    lines = ["project", "delivery", "product"]
    for names in (["甲", "乙", "丙"], ["丙", "甲", "乙"]):
        takes = [take(name, line) for name, line in zip(names, lines, strict=True)]
        report = report_of(takes, anonymous=True, min_group=2)
        assert [(row.name, row.line) for row in report.rows] == [
            ("成员 1", "product"),
            ("成员 2", "project"),
            ("成员 3", "delivery"),
        ]


def test_where_names_must_not_show_a_rare_title_does_not_either() -> None:
    takes = [take(f"p{number}", LINES[number], "project-manager") for number in range(4)]
    report = report_of([*takes, take("q", "product", "product-manager")], anonymous=True)

    assert sorted(row.card for row in report.rows) == ["", *["项目经理"] * 4]
    assert all(not row.match for row in report.rows if not row.card)
    assert "产品经理" not in json.dumps(team_data(group_of(takes), report), ensure_ascii=False)


def test_a_group_that_is_too_small_is_not_broken_down() -> None:
    report = report_of([take(name) for name in NAMES[:3]])

    for view in ("stand-back", "disagreement"):
        assert "不足 4 人" in said(section(report, view))
        assert not any(isinstance(part, Table | Options) for part in walk(section(report, view)))
    assert not any(isinstance(part, Counts) for part in walk(section(report, "relay")))
    assert len(report.rows) == 3


def test_a_small_group_without_names_is_not_listed_one_by_one() -> None:
    report = report_of([take(name, title="project-manager") for name in NAMES[:3]], anonymous=True)

    assert report.rows == ()
    assert "成员" not in json.dumps(team_data(group_of([]), report), ensure_ascii=False)


def test_how_many_have_a_title_is_broken_down_only_where_enough_do() -> None:
    takes = [take(f"p{number}", title="project-manager") for number in range(4)]
    takes += [take(f"q{number}", title="delivery-manager") for number in range(3)]
    (table,) = tables(section(report_of(takes), "titles"))

    assert [row.id for row in table.rows] == ["project-manager"]


def test_an_item_too_few_answered_is_not_shown_as_divided() -> None:
    takes = [take(f"p{number}", chosen={"reading": "AB"[number % 2]}) for number in range(3)]
    takes += [take(f"q{number}", chosen={}) for number in range(3)]

    assert divided(report_of(takes)) == []


def test_the_item_divided_most_comes_first_with_its_debrief() -> None:
    takes = [take(f"p{number}", chosen=answers("delivery") | {"reading": "AB"[number % 2]}) for number in range(6)]
    first, *others = divided(report_of(takes))

    assert first.id == "reading"
    assert "分散度 1.00" in first.heading
    assert [option.chosen for option in options(first)] == [3, 3]
    assert "没出声不等于点头" in said(first)
    assert others == []


@pytest.mark.parametrize(("others", "shown"), [(3, False), (4, True)])
def test_what_others_say_is_withheld_below_four_of_them(others: int, shown: bool) -> None:
    takes = [take("王小明"), *(take(f"p{n}", "project", about="王小明") for n in range(others))]
    view = section(report_of(takes, min_group=2), "self-and-others")

    assert bool(tables(view)) is shown
    assert ("不足 4 人" in said(view)) is not shown


def test_someone_who_answers_twice_about_another_counts_once() -> None:
    takes = [take("王小明"), *(take("p", "project", about="王小明", day=day) for day in range(1, 6))]

    assert "王小明：1 人" in said(section(report_of(takes), "self-and-others"))


def test_each_without_a_name_is_somebody_and_a_copy_of_a_file_is_nobody_more() -> None:
    takes = [take(None, "delivery"), take(None, "project"), take(None, "delivery"), take("王小明")]

    assert [row.name for row in report_of(takes, Sort.NAME).rows] == ["未署名 1", "未署名 2", "王小明"]


def test_answers_about_oneself_by_name_are_ones_own() -> None:
    report = report_of([take("王小明", about="王 小明"), take("李雷")])

    assert [row.name for row in report.rows] == ["李雷", "王小明"]
    assert "self-and-others" not in [part.id for part in report.parts]


@pytest.mark.parametrize(("days", "rounds"), [((1, 8), True), ((1, 7), False)])
def test_two_results_a_week_apart_are_two_rounds(days: tuple[int, int], rounds: bool) -> None:
    takes = [take(name, day=day) for name in NAMES[:4] for day in days]
    report = report_of(takes)

    assert ("trend" in [part.id for part in report.parts]) is rounds
    assert any("不止一份" in notice for notice in report.notices) is not rounds
    assert report.people == 4


def test_a_round_can_be_told_without_any_date() -> None:
    takes = [take(name, record=score("delivery", 0.99)) for name in NAMES[:4]]
    earlier = [take(name, record=score("project", 0.99), earlier=True) for name in NAMES[:5]]
    view = section(report_of([*takes, *earlier]), "trend")

    assert "4 人两轮都答了" in said(view)
    assert "还有 1 人" in said(view)
    assert said(view).count("；变了，把握") == 4


def test_a_change_is_told_only_where_it_is_sure() -> None:
    takes = [take("王小明", record=score("delivery", 0.5), day=1), take("王小明", record=score("project", 0.6), day=20)]

    assert "还看不出" in said(section(report_of(takes), "trend"))
    assert "变了" not in said(section(report_of(takes), "trend"))


@pytest.mark.parametrize(("sure", "told"), [(0.95, "还看不出"), (0.98, "变了，把握")])
def test_two_lines_each_just_sure_enough_are_together_not_sure_enough_to_have_changed(sure: float, told: str) -> None:
    nobody = dict.fromkeys(LINES, 0.0)
    first = nobody | {"delivery": sure, "project": 1 - sure}
    second = nobody | {"project": sure, "delivery": 1 - sure}
    takes = [
        take("王小明", record=score("delivery", p_primary=first), day=1),
        take("王小明", record=score("project", p_primary=second), day=20),
    ]

    assert told in said(section(report_of(takes), "trend"))


def test_flagged_results_are_marked_and_can_be_left_out() -> None:
    takes = [take("王小明"), take("赵六", record=score("pusher", flags=["too-fast"]))]

    assert [(row.name, row.flagged) for row in report_of(takes).rows] == [("赵六", True), ("王小明", False)]
    left = report_of(takes, skip_flagged=True)
    assert [row.name for row in left.rows] == ["王小明"]
    assert any("1 份作答存疑" in notice for notice in left.notices)


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        (Sort.LINE, ["钱七", "李雷", "赵六", "王小明"]),
        (Sort.NAME, ["李雷", "王小明", "赵六", "钱七"]),
        (Sort.CONFIDENCE, ["赵六", "李雷", "王小明", "钱七"]),
        (Sort.TITLE, ["李雷", "王小明", "赵六", "钱七"]),
    ],
)
def test_the_overview_can_be_sorted(sort: Sort, names: list[str]) -> None:
    takes = [
        take("王小明", "delivery", "delivery-manager", record=score("delivery", 0.85)),
        take("李雷", "project", "project-manager", record=score("project", 0.9)),
        take("赵六", "pusher", record=score("pusher", 0.95)),
        take("钱七", "product", record=score("product", 0.4)),
    ]
    (people,) = tables(section(report_of(takes, sort), "overview"))

    assert [row.label for row in people.rows] == names
    assert dict(people.orders)["姓名"] == tuple(sorted(names).index(name) for name in names)


def test_two_people_side_by_side_act_wait_or_leave_it_to_the_other() -> None:
    chosen = [answers("delivery"), answers("delivery", ["acceptance"]), answers("project")]
    takes = [take(name, chosen=each) for name, each in zip(NAMES, chosen, strict=False)]
    (table,) = tables(section(report_of(takes, pair=("王小明", "李雷")), "pair"))
    counts = {row.id: [cell.value for cell in row.cells] for row in table.rows}

    assert sum(value for value in counts["all"] if isinstance(value, int)) == 15
    assert counts["acceptance"][0] == 0
    assert counts["all"][3] == 0


@pytest.mark.parametrize("pair", [("王小明", "没有的人"), ("王小明", "王小明")])
def test_a_pair_takes_two_people_who_are_there(pair: tuple[str, str]) -> None:
    with pytest.raises(UsageError):
        report_of([take(name) for name in NAMES], pair=pair)


def test_who_there_is_is_not_told_where_names_must_not_show() -> None:
    with pytest.raises(UsageError) as error:
        report_of([take(name) for name in NAMES], pair=("没有的人", "王小明"), anonymous=True)

    assert [name for name in NAMES if name in str(error.value)] == []


def test_topics_are_three_with_room_for_who_and_when() -> None:
    (topics,) = section(report_of(team()), "outline").blocks

    assert isinstance(topics, Tasks)
    assert [text[:4] for text in topics.tasks] == ["写了名片", "“客户没", "“立项的"]
    assert topics.blanks == ("谁来跟", "哪天之前")


def lanes(report: TeamReport) -> dict[str, Lane]:
    """Return the lanes of both pictures by what stands before them."""
    return {each.label: each for each in walk(section(report, "summary")) if isinstance(each, Lane)}


def test_the_pictures_show_who_stands_where_and_where_nobody_does() -> None:
    takes = [take(name, "delivery", record=score("delivery", 0.99)) for name in ("王小明", "李雷")]
    shown = lanes(report_of([*takes, outsider("郑十一"), take("钱七", record=score("product", 0.4))]))

    assert [each.name for each in shown["交付线"].placed] == ["李雷", "王小明"]
    assert [each.name for each in shown["验收"].placed] == ["李雷", "王小明"]
    assert shown["项目线"].gap
    assert not shown["验收"].gap
    assert [each.name for each in shown["六条之外"].placed] == ["郑十一"]
    assert [each.name for each in shown["分不出"].placed] == ["钱七"]


def test_where_there_are_more_names_than_fit_their_number_is_shown() -> None:
    shown = lanes(report_of([take(f"p{number}", "delivery") for number in range(20)]))

    assert [each.name for each in shown["交付线"].placed] == ["20 人"]


def test_shares_of_lines_and_of_stepping_back_stand_in_no_table_together() -> None:
    for each in walk(team_page(report_of(team(), pair=("王小明", "李雷")))):
        if isinstance(each, Table):
            shares = any("%" in cell.text for row in each.rows for cell in row.cells)
            names = {title for _, title in each.columns} | {row.label for row in each.rows}
            assert not shares or not ({"退后", "交付"} <= names)


def test_nobody_without_a_terminal_is_told_what_to_type() -> None:
    assert "rolecheck" not in "".join(texts(team_page(report_of(team()))))
    assert "--" not in "".join(texts(team_page(report_of(team()))))


@pytest.mark.parametrize(
    "broken",
    [
        None,
        {},
        {"verdict": "named"},
        score("delivery") | {"verdict": "great"},
        score("delivery") | {"p_primary": {"delivery": 1.0}},
        score("delivery") | {"shares": dict.fromkeys(LINES, 0.1)},
        score("delivery") | {"stand_back": {"mean": 2, "low": 0, "high": 1, "p_largest": 0}},
        score("delivery") | {"stand_back": {"mean": True, "low": 0, "high": 1, "p_largest": 0}},
        score("delivery") | {"flags": None},
    ],
    ids=repr,
)
def test_figures_nobody_could_have_measured_are_not_taken(broken: object) -> None:
    assert read_figures(bank(), broken) is None


def test_figures_of_a_bank_with_other_lines_are_not_taken() -> None:
    record = score("delivery")
    record["p_primary"] = {f"x-{line}": chance for line, chance in record["p_primary"].items()}

    assert read_figures(bank(), record) is None


def test_a_report_says_what_it_is_not_for() -> None:
    assert "不用于招聘、考核和定薪" in report_of(team()).disclaimer
