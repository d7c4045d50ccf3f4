"""What a workshop's page says: every number counted, nothing said of who raised a hand."""

import pytest

from rolecheck.report.workshop import moment_row
from rolecheck.report.workshop.report import RelayLeg, WorkshopReport, workshop_report
from rolecheck.session.workshop import Go, Hands, Workshop
from tests.workshops import a_room, gone_through, workshop_bank

BANK = workshop_bank()


def leg(report: WorkshopReport, stage: str) -> RelayLeg:
    return next(row for row in report.relay if row.id == stage)


def test_counts_stand_under_the_letters_the_room_saw() -> None:
    item = BANK.by_id["middle-build-hand"]
    counts = dict(zip(("build", "hand", "none"), (5, 2, 1), strict=True))

    for seed in range(6):
        row = moment_row(BANK, item, 1, seed, Hands(item.id, (5, 2, 1)))
        assert [option.letter for option in row.options] == ["A", "B", "C"]
        assert {option.key: option.hands for option in row.options} == counts
        assert all(option.text == item.options[list(counts).index(option.key)].text for option in row.options)


def test_whom_no_option_fits_is_counted_beside_the_hands_and_not_among_them() -> None:
    item = BANK.by_id["middle-build-hand"]
    row = moment_row(BANK, item, 1, 5, Hands(item.id, (5, 2, 1), 2))
    assert (row.total, row.none_fits, row.says) == (8, 2, "8 人举手，2 人都不像我")
    assert sum(option.share for option in row.options) == pytest.approx(1)

    counted = Workshop((item.id,), 1).move(Go.ON).move(Hands(item.id, (5, 2, 1), 2)).move(Go.ON).move(Go.ON)
    middle = leg(workshop_report(BANK, counted), "middle")
    assert (middle.total, middle.none_fits) == (8, 2)
    assert middle.says.endswith("另有 2 次都不像我。")


def test_the_relay_adds_up_the_hands_of_a_stage_and_puts_the_most_first() -> None:
    moments = ("middle-build-hand", "middle-hand-keep")
    report = workshop_report(BANK, gone_through(Workshop(moments, 1), (1, 4, 2), (3, 0, 1)))

    middle = leg(report, "middle")
    assert middle.says == "2 个时刻一共举手 11 次，7 次站在交付线，1 次站在建造线，3 次退后。"
    assert middle.brief == ("交付 7", "建造 1", "退后 3")
    assert {count.key: count.hands for count in middle.lines} == {"build": 1, "hand": 7, "keep": 0}


def test_a_line_nobody_chose_is_asked_about_only_where_it_was_offered_and_has_business() -> None:
    report = workshop_report(
        BANK, gone_through(Workshop(("end-build-keep", "begin-hand-keep"), 1), (4, 0, 1), (2, 0, 0))
    )

    end, begin = leg(report, "end"), leg(report, "begin")
    assert "运营线也该有人站出来" in end.asks
    assert "交付" not in end.asks  # it has business there, but nobody could choose it
    assert end.unchosen == "摆出来、没有人选的：运营线。"
    assert begin.unchosen == "摆出来、没有人选的：运营线。"
    assert begin.asks == ""  # keeping has no business at the beginning


def test_a_stage_not_looked_at_and_one_without_hands_are_not_gaps() -> None:
    report = workshop_report(BANK, gone_through(Workshop(("end-hand-keep",), 1), (0, 0, 0)))

    assert leg(report, "end").says == "没有人举手。"
    assert leg(report, "begin").says == "这次没看这一段的时刻。"
    assert all(not row.asks and not row.unchosen for row in report.relay)


def test_the_most_divided_and_the_most_united_moment_are_told() -> None:
    divided, united = workshop_report(BANK, a_room()).remarks

    assert "第 1 刻（开头）" in divided
    assert "40 %" in divided
    assert "第 2 刻（当中）" in united
    assert "100 %" in united


def test_nothing_is_told_apart_where_there_is_no_difference() -> None:
    moments = ("begin-hand-keep", "middle-build-hand")

    assert workshop_report(BANK, gone_through(Workshop(moments, 1), (2, 2, 0), (1, 1, 0))).remarks == ()
    assert workshop_report(BANK, gone_through(Workshop(moments, 1), (2, 2, 0), None)).remarks == ()


def test_a_skipped_moment_is_left_out_and_the_others_keep_their_numbers() -> None:
    report = workshop_report(BANK, a_room())

    assert [moment.number for moment in report.moments] == [1, 2, 4]
    assert report.skipped == 1


def test_hands_all_in_one_place_are_told_without_a_list() -> None:
    assert leg(workshop_report(BANK, a_room()), "middle").says == "举手的 11 人都站在交付线。"
