"""Looking at one moment together: votes hidden until they are revealed, who expects whom, and who is missing."""

import asyncio
import json

import pytest

from rolecheck.host import events
from rolecheck.host.together import read_round, round_answers
from rolecheck.measure import expectations
from rolecheck.session.workshop import Scene
from tests.builders import shipped
from tests.host.rooms import Phone, Served, serving, sqlite


def act(lead: Phone, do: str, **fields: str) -> None:
    lead.open("/lead")
    form = next(form for form in lead.page.forms if ("do", do) in form.buttons)
    lead.post(form.action, **form.hidden, do=do, **fields)


def vote(phone: Phone, letter: str, expected: str) -> None:
    phone.open()
    form = phone.form("/vote")
    assert form is not None, phone.page.text
    phone.post(form.action, **form.hidden, letter=letter, expected=expected)


def scene(room: Served) -> Scene:
    workshop = room.now().workshop
    assert workshop is not None
    return workshop.scene


@pytest.fixture
def gathered(room: Served) -> tuple[Served, Phone, list[Phone]]:
    """A lead and five phones at a moment that is open to votes."""
    phones = [room.phone(name, shows_name=True) for name in ("甲", "乙", "丙", "丁", "戊")]
    lead = room.lead()
    act(lead, "together")
    act(lead, "on")
    return room, lead, phones


def test_a_room_that_only_looks_together_is_asked_for_the_card_at_its_end(
    gathered: tuple[Served, Phone, list[Phone]],
) -> None:
    room, lead, phones = gathered
    for phone in phones:
        vote(phone, "A", "role:delivery-manager")
    before = room.guests()
    for _ in range(20):
        if scene(room) is Scene.RELAY:
            break
        act(lead, "skip" if scene(room) is Scene.THINK else "on")

    form = phones[0].open() and phones[0].form("/card")
    assert form
    phones[0].post(form.action, title="delivery-manager")

    assert [guest.title for guest in before] == [None] * 5
    assert room.guests()[0].title == "delivery-manager"
    assert phones[0].form("/card") is None
    answers = round_answers(shipped(), asyncio.run(room.desk.party(room.room.id)))
    # Whoever says it of oneself has said "somebody": they did not say "me".
    assert answers[0].answers == (expectations.SOMEBODY, 0, 0, 0, 0)


def test_votes_are_hidden_until_they_are_revealed(gathered: tuple[Served, Phone, list[Phone]]) -> None:
    room, lead, phones = gathered
    for phone in phones[:4]:
        vote(phone, "A", "me")

    for seen in (lead.open("/lead"), lead.open("/lead/show"), phones[4].open()):
        assert "4 人 ·" not in seen.text
        assert "说是自己" not in seen.text
    assert "4 人选了，还差 1 人" in lead.open("/lead").text
    assert "还没选的：戊" in lead.page.text
    assert "甲 选了" in lead.page.text
    assert "戊 还没选" in lead.page.text

    act(lead, "on")

    assert scene(room) is Scene.SPREAD
    assert "4 个说是自己" in phones[4].open().text
    workshop = room.now().workshop
    assert workshop is not None
    (hands,) = workshop.hands
    assert hands.counts[0] == 4
    assert hands.total == 4


def test_the_last_vote_reveals_a_moment_by_itself(gathered: tuple[Served, Phone, list[Phone]]) -> None:
    room, lead, phones = gathered
    for phone in phones[:4]:
        vote(phone, "A", "me")
    assert scene(room) is Scene.HANDS
    assert "都选了会自己揭开" in lead.open("/lead").text

    vote(phones[4], "B", "me")

    assert scene(room) is Scene.SPREAD
    assert "5 个说是自己" in phones[0].open().text
    workshop = room.now().workshop
    assert workshop is not None
    assert workshop.hands[0].counts[:2] == (4, 1)


def test_a_lead_who_wants_to_reveal_by_hand_does_so(gathered: tuple[Served, Phone, list[Phone]]) -> None:
    room, lead, phones = gathered
    act(lead, "by-hand")
    for phone in phones:
        vote(phone, "A", "me")

    assert scene(room) is Scene.HANDS
    assert "5 人都选了" in lead.open("/lead").text
    assert "等主持人揭开" in phones[0].open().text
    act(lead, "on")
    assert scene(room) is Scene.SPREAD


@pytest.mark.parametrize("leaves", ["sent away", "deletes their answers"])
def test_a_moment_is_not_held_up_by_somebody_who_leaves(
    gathered: tuple[Served, Phone, list[Phone]], leaves: str
) -> None:
    room, lead, phones = gathered
    for phone in phones[1:]:
        vote(phone, "A", "nobody")

    if leaves == "sent away":
        act(lead, "remove")
    else:
        phones[0].post(f"/{phones[0].code}/forget")

    assert scene(room) is Scene.SPREAD
    assert "4 个说没人" in phones[1].open().text


def test_a_moment_nobody_voted_on_stays_open(gathered: tuple[Served, Phone, list[Phone]]) -> None:
    room, lead, phones = gathered

    for _ in phones:
        act(lead, "remove")

    assert scene(room) is Scene.HANDS


def test_a_vote_can_be_changed_until_it_is_revealed_and_not_afterwards(
    gathered: tuple[Served, Phone, list[Phone]],
) -> None:
    room, lead, (phone, *_) = gathered
    vote(phone, "A", "me")
    vote(phone, "B", "nobody")
    late = phone.form("/vote")
    assert late is not None
    act(lead, "on")

    phone.post(late.action, **late.hidden, letter="C", expected="me")

    workshop = room.now().workshop
    assert workshop is not None
    assert workshop.hands[0].counts[:3] == (0, 1, 0)
    assert "1 个说没人" not in phone.open().text  # one answer is too few to be broken down


@pytest.mark.parametrize(
    ("letter", "expected", "says"),
    [
        ("", "me", "第一问"),
        ("Z", "me", "第一问"),
        ("A", "", "第二问"),
        ("A", "guest:99", "第二问"),
        ("A", "silent", "第二问"),
    ],
)
def test_a_vote_without_one_of_its_answers_is_asked_for_again(
    gathered: tuple[Served, Phone, list[Phone]], letter: str, expected: str, says: str
) -> None:
    _, _, (phone, *_) = gathered

    vote(phone, letter, expected)

    assert phone.status == 400
    assert says in phone.page.text


def test_nobody_votes_for_themselves_by_name(gathered: tuple[Served, Phone, list[Phone]]) -> None:
    room, _, (phone, *_) = gathered
    me = room.guests()[0]

    vote(phone, "A", f"guest:{me.id}")

    assert phone.status == 400


def test_a_button_pressed_twice_moves_once(gathered: tuple[Served, Phone, list[Phone]]) -> None:
    room, lead, phones = gathered
    for phone in phones[:4]:
        vote(phone, "A", "me")
    lead.open("/lead")
    form = next(form for form in lead.page.forms if ("do", "on") in form.buttons)

    lead.post(form.action, **form.hidden, do="on")
    lead.post(form.action, **form.hidden, do="on")

    assert scene(room) is Scene.SPREAD


def test_all_waiting_for_one_another_is_said_and_nobody_without_a_name_is_named(
    gathered: tuple[Served, Phone, list[Phone]],
) -> None:
    room, _, phones = gathered
    ids = [guest.id for guest in room.guests()]
    for place, phone in enumerate(phones):
        vote(phone, "A", f"guest:{ids[(place + 1) % 5]}")

    text = phones[0].open().text
    assert "两头等" in text
    assert "5 个说是别人" in text


def test_below_four_answers_nothing_is_broken_down(gathered: tuple[Served, Phone, list[Phone]]) -> None:
    _, lead, phones = gathered
    for phone in phones[:3]:
        vote(phone, "A", "me")

    act(lead, "on")

    text = phones[0].open().text
    assert "不到 4 个" in text
    assert "说是自己" not in text


def test_a_whole_round_ends_with_a_page_and_a_file_to_compare_with(gathered: tuple[Served, Phone, list[Phone]]) -> None:
    room, lead, phones = gathered
    workshop = room.now().workshop
    assert workshop is not None
    for number in range(len(workshop.moments)):
        if number:
            act(lead, "on")
        for phone in phones:
            vote(phone, "A", "nobody" if number % 2 else "role:delivery-manager")
        for _ in range(2):
            act(lead, "on")

    assert scene(room) is Scene.RELAY
    assert "谁在等谁" in phones[0].open().text
    text = lead.open("/lead/expectations").text
    assert "没人站出来的大约有" in text
    assert "交付经理" in text
    from rolecheck.host.rows import guests, votes
    from rolecheck.host.together import Party, round_record

    party = room.desk.database.read_now(
        lambda connection: Party(
            room.now(), tuple(guests(connection, room.room.id)), tuple(votes(connection, room.room.id))
        )
    )
    record = json.dumps(round_record(shipped(), party))
    assert all(name not in record for name in ("甲", "乙"))
    assert [told.id for told in read_round(shipped(), record, "file")] == list(workshop.moments)


def test_stepping_back_asks_the_moment_again_with_the_votes_kept(gathered: tuple[Served, Phone, list[Phone]]) -> None:
    room, lead, phones = gathered
    for phone in phones:
        vote(phone, "A", "me")

    act(lead, "back")

    assert scene(room) is Scene.HANDS
    assert "选过了" in phones[0].open().text
    # The first to change a vote does not show the others' before they have changed theirs.
    vote(phones[0], "B", "me")
    assert scene(room) is Scene.HANDS


def test_who_came_after_the_reveal_is_not_waited_for(gathered: tuple[Served, Phone, list[Phone]]) -> None:
    room, _, phones = gathered
    for phone in phones:
        vote(phone, "A", "nobody")
    before = phones[0].open().text
    late = room.phone("己")

    assert phones[0].open().text == before
    assert "没人想到" in before
    assert late.form("/vote") is None


def test_the_lead_chooses_the_moments(room: Served) -> None:
    lead = room.lead()
    lead.open("/lead")
    form = next(form for form in lead.page.forms if ("do", "moments") in form.buttons)
    wanted = form.choices["moments"][:2]

    lead._see(lead.client.post(form.action, data={**form.hidden, "do": "moments", "moments": wanted}))

    workshop = room.now().workshop
    assert workshop is not None
    assert list(workshop.moments) == wanted


def test_phones_go_back_to_their_own_form_where_they_were(gathered: tuple[Served, Phone, list[Phone]]) -> None:
    _, lead, (phone, *_) = gathered
    assert phone.open() is not None
    assert phone.item is None

    act(lead, "alone")

    phone.open()
    assert phone.item is not None


def test_an_earlier_round_is_compared_with(tmp_path: object) -> None:
    from rolecheck.report.workshop.expectations import MomentAnswers

    moments = [item.id for item in shipped().items if item.stage][:1]
    before = (MomentAnswers(moments[0], "", (-2,) * 8, 0, 8, 8, ()),)
    with serving(sqlite(tmp_path), before=before) as room:  # type: ignore[arg-type]
        phones = [room.phone() for _ in range(5)]
        lead = room.lead()
        lead.open("/lead")
        form = next(form for form in lead.page.forms if ("do", "moments") in form.buttons)
        lead.client.post(form.action, data={**form.hidden, "do": "moments", "moments": moments})
        act(lead, "on")
        for place, phone in enumerate(phones):
            vote(phone, "A", "me" if place == 0 else "role:product-manager")
        text = lead.open("/lead/expectations").text

    assert "和上次比" in text
    assert "变少了的可能" in text


def test_a_server_with_too_many_streams_says_so_and_goes_on_serving_pages(
    room: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MOST_STREAMS", 0)
    phone = room.phone()

    assert phone.client.get(f"/{phone.code}/events").status_code == 503
    assert room.lead().client.get("/lead/events").status_code == 503
    assert phone.open() is not None
    assert phone.item is not None
