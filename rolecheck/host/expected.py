"""From the votes of a room to what is said of who expects whom."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from rolecheck.bank.items import Bank
from rolecheck.errors import BadInputError, Problem
from rolecheck.host.desk import Party
from rolecheck.host.room import Guest
from rolecheck.host.together import GUEST, ME, NOBODY, ROLE, SILENT, voters, votes_on
from rolecheck.measure import expectations
from rolecheck.report.workshop.expectations import MomentExpectation, Round, Told, expectation_round, moment_expectation
from rolecheck.session.workshop import MOST_MOMENTS

SCHEMA = "rolecheck.expectations/1"


def told(bank: Bank, party: Party, item: str, label: str) -> Told:
    """Return what the room said of one moment: those who were there when it was revealed."""
    votes = {vote.guest: vote.expected for vote in votes_on(party.votes, item)}
    present = [guest for guest in voters(party.guests) if guest.id in votes]
    spoken = [votes[guest.id] for guest in present if votes[guest.id] != SILENT]
    return Told(
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
    others = [place for place in places if present[place].id != guest.id]
    return others[0] if len(others) == 1 else expectations.SOMEBODY


def _named(bank: Bank, present: Sequence[Guest], spoken: Sequence[str]) -> tuple[tuple[str, int], ...]:
    names = {f"{ROLE}{role.id}": role.name for role in bank.roles.roles}
    names |= {f"{GUEST}{guest.id}": guest.public_name for guest in present if guest.public_name is not None}
    counts = Counter(names[expected] for expected in spoken if expected in names)
    return tuple(counts.most_common())


def moment_shown(bank: Bank, party: Party, item: str) -> MomentExpectation:
    """Return what is said of one revealed moment."""
    return moment_expectation(told(bank, party, item, ""))


def round_told(bank: Bank, party: Party) -> list[Told]:
    """Return what the room said of every moment that was revealed."""
    workshop = party.room.workshop
    if workshop is None:
        return []
    revealed = [item for item in workshop.moments if workshop.counted(item) is not None]
    return [told(bank, party, item, _label(bank, workshop.moments.index(item) + 1, item)) for item in revealed]


def _label(bank: Bank, number: int, item: str) -> str:
    stage = next((stage.name for stage in bank.roles.stages if stage.id == bank.by_id[item].stage), "")
    return f"第 {number} 刻（{stage}）" if stage else f"第 {number} 刻"


def round_shown(bank: Bank, party: Party, before: Sequence[Told] = ()) -> Round:
    """Return the page of the round so far."""
    return expectation_round(round_told(bank, party), before)


def round_record(bank: Bank, party: Party) -> dict[str, Any]:
    """Return a round as plain data, to be compared with in a few weeks; whom the answers point at is a number."""
    moments = [one._asdict() | {"named": [], "answers": list(one.answers)} for one in round_told(bank, party)]
    workshop = party.room.workshop
    seed = None if workshop is None else workshop.seed
    return {"schema": SCHEMA, "bank": bank.digest, "seed": seed, "moments": moments}


def read_round(bank: Bank, text: str, source: str) -> tuple[Told, ...]:
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


def _read_moments(bank: Bank, record: Any) -> tuple[Told, ...]:  # noqa: ANN401 - whatever JSON can hold
    if record["schema"] != SCHEMA:
        raise ValueError(SCHEMA)
    return tuple(_read_moment(bank, number, moment) for number, moment in enumerate(record["moments"], 1))


def _read_moment(bank: Bank, number: int, moment: dict[str, Any]) -> Told:
    answers = tuple(moment["answers"])
    allowed = range(expectations.SILENT, len(answers))
    if not answers or not all(type(answer) is int and answer in allowed for answer in answers):
        raise ValueError(answers)
    me, nobody = answers.count(expectations.ME), answers.count(expectations.NOBODY)
    item = str(moment["id"])
    label = _label(bank, number, item) if item in bank.by_id else ""
    return Told(item, label, answers, me, nobody, len(answers) - answers.count(expectations.SILENT), ())
