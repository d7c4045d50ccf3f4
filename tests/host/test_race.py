"""Many at once, on both kinds of database: no answer is counted twice, none is lost, no number is given twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest

from rolecheck.bank.items import Facet
from rolecheck.host import rows
from rolecheck.host.database import Database
from rolecheck.host.desk import Desk
from rolecheck.host.together import with_moments
from rolecheck.session.workshop import Go, Scene
from tests.builders import shipped_examiner
from tests.host.rooms import Phone, served, serving

CLIENTS = 50


@pytest.mark.slow
def test_fifty_clients_of_one_guest_count_each_answer_once(database: str) -> None:
    with serving(database) as room:
        phone = room.phone()
        cookies = dict(phone.client.cookies)
        for _ in range(3):
            phone.open()
            form = phone.form("/answer", "answer")
            assert form is not None

            def send(letter: str, form: object = form) -> int:
                with httpx.Client(base_url=room.base, cookies=cookies, trust_env=False, timeout=90) as client:
                    data = {**form.hidden, "first": letter, "do": "answer"}  # type: ignore[attr-defined]
                    return client.post(form.action, data=data).status_code  # type: ignore[attr-defined]

            with ThreadPoolExecutor(CLIENTS) as pool:
                statuses = list(pool.map(send, "ABCDE" * (CLIENTS // 5)))

            assert set(statuses) == {303}
        (guest,) = room.guests()
        moves = room.desk.database.read_now(lambda connection: rows.moves(connection, guest.id))

    assert guest.moves == guest.answered == len(moves) == 3


def test_two_servers_of_one_database_give_every_guest_a_number_and_count_once(database: str) -> None:
    with serving(database) as one:
        examiner = shipped_examiner()
        desk = Desk(examiner, Database(database))
        with served(desk, one.room, one.key) as other:

            def come(number: int) -> Phone:
                phone = Phone((one, other)[number % 2].base, one.room.code)
                phone.join(f"人{number}")
                return phone

            with ThreadPoolExecutor(20) as pool:
                phones = list(pool.map(come, range(20)))
            phone = phones[0]
            form = phone.form("/answer", "answer")
            assert form is not None
            cookies = dict(phone.client.cookies)

            def send(number: int) -> int:
                base = (one, other)[number % 2].base
                with httpx.Client(base_url=base, cookies=cookies, trust_env=False, timeout=90) as client:
                    return client.post(form.action, data={**form.hidden, "first": "A"}).status_code

            with ThreadPoolExecutor(CLIENTS) as pool:
                statuses = list(pool.map(send, range(CLIENTS)))
            guests = one.guests()
        desk.close()

    assert set(statuses) == {303}
    assert sorted(guest.number for guest in guests) == list(range(1, 21))
    assert Counter(guest.name for guest in guests).most_common(1)[0][1] == 1
    assert [guest.answered for guest in guests if guest.name == "人0"] == [1]


def test_the_last_votes_in_one_moment_reveal_it_once(database: str) -> None:
    with serving(database) as one:
        desk = Desk(shipped_examiner(), Database(database))
        with served(desk, one.room, one.key) as other:
            phones = [(one, other)[number % 2].phone(f"人{number}") for number in range(10)]
            now = one.now()
            item = desk.bank.of(Facet.RESPONSIBILITY)[0].id
            opened = with_moments(now, [item], 1)
            assert opened.workshop is not None
            opened = replace(opened, workshop=opened.workshop.move(Go.ON))
            desk.database.write_now(lambda connection: rows.change_room(connection, opened, now.version))

            def vote(phone: Phone) -> int:
                phone.post(f"/{phone.code}/vote", item=item, letter="A", expected="nobody")
                return phone.status

            with ThreadPoolExecutor(10) as pool:
                statuses = list(pool.map(vote, phones))
            after = one.now()
        desk.close()

    assert set(statuses) == {200}
    assert after.workshop is not None
    assert after.workshop.scene is Scene.SPREAD
    assert after.workshop.hands[0].total == 10
    assert after.version == now.version + 2
