"""Random walks through the routes, held against the pure session: back, double posts, stale forms, two tabs."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolecheck.host import rows
from rolecheck.host.room import FormPlace, FormStanding
from rolecheck.host.sitting import GuestMove, GuestSitting, MoveKind, begun, places
from rolecheck.session.session import Form
from tests.builders import shipped, shipped_examiner
from tests.host.rooms import Form_, Phone, Served, serving, sqlite

STEPS = ("answer", "answer", "answer", "second", "none", "back", "twice", "stale", "other tab", "nonsense", "reload")


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One room for all walks: each is a guest of their own."""
    with serving(sqlite(tmp_path_factory.mktemp("hall")), Form.STANDARD) as served:
        yield served


class Walk:
    """A phone, and the pure sitting it must agree with after every step."""

    def __init__(self, hall: Served, seed: int) -> None:
        self.hall, self.rng = hall, Random(seed)
        self.phone = hall.phone()
        self.guest = hall.guests()[-1].id
        self.oracle = begun(hall.guests()[-1], hall.room.form)
        self.place = self._next(self.oracle)
        self.seen: list[Form_] = []

    def step(self, what: str) -> None:
        self.phone.open()
        form = self.phone.form("/answer", "answer")
        if form is not None:
            self.seen.append(form)
        match what:
            case "back":
                if self.phone.form("/answer", "back") is not None:
                    self.phone.press("back")
                    self._move(GuestMove(MoveKind.BACK))
            case "stale":
                self._post(self.rng.choice(self.seen[:-1]) if len(self.seen) > 1 else None, "A")
            case "nonsense":
                self._post(form, self.rng.choice(("", "Z", "\x00", "中")))
            case "reload":
                self.phone.open()
            case _ if form is not None:
                self._answer(form, what)
            case _:
                pass
        self._agree()

    def _answer(self, form: Form_, what: str) -> None:
        item = shipped().by_id[form.hidden["item"]]
        first, second = self.rng.sample(item.letters, 2)
        if what == "none" and item.takes_none_fits:
            first = "0"
        letters = first + (second if what == "second" and item.takes_none_fits else "")
        self._post(form, letters)
        if what == "twice":
            self._post(form, letters)
        if what == "other tab":
            # The other tab shows the same page and sends another answer a moment later.
            self._post(form, item.letters[0])
        self._move(GuestMove(MoveKind.ANSWER, item.id, letters))

    def stop(self, kind: MoveKind) -> None:
        """Answer what is asked between the items or after them, twice: it counts once."""
        form = self.phone.form("/answer", str(kind))
        assert form is not None
        for _ in range(2):
            self.phone.post(form.action, **form.hidden, do=str(kind), title="project-manager")
        until = None
        if kind is MoveKind.MORE:
            until = shipped_examiner().extend(self.oracle.session, self.place.more).until
        self._move(GuestMove(kind, until=until))
        self._agree()

    def _post(self, form: Form_ | None, letters: str) -> None:
        if form is not None:
            self.phone.post(form.action, **form.hidden, first=letters[:1], second=letters[1:], do="answer")

    def _move(self, move: GuestMove) -> None:
        self.oracle = self.oracle.after(move)
        self.place = self._next(self.oracle)

    def _next(self, sitting: GuestSitting) -> FormPlace:
        return places(shipped_examiner(), [sitting])[0]

    def _agree(self) -> None:
        guest = next(guest for guest in self.hall.guests() if guest.id == self.guest)
        moves = self.hall.desk.database.read_now(lambda connection: rows.moves(connection, self.guest))
        kept = [(move.kind, move.item, move.letters) for move in moves]
        assert guest.moves == len(kept) == self.oracle.moves
        assert guest.answered == len(self.oracle.session.responses)
        assert guest.place == self.place
        self.phone.open()
        if guest.place.standing is FormStanding.ITEM:
            assert self.phone.item == guest.place.item


@given(st.integers(0, 2**32 - 1), st.lists(st.sampled_from(STEPS), min_size=8, max_size=20))
@settings(max_examples=8)
def test_whatever_is_done_on_a_phone_the_room_holds_what_the_session_would(
    hall: Served, seed: int, steps: list[str]
) -> None:
    walk = Walk(hall, seed)

    for step in steps:
        walk.step(step)


@pytest.mark.slow
@given(st.integers(0, 2**32 - 1))
@settings(max_examples=3)
def test_to_the_end_and_back_from_it_the_room_holds_what_the_session_would(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    with serving(sqlite(tmp_path_factory.mktemp("end"))) as room:
        walk = Walk(room, seed)
        walk.phone.open()
        for _ in range(120):
            if walk.phone.form("/answer", "card") is not None and walk.rng.random() < 0.5:
                walk.stop(MoveKind.CARD)
            elif walk.phone.form("/answer", "enough") is not None and walk.rng.random() < 0.5:
                walk.stop(walk.rng.choice((MoveKind.ENOUGH, MoveKind.MORE)))
            elif walk.phone.item is None and walk.phone.form("/answer", "back") is None:
                break
            else:
                walk.step("answer" if walk.phone.item is not None else "back")

        (guest,) = room.guests()
        assert guest.place.standing is FormStanding.DONE
        assert guest.title == "project-manager"


def test_a_guest_who_goes_back_to_the_start_answers_all_anew(tmp_path: Path) -> None:
    with serving(sqlite(tmp_path)) as room:
        phone: Phone = room.phone()
        first = phone.item
        for _ in range(5):
            phone.answer("A")
        for _ in range(5):
            phone.press("back")

        assert phone.item == first
        assert phone.form("/answer", "back") is None
        assert room.guests()[0].answered == 0
