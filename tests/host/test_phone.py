"""A guest's phone: from the link to the report, the same as in the terminal."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from rolecheck.cli.report import write_result
from rolecheck.exchange.result_code import session_of
from rolecheck.host import rows
from rolecheck.host.reports import moment_of
from rolecheck.measure.administration import administer
from rolecheck.session.session import Form, Response, Session
from rolecheck.session.step import ItemMove, Step
from rolecheck.store.results import load_result
from tests.builders import shipped, shipped_examiner
from tests.host.rooms import Phone, Served, serving, sqlite


def test_a_phone_asks_the_items_the_terminal_would_ask_and_its_report_is_the_same_file(
    room: Served, tmp_path: Path
) -> None:
    phone = room.phone("小周", "project-manager")

    given = phone.answer_all(letter="BD")

    (guest,) = room.guests()
    asked: list[str] = []

    def answer(step: Step) -> ItemMove:
        asked.append(step.item.id)
        return Response(step.item.id, "B", "D" if step.item.takes_none_fits else None)

    session = administer(
        shipped_examiner(), Session(Form.QUICK, guest.seed, "project-manager", "小周"), answer, lambda _: None
    )
    assert list(given) == asked
    path = tmp_path / "result.json"
    path.write_bytes(phone.client.get(f"/{phone.code}/result").content)
    kept = load_result(path, shipped())
    timeless = tuple(replace(response, seconds=None) for response in kept.session.responses)
    assert replace(kept.session, responses=timeless) == session
    page = tmp_path / "page.html"
    assert guest.finished is not None
    write_result(shipped_examiner(), kept.session, page, moment_of(guest.finished))
    assert phone.client.get(f"/{phone.code}/report").text == page.read_text(encoding="utf-8")


def test_the_code_on_the_phone_holds_the_answers(room: Served) -> None:
    phone = room.phone()

    given = phone.answer_all(letter="CA")

    code = re.search('data-code="([A-Z0-9]+)"', phone.client.get(f"/{phone.code}").text)
    assert code is not None
    assert {response.item: response.letters for response in session_of(shipped(), code[1]).responses} == given


def test_the_card_is_asked_when_everything_else_is_answered(room: Served) -> None:
    phone = Phone(room.base, room.room.code)
    assert "名片" not in phone.open().text
    phone.join("小周")
    while phone.item is not None or phone.form("/answer", "enough") is not None:
        assert "名片" not in phone.page.text
        assert phone.form("/card") is None
        assert "名片" not in phone.open(f"/{phone.code}/me").text
        phone.open()
        if phone.item is None:
            phone.press("enough")
        else:
            phone.answer("A")

    assert "最后一问" in phone.page.text
    assert "1 人答完" in room.lead().open("/lead").text
    form = phone.form("/answer", "card")
    assert form is not None
    phone.post(form.action, **form.hidden, do="card")
    assert phone.status == 400
    assert "还没有选" in phone.page.text
    phone.post(form.action, **form.hidden, do="card", title="project-manager")

    assert "答完了" in phone.page.text
    assert room.guests()[0].title == "project-manager"


def test_the_last_item_before_more_may_be_offered_says_so_on_the_phone_and_to_the_lead(room: Served) -> None:
    phone = room.phone()
    while "最后一题" not in phone.page.text:
        phone.answer("A")

    assert "这一部分的最后一题" in phone.page.text
    assert "，这一部分的最后一题" in room.lead().open("/lead").text


def test_what_was_said_of_the_card_can_be_corrected_at_the_end(room: Served) -> None:
    phone = room.phone(title="project-manager")
    phone.answer_all()
    phone.open(f"/{phone.code}/me")

    phone.post(f"/{phone.code}/card", title="delivery-manager")

    assert room.guests()[0].title == "delivery-manager"
    result = json.loads(phone.client.get(f"/{phone.code}/result").text)
    assert result["session"]["title"] == "delivery-manager"
    phone.post(f"/{phone.code}/card", title="none")
    assert room.guests()[0].title is None


def test_who_goes_back_from_the_card_is_not_done_until_they_have_answered_again(room: Served) -> None:
    phone = room.phone()
    while phone.item is not None:
        phone.answer("A")
    while phone.form("/answer", "card") is None:
        phone.answer_stop()

    while phone.item is None:
        phone.press("back")

    assert room.guests()[0].finished is None
    assert "0 人答完" in room.lead().open("/lead").text
    phone.answer_all()
    assert room.guests()[0].finished is not None


def test_a_room_that_ends_before_the_card_was_answered_shows_the_result_without_it(room: Served) -> None:
    phone = room.phone()
    while phone.form("/answer", "card") is None:
        if phone.item is None:
            phone.press("enough")
        else:
            phone.answer("A")
    now = room.now()
    room.desk.database.write_now(
        lambda connection: rows.change_room(connection, replace(now, closed=True), now.version)
    )

    assert "答完了" in phone.open().text
    assert json.loads(phone.client.get(f"/{phone.code}/result").text)["session"]["title"] is None


def test_somebody_whom_no_option_fits_says_so(room: Served) -> None:
    phone = room.phone()

    given = phone.answer_all(letter="0")

    assert set(given.values()) == {"0"}
    assert "六条" in phone.page.text or "都不像" in phone.page.text


def test_going_back_shows_what_was_chosen_and_a_new_choice_replaces_it(room: Served) -> None:
    phone = room.phone()
    first = phone.item
    phone.answer("A", "B")

    phone.press("back")

    assert phone.item == first
    html = phone.client.get(f"/{phone.code}").text
    assert 'name="first" value="A" required checked' in html
    assert 'name="second" value="B" checked' in html
    phone.answer("C")
    phone.answer_all()
    result = json.loads(phone.client.get(f"/{phone.code}/result").text)
    assert result["session"]["responses"][0]["choice"] == "C"


def test_nothing_chosen_says_so_and_asks_again(room: Served) -> None:
    phone = room.phone()
    item, form = phone.item, phone.form("/answer", "answer")
    assert form is not None

    phone.post(form.action, **form.hidden, do="answer")

    assert phone.status == 400
    assert "还没有选" in phone.page.text
    assert phone.item == item


@pytest.mark.parametrize(
    "sent",
    [
        {"first": "H"},
        {"first": "AB"},
        {"first": "é"},
        {"first": "A", "second": "Z"},
        {"first": "9" * 3000},
        {"first": ""},
    ],
)
def test_letters_that_are_none_are_not_taken(room: Served, sent: dict[str, str]) -> None:
    phone = room.phone()
    form = phone.form("/answer", "answer")
    assert form is not None

    phone.post(form.action, **form.hidden, **sent, do="answer")

    assert phone.status == 400
    assert room.guests()[0].answered == 0


def test_the_same_answer_sent_twice_counts_once_and_skips_nothing(room: Served) -> None:
    phone = room.phone()
    form = phone.form("/answer", "answer")
    assert form is not None
    phone.post(form.action, **form.hidden, first="A", do="answer")
    second = phone.item

    phone.post(form.action, **form.hidden, first="A", do="answer")

    assert phone.item == second
    assert room.guests()[0].answered == 1


def test_a_second_tab_left_behind_changes_nothing(room: Served) -> None:
    phone = room.phone()
    stale = phone.form("/answer", "answer")
    assert stale is not None
    for _ in range(3):
        phone.answer("A")
    here = phone.item

    phone.post(stale.action, **stale.hidden, first="B", do="answer")
    phone.post(stale.action, moves=stale.hidden["moves"], do="back")

    assert phone.item == here
    assert room.guests()[0].moves == 3


def test_joining_twice_with_one_browser_is_one_guest(room: Served) -> None:
    phone = room.phone("甲")

    phone.post(f"/{phone.code}/join", name="乙")

    assert [guest.name for guest in room.guests()] == ["甲"]


def test_the_short_code_typed_at_the_door_leads_in(room: Served) -> None:
    phone = Phone(room.base, room.room.code)
    phone.open("/")

    phone.post("/", code=f" {room.room.pin[:3].upper()}-{room.room.pin[3:]} ")

    assert room.room.name in phone.page.text
    assert phone.form("/join") is not None


def test_a_browser_that_keeps_no_cookies_is_told(room: Served) -> None:
    phone = Phone(room.base, room.room.code)

    phone.post(f"/{phone.code}/join", name="甲")

    assert phone.status == 400
    assert "cookie" in phone.page.text
    assert room.guests() == []


def test_a_name_is_shown_as_text_wherever_it_stands(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>\x1b[2J\u202e"
    with serving(sqlite(tmp_path), name="<b>房</b>") as room:
        phone = room.phone(hostile, shows_name=True)
        phone.answer_all()
        lead = room.lead()
        pages = [phone.client.get(f"/{phone.code}/{page}").text for page in ("", "report", "me")]
        pages += [lead.client.get(path).text for path in ("/lead", "/lead/show", "/lead/team")]

    for page in pages:
        assert "<script>alert" not in page
        assert "\x1b" not in page
        assert "\u202e" not in page
        assert "<b>房" not in page


def test_deleting_ones_answers_deletes_them(room: Served, tmp_path: Path) -> None:
    phone = room.phone("独一无二的名字")
    phone.answer("A")
    phone.open(f"/{phone.code}/me")

    phone.post(f"/{phone.code}/forget")

    assert room.guests() == []
    for path in tmp_path.glob("rooms.db*"):
        assert "独一无二的名字".encode() not in path.read_bytes()
    phone.open()
    assert phone.form("/join") is not None


def test_the_offer_of_more_items_can_be_taken_and_ends(room: Served) -> None:
    for letter in "ABCDE":
        phone = room.phone()
        while phone.item is not None:
            phone.answer(letter)
        if phone.form("/answer", "more") is not None:
            break
    else:
        raise AssertionError("nobody was offered more items")
    answered = room.guests()[-1].answered

    phone.press("more")
    assert phone.item is not None
    phone.answer_all()

    assert room.guests()[-1].answered > answered
    assert "答完了" in phone.page.text
