"""What a lead can do about a room, and what is left of it."""

import csv
import io
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from rolecheck.host import rows
from rolecheck.host.leading import read_time
from tests.host.rooms import Phone, Served


def act(lead: Phone, do: str, **fields: str) -> None:
    lead.open("/lead")
    form = next(form for form in lead.page.forms if ("do", do) in form.buttons)
    lead.post(form.action, **form.hidden, **fields, do=do)


def test_the_lead_sees_who_is_where_and_no_name_that_was_not_agreed_to(room: Served) -> None:
    shown, hidden = room.phone("看得见", shows_name=True), room.phone("看不见")
    shown.answer("A")
    hidden.answer_all()

    text = room.lead().open("/lead").text

    assert "2 人在，1 人答完" in text
    assert "看得见 第 2 题" in text
    assert "看不见" not in text
    assert "第 2 位 答完了" in text


def test_who_is_sent_away_keeps_their_answers_and_may_come_back(room: Served) -> None:
    phone, lead = room.phone("甲"), room.lead()
    phone.answer("A")
    stale = phone.form("/answer", "answer")
    assert stale is not None

    act(lead, "remove")

    phone.post(stale.action, **stale.hidden, first="A", do="answer")
    assert "请你离开" in phone.page.text
    assert room.guests()[0].answered == 1
    act(lead, "return")
    phone.open()
    phone.answer("A")
    assert room.guests()[0].answered == 2


def test_a_locked_room_lets_nobody_new_in_and_nobody_out(room: Served) -> None:
    inside, lead = room.phone(), room.lead()
    act(lead, "lock")

    newcomer = Phone(room.base, room.room.code)
    newcomer.open()
    assert "关上了" in newcomer.page.text
    newcomer.post(f"/{newcomer.code}/join", name="")
    assert len(room.guests()) == 1
    inside.answer("A")
    assert room.guests()[0].answered == 1


def test_a_closed_room_takes_no_answers_and_an_extended_one_does_again(room: Served) -> None:
    phone, lead = room.phone(), room.lead()
    act(lead, "close")
    phone.open()
    assert "已经结束" in phone.page.text
    assert room.guests()[0].answered == 0

    act(lead, "extend", until="23:59")

    phone.open()
    phone.answer("A")
    assert room.guests()[0].answered == 1


def test_a_room_whose_time_is_up_is_over(room: Served) -> None:
    phone = room.phone()
    now = room.now()
    room.desk.database.write_now(
        lambda connection: rows.change_room(connection, replace(now, closes=time.time() - 1), now.version)
    )
    form = phone.form("/answer", "answer")
    assert form is not None

    phone.post(form.action, **form.hidden, first="A", do="answer")

    assert "已经结束" in phone.page.text
    assert room.guests()[0].answered == 0


def test_a_page_made_before_somebody_else_changed_the_room_says_so(room: Served) -> None:
    lead = room.lead()
    lead.open("/lead")
    stale = next(form for form in lead.page.forms if ("do", "rename") in form.buttons)
    act(lead, "lock")

    lead.post(stale.action, **stale.hidden, do="rename", name="新名字")

    assert room.now().name != "新名字"
    assert "没有算" in lead.page.text


def test_the_room_is_renamed_and_an_empty_name_is_not_one(room: Served) -> None:
    lead = room.lead()

    act(lead, "rename", name="  ")
    assert "不能空着" in lead.page.text
    act(lead, "rename", name="新的名字")

    assert room.now().name == "新的名字"


def test_nothing_of_a_deleted_room_is_left_in_the_file(room: Served, tmp_path: Path) -> None:
    phone, lead = room.phone("独一无二甲乙丙", shows_name=True), room.lead()
    phone.answer_all()
    lead.open("/lead/delete")
    lead.post("/lead/delete", name="别的名字")
    assert len(room.guests()) == 1

    lead.post("/lead/delete", name=room.room.name)

    found = b"".join(path.read_bytes() for path in tmp_path.glob("rooms.db*"))
    for text in ("独一无二甲乙丙", room.room.name, room.room.code, "delivery"):
        assert text.encode() not in found
    assert lead.open("/lead").text.startswith("这是主持人")
    phone.open()
    assert phone.status == 404


@pytest.mark.slow
def test_everything_can_be_exported_as_one_file(room: Served) -> None:
    phones = [room.phone(f"人{number}", shows_name=number != 3) for number in range(4)]
    for phone in phones:
        phone.answer_all(letter="BA")
    room.phone("没答完", shows_name=True).answer("A")

    archive = zipfile.ZipFile(io.BytesIO(room.lead().client.get("/lead/results.zip").content))

    names = archive.namelist()
    assert sum(name.startswith("results/") for name in names) == 4
    everything = b"".join(archive.read(name) for name in names).decode()
    assert "人3" not in everything
    assert "人2" in everything
    sheet = list(csv.DictReader(io.StringIO(archive.read("answers.csv").decode("utf-8-sig"))))
    assert [row["respondent"] for row in sheet] == ["人0", "人1", "人2", "第4位", "没答完"]


@pytest.mark.slow
def test_the_team_page_below_four_breaks_nothing_down(room: Served) -> None:
    for name in ("欧阳甲", "欧阳乙", "欧阳丙"):
        room.phone(name, shows_name=True).answer_all()

    text = room.lead().open("/lead/team").text
    assert "不到 4 个人" in text
    assert "欧阳" not in text


def test_the_page_for_the_wall_has_the_way_in_and_no_way_to_the_lead(room: Served) -> None:
    lead = room.lead()

    html = lead.client.get("/lead/show").text

    assert room.room.pin in html
    assert room.key not in html
    assert lead.client.get("/lead/qr.svg").headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize(("typed", "minutes"), [("18:00", 18 * 60), ("18：05", 18 * 60 + 5), ("0:01", 1)])
def test_a_time_is_the_next_one_a_clock_shows(typed: str, minutes: int) -> None:
    now = time.mktime((2026, 11, 28, 17, 30, 0, 0, 0, -1))

    closes = read_time(typed, now)

    assert closes is not None
    shown = time.localtime(closes)
    assert shown.tm_hour * 60 + shown.tm_min == minutes
    assert 0 < closes - now <= 25 * 3600


@pytest.mark.parametrize("typed", ["", "六点", "25:00", "18", "18:99", "-1:00"])
def test_what_is_no_time_is_none(typed: str) -> None:
    assert read_time(typed, time.time()) is None
