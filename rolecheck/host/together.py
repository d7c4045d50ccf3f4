"""One moment looked at together: what each phone votes, who is still missing, what the room sees once it is revealed.

Two things are asked of a moment: what one would do oneself, and who will stand up here (``expected``): ``me``,
``nobody``, ``guest:7`` (a guest who gave their name) or ``role:delivery-manager``. What the room said of whom it
expects is counted here, kept as a file, and read again to be compared with.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rolecheck.bank.items import NONE_FITS, Bank, Item
from rolecheck.errors import BadInputError, Problem
from rolecheck.host.room import Guest, Mode, Room
from rolecheck.measure import expectations
from rolecheck.report.workshop.expectations import (
    MomentAnswers,
    MomentExpectation,
    Round,
    expectation_round,
    moment_expectation,
)
from rolecheck.session.session import Back
from rolecheck.session.workshop import MOST_MOMENTS, Go, Hands, Scene, Workshop

ME, NOBODY = "me", "nobody"
SILENT = "silent"
"""Kept when a moment is revealed for those who were there and had said nothing; who came later is not waited for."""

GUEST, ROLE = "guest:", "role:"


@dataclass(frozen=True, slots=True)
class Vote:
    """What one guest said of one moment; ``letter`` is the bank's."""

    guest: int
    item: str
    letter: str
    expected: str


@dataclass(frozen=True, slots=True)
class Party:
    """A room and everybody in it."""

    room: Room
    guests: tuple[Guest, ...]
    votes: tuple[Vote, ...]


def open_moment(room: Room) -> str | None:
    """Return the item that is voted on now, None where nothing is."""
    workshop = room.workshop
    if room.mode is not Mode.TOGETHER or workshop is None or workshop.ended or workshop.scene is not Scene.HANDS:
        return None
    return workshop.moments[workshop.place]


def shown_moment(room: Room) -> str | None:
    """Return the item the room looks at, None where it looks at none."""
    workshop = room.workshop
    if workshop is None or workshop.ended or workshop.scene is Scene.RELAY:
        return None
    return workshop.moments[workshop.place]


def votes_on(votes: Iterable[Vote], item: str) -> list[Vote]:
    """Return the votes on one moment."""
    return [vote for vote in votes if vote.item == item]


def voters(guests: Iterable[Guest]) -> list[Guest]:
    """Return those whose votes are waited for: everybody who has not been sent away."""
    return [guest for guest in guests if not guest.removed]


def missing_on(guests: Sequence[Guest], votes: Sequence[Vote], item: str) -> list[Guest]:
    """Return those who have not voted on a moment."""
    done = {vote.guest for vote in votes_on(votes, item) if vote.expected != SILENT}
    return [guest for guest in voters(guests) if guest.id not in done]


def silent_on(guests: Sequence[Guest], votes: Sequence[Vote], item: str) -> list[Vote]:
    """Return what is kept of those who were there when a moment was revealed and had not voted."""
    return [Vote(guest.id, item, "", SILENT) for guest in missing_on(guests, votes, item)]


def hands_of(item: Item, votes: Iterable[Vote]) -> Hands:
    """Return the votes on a moment as hands."""
    letters = [vote.letter for vote in votes_on(votes, item.id)]
    return Hands(item.id, tuple(letters.count(letter) for letter in item.letters), letters.count(NONE_FITS))


def whom_to_expect(bank: Bank, guests: Sequence[Guest], voter: Guest) -> list[tuple[str, str]]:
    """Return what may be answered to who will stand up, each with its words: oneself, others, nobody.

    Names are those whose owners agreed to be named; the roles stand for everybody else.
    """
    named = [(f"{GUEST}{guest.id}", guest.public_name) for guest in voters(guests) if guest.id != voter.id]
    others = [(key, name) for key, name in named if name is not None]
    roles = [(f"{ROLE}{role.id}", role.name) for role in bank.roles.roles]
    return [(ME, "我"), *others, *roles, (NOBODY, "没人")]


def vote_complaint(bank: Bank, guests: Sequence[Guest], vote: Vote, voter: Guest) -> str | None:
    """Say what is missing in a vote that came in a form, None where nothing is."""
    if len(vote.letter) != 1 or vote.letter not in bank.by_id[vote.item].answers:
        return "第一问还没选：这时候，你会怎么做？"
    if vote.expected not in {key for key, _ in whom_to_expect(bank, guests, voter)}:
        return "第二问还没选：在我们这儿，这一刻会是谁站出来？"
    return None


class Act:
    """What a lead does with a workshop, as its buttons are called."""

    ON, BACK, SKIP = "on", "back", "skip"


def moved(bank: Bank, workshop: Workshop, act: str, votes: Sequence[Vote]) -> Workshop:
    """Return the workshop after an act of its lead, unchanged if it is none; revealing counts the votes as they are."""
    match act:
        case Act.BACK:
            return workshop.move(Back.BACK)
        case Act.SKIP if workshop.scene is not Scene.RELAY:
            return workshop.move(Go.SKIP)
        case Act.ON if workshop.scene is Scene.HANDS:
            item = bank.by_id[workshop.moments[workshop.place]]
            return workshop.move(hands_of(item, votes))
        case Act.ON if workshop.scene is not Scene.RELAY:
            return workshop.move(Go.ON)
        case _:
            return workshop


def revealed_by_last(bank: Bank, before: Party, after: Party) -> Room | None:
    """Return the room with its open moment revealed, if a change has just left nobody missing; else None.

    A moment the lead has stepped back to has all its votes already, and stays open while they are changed.
    """
    item, workshop = open_moment(after.room), after.room.workshop
    if item is None or workshop is None or not after.room.reveals_itself or not votes_on(after.votes, item):
        return None
    if not missing_on(before.guests, before.votes, item) or missing_on(after.guests, after.votes, item):
        return None
    return replace(after.room, workshop=moved(bank, workshop, Act.ON, after.votes))


def with_moments(room: Room, moments: Sequence[str], seed: int) -> Room:
    """Return the room with these moments to look at together, from the first on."""
    return replace(room, workshop=Workshop(tuple(moments), seed), mode=Mode.TOGETHER)


SCHEMA = "rolecheck.expectations/1"


def moment_answers(bank: Bank, party: Party, item: str, label: str) -> MomentAnswers:
    """Return what the room said of one moment: those who were there when it was revealed."""
    votes = {vote.guest: vote.expected for vote in votes_on(party.votes, item)}
    present = [guest for guest in voters(party.guests) if guest.id in votes]
    spoken = [votes[guest.id] for guest in present if votes[guest.id] != SILENT]
    return MomentAnswers(
        id=item,
        label=label,
        answers=tuple(_answer(present, guest, votes[guest.id]) for guest in present),
        me=spoken.count(ME),
        nobody=spoken.count(NOBODY),
        answered=len(spoken),
        named=_named(bank, present, spoken),
    )


def _answer(present: Sequence[Guest], guest: Guest, expected: str) -> int:
    """Return an answer as the measurement counts it; a role is somebody where one other carries its card."""
    if expected == SILENT:
        return expectations.SILENT
    if expected in {ME, NOBODY}:
        return expectations.ME if expected == ME else expectations.NOBODY
    if expected.startswith(ROLE):
        places = [place for place, other in enumerate(present) if other.title == expected.removeprefix(ROLE)]
    else:
        places = [place for place, other in enumerate(present) if f"{GUEST}{other.id}" == expected]
    expected_others = [place for place in places if present[place].id != guest.id]
    return expected_others[0] if len(expected_others) == 1 else expectations.SOMEBODY


def _named(bank: Bank, present: Sequence[Guest], spoken: Sequence[str]) -> tuple[tuple[str, int], ...]:
    names = {f"{ROLE}{role.id}": role.name for role in bank.roles.roles}
    names |= {f"{GUEST}{guest.id}": guest.public_name for guest in present if guest.public_name is not None}
    counts = Counter(names[expected] for expected in spoken if expected in names)
    return tuple(counts.most_common())


def moment_shown(bank: Bank, party: Party, item: str) -> MomentExpectation:
    """Return what is said of one revealed moment."""
    return moment_expectation(moment_answers(bank, party, item, ""))


def round_answers(bank: Bank, party: Party) -> list[MomentAnswers]:
    """Return what the room said of every moment that was revealed."""
    workshop = party.room.workshop
    if workshop is None:
        return []
    revealed = [item for item in workshop.moments if workshop.counted(item) is not None]
    return [
        moment_answers(bank, party, item, _label(bank, workshop.moments.index(item) + 1, item)) for item in revealed
    ]


def _label(bank: Bank, number: int, item: str) -> str:
    stage = next((stage.name for stage in bank.roles.stages if stage.id == bank.by_id[item].stage), "")
    return f"第 {number} 刻（{stage}）" if stage else f"第 {number} 刻"


def round_shown(bank: Bank, party: Party, before: Sequence[MomentAnswers] = ()) -> Round:
    """Return the page of the round so far."""
    return expectation_round(round_answers(bank, party), before)


def round_record(bank: Bank, party: Party) -> dict[str, Any]:
    """Return a round as plain data, to be compared with in a few weeks; whom the answers point at is a number."""
    moments = [
        moment._asdict() | {"named": [], "answers": list(moment.answers)} for moment in round_answers(bank, party)
    ]
    workshop = party.room.workshop
    seed = None if workshop is None else workshop.seed
    return {"schema": SCHEMA, "bank": bank.digest, "seed": seed, "moments": moments}


def read_round(bank: Bank, text: str, source: str) -> tuple[MomentAnswers, ...]:
    """Return the round an exported file holds; BadInputError if it holds none."""
    try:
        moments = _read_moments(bank, json.loads(text))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        problem = "不是一轮“谁在等谁”。要的是上次导出的 expectations.json。"
        raise BadInputError([Problem(source, None, problem)]) from error
    known = tuple(moment for moment in moments if moment.id in bank.by_id)
    if not known:
        raise BadInputError([Problem(source, None, "里面的时刻现在的题库都没有。用 --bank 指出那时的题库。")])
    return known[:MOST_MOMENTS]


def _read_moments(bank: Bank, record: Any) -> tuple[MomentAnswers, ...]:  # noqa: ANN401 - whatever JSON can hold
    if record["schema"] != SCHEMA:
        raise ValueError(SCHEMA)
    return tuple(_read_moment(bank, number, moment) for number, moment in enumerate(record["moments"], 1))


def _read_moment(bank: Bank, number: int, moment: dict[str, Any]) -> MomentAnswers:
    answers = tuple(moment["answers"])
    allowed = range(expectations.SILENT, len(answers))
    if not answers or not all(type(answer) is int and answer in allowed for answer in answers):
        raise ValueError(answers)
    me, nobody = answers.count(expectations.ME), answers.count(expectations.NOBODY)
    item = str(moment["id"])
    label = _label(bank, number, item) if item in bank.by_id else ""
    return MomentAnswers(item, label, answers, me, nobody, len(answers) - answers.count(expectations.SILENT), ())
