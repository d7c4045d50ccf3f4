"""Who does not belong sees nothing and changes nothing: every route with every other's cookie."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.routing import Route

from rolecheck.host import lead, phone
from rolecheck.host.app import make_app
from rolecheck.host.database import Database
from rolecheck.host.desk import Desk
from rolecheck.host.limits import (
    ALPHABET,
    CODE_LETTERS,
    KEY_BYTES,
    MOST_BODY,
    PIN_LETTERS,
    WRONG_IN_ALL,
    WRONG_PER_ADDRESS,
    WrongCodes,
    new_code,
)
from rolecheck.host.pages import Web
from rolecheck.session.session import Form
from tests.builders import shipped_examiner
from tests.host.rooms import Phone, Served, serving, sqlite

GUEST_PAGES = [route for route in phone.routes() if "{code}/" in route.path]
LEAD_PAGES = [route for route in lead.routes() if "{" not in route.path]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One room for all routes and cookies: nothing may change in it."""
    with serving(sqlite(tmp_path_factory.mktemp("hall"))) as served:
        owner = served.phone("主人的名字", shows_name=True)
        owner.answer_all()
        yield served


def fill(path: str, room: Served) -> str:
    return path.replace("{code}", room.room.code)


def marks(room: Served) -> list[tuple[object, ...]]:
    return [(guest.moves, guest.name, guest.removed, guest.place) for guest in room.guests()]


@pytest.mark.parametrize("route", GUEST_PAGES, ids=lambda route: route.path)
@pytest.mark.parametrize("cookie", ["none", pytest.param("invented", marks=pytest.mark.slow), "lead", "another room"])
def test_no_guests_page_opens_without_a_guests_cookie(hall: Served, route: Route, cookie: str) -> None:
    other_room, _ = hall.desk.new_room("别的", hall.room.form, None)
    stranger = Phone(hall.base, other_room.code)
    stranger.join("外人")
    cookies = {
        "none": {},
        "invented": {"guest": "x" * 22},
        "lead": {"lead": hall.key, "guest": hall.key},
        "another room": {"guest": next(iter(stranger.client.cookies.jar)).value or ""},
    }[cookie]
    owner = marks(hall)[0]
    path, methods = fill(route.path, hall), route.methods or {"GET"}

    with httpx.Client(base_url=hall.base, cookies=cookies, trust_env=False) as client:
        reply = client.post(path, data={"moves": "0", "do": "back"}) if "POST" in methods else client.get(path)

    assert "主人的名字" not in reply.text
    assert "结果码" not in reply.text
    assert marks(hall)[0] == owner


@pytest.mark.parametrize("route", LEAD_PAGES, ids=lambda route: route.path)
@pytest.mark.parametrize("cookie", ["none", pytest.param("invented", marks=pytest.mark.slow), "guest", "another room"])
def test_no_leads_page_opens_without_the_leads_cookie(hall: Served, route: Route, cookie: str) -> None:
    guest = hall.phone("客人的名字", shows_name=True)
    _, other = hall.desk.new_room("别的", hall.room.form, None)
    key = next(iter(guest.client.cookies.jar)).value or ""
    cookies = {"none": {}, "invented": {"lead": "x" * 22}, "guest": {"lead": key}, "another room": {"lead": other}}
    path, methods = route.path, route.methods or {"GET"}
    if path == "/lead/events" and cookie == "another room":
        pytest.skip("a stream of the other room, which is theirs")

    with httpx.Client(base_url=hall.base, cookies=cookies[cookie], trust_env=False) as client:
        version = str(hall.room.version)
        reply = client.post(path, data={"do": "close", "version": version}) if "POST" in methods else client.get(path)

    assert "主人的名字" not in reply.text
    assert "客人的名字" not in reply.text
    assert not hall.now().closed
    if cookie != "another room":
        assert reply.status_code == 403


def test_the_leads_key_stands_on_no_page(room: Served) -> None:
    room.phone("甲")
    lead_phone = room.lead()

    for path in ("/lead", "/lead/show", "/lead/expectations"):
        reply = lead_phone.client.get(path)
        assert room.key not in reply.text
        assert room.key not in str(reply.url)


def test_links_and_keys_are_as_long_as_promised() -> None:
    assert len(ALPHABET) ** CODE_LETTERS >= 2**60
    assert len(ALPHABET) ** PIN_LETTERS / (60 * 24 * 365) > WRONG_IN_ALL / 10
    assert KEY_BYTES * 8 == 128
    assert len({new_code() for _ in range(100)}) == 100


def test_cookies_are_for_the_server_alone(room: Served) -> None:
    with httpx.Client(base_url=room.base, trust_env=False) as client:
        mine = client.get(f"/{room.room.code}").headers["set-cookie"].lower()
        leads = client.get(f"/lead/{room.key}").headers["set-cookie"].lower()

    for cookie in (mine, leads):
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert "secure" not in cookie


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"referer": "http://evil.example/page"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "http://127.0.0.1"},
    ],
)
def test_a_form_from_another_site_is_not_taken(room: Served, headers: dict[str, str]) -> None:
    guest = room.phone()
    form = guest.form("/answer", "answer")
    assert form is not None

    reply = guest.client.post(form.action, data={**form.hidden, "first": "A"}, headers=headers)

    assert reply.status_code == 403
    assert room.guests()[0].moves == 0


def test_a_form_from_the_own_page_is_taken(room: Served) -> None:
    guest = room.phone()
    form = guest.form("/answer", "answer")
    assert form is not None

    guest.client.post(form.action, data={**form.hidden, "first": "A"}, headers={"origin": room.base})

    assert room.guests()[0].moves == 1


def test_a_foreign_host_name_shows_nothing(room: Served) -> None:
    reply = httpx.get(f"{room.base}/{room.room.code}", headers={"host": "evil.example"}, trust_env=False)

    assert reply.status_code == 421
    assert room.room.name not in reply.text


def test_great_bodies_headers_and_paths_are_refused(room: Served) -> None:
    guest = room.phone()

    assert guest.client.post(f"/{guest.code}/answer", content=b"x" * (MOST_BODY + 1)).status_code == 413
    a_form = {"content-type": "application/x-www-form-urlencoded"}
    pieces = (b"first=" + b"x" * 4096 for _ in range(9))
    streamed = guest.client.post(f"/{guest.code}/answer", content=pieces, headers=a_form)
    assert streamed.status_code == 413
    assert guest.client.get("/", headers={"x-long": "x" * 20_000}).status_code in {400, 431}
    assert guest.client.get("/" + "x" * 1000).status_code == 414
    assert guest.client.put("/").status_code == 405
    assert guest.client.post(f"/{guest.code}/name", data={f"f{n}": "x" for n in range(100)}).status_code == 400


def test_a_long_name_is_cut(room: Served) -> None:
    room.phone("长" * 900)

    (guest,) = room.guests()
    assert guest.name is not None
    assert len(guest.name) <= 61


def test_every_page_forbids_scripts_of_others_and_frames(room: Served) -> None:
    guest = room.phone()
    lead_phone = room.lead()

    for client, path in (
        (guest.client, f"/{guest.code}"),
        (lead_phone.client, "/lead"),
        (lead_phone.client, "/lead/show"),
    ):
        reply = client.get(path)
        policy = reply.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert " style=" not in reply.text
        assert " on" not in reply.text.split("<body>")[0]
        assert "://" not in reply.text.replace(room.base, "")


def test_codes_are_guessed_at_a_limited_rate_and_right_ones_wait_with_the_wrong(room: Served) -> None:
    with httpx.Client(base_url=room.base, trust_env=False) as client:
        statuses = [client.get(f"/{'abcdefgh'[number]}23456").status_code for number in range(8)]
        statuses += [client.get(f"/lead/{number}" + "x" * 20).status_code for number in range(WRONG_PER_ADDRESS - 8)]
        assert 429 not in statuses
        assert client.get("/zzzzzz").status_code == 429
        assert client.get(f"/{room.room.pin}").status_code == 429
        assert client.get(f"/lead/{room.key}").status_code == 429
        # The long link is not guessed, so nobody in the room is kept out by somebody who guesses.
        assert client.get(f"/{room.room.code}").status_code == 200


def test_wrong_codes_are_forgiven_after_a_minute_and_counted_over_all_addresses() -> None:
    now = [0.0]
    wrong = WrongCodes(lambda: now[0])
    for number in range(WRONG_IN_ALL):
        assert not wrong.too_many(f"10.0.0.{number}")
        wrong.note(f"10.0.0.{number}")

    assert wrong.too_many("10.0.1.1")
    now[0] = 61.0
    assert not wrong.too_many("10.0.1.1")


def test_what_browsers_ask_for_by_themselves_is_no_wrong_code(room: Served) -> None:
    with httpx.Client(base_url=room.base, trust_env=False) as client:
        for path in ("/favicon.ico", "/robots.txt", "/apple-touch-icon.png") * 10:
            client.get(path)

        assert client.get(f"/{room.room.pin}").status_code == 303


def test_behind_tls_cookies_go_over_nothing_else_and_only_the_long_link_leads_in(tmp_path: Path) -> None:
    examiner = shipped_examiner()
    desk = Desk(examiner, Database(sqlite(tmp_path)))
    room, _ = desk.new_room("公司", Form.QUICK, None)
    web = Web(desk, "https://room.example", lambda _: "", lambda _: "", is_public=True)
    host = {"host": "room.example"}

    async def ask() -> list[httpx.Response]:
        transport = httpx.ASGITransport(make_app(web, ("room.example",)))
        async with httpx.AsyncClient(transport=transport, base_url="https://room.example", headers=host) as client:
            origin = {"origin": "https://room.example"}
            return [
                await client.get(f"/{room.code}"),
                await client.get(f"/{room.pin}"),
                await client.post(f"/{room.code}/join", data={"name": ""}, headers=origin),
                await client.post(f"/{room.code}/join", data={"name": ""}, headers={"origin": "https://evil.example"}),
            ]

    page, short, own, foreign = asyncio.run(ask())
    desk.close()

    assert "Secure" in page.headers["set-cookie"]
    assert "max-age" in page.headers["strict-transport-security"]
    assert short.status_code == 404
    assert own.status_code == 303
    assert foreign.status_code == 403
    assert web.short_link(room) == web.link(room)
