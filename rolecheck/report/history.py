"""Earlier results in a row, and how the shares moved between two of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from rolecheck.bank.items import Bank
from rolecheck.bank.roles import STAND_BACK_NAME
from rolecheck.measure.change import FAMILY_ERROR, ShareChange, another_line, moves, p_another
from rolecheck.measure.scoring import Profile
from rolecheck.measure.summary import Estimate
from rolecheck.measure.verdict import Verdict
from rolecheck.report.page import Entry, Listing, Page, Part, Row, Sentence, Table, TableCell, Tone, part, quiet
from rolecheck.report.score import DIGITS, batch_row, score_line
from rolecheck.session.session import FORM_NAMES, Session
from rolecheck.typesetting import percent

SCHEMA = "rolecheck.history/1"

TITLE = "答过的"
ACCEPTED = "验收过的"
AGAIN = "再看一份：rolecheck accept --show 编号"
ONCE = "同一个人答过两次，这里就会比一比两次的占比。"


@dataclass(frozen=True, slots=True)
class PastResult:
    """One result as it was kept, measured with the bank at hand; ``when`` is its date and time in words."""

    number: int
    name: str
    when: str
    session: Session
    profile: Profile
    same_bank: bool
    dropped: int


class PastAcceptance(NamedTuple):
    """One acceptance check as it was kept: of what, None where no name was given, and what it came to."""

    number: int
    when: str
    name: str | None
    statement: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """What a list of results shows of one."""

    number: str
    when: str
    form: str
    verdict: str
    certainty: str
    card: str
    who: str


@dataclass(frozen=True, slots=True)
class Movement:
    """Two results held against each other: what each concluded, the table of shares, and what to mind."""

    conclusions: tuple[str, str]
    whole: str
    table: Table
    back: Row
    """Stepping back: a share of seven and not of six, so it stands in no table of lines."""
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """Everything `rolecheck history` shows; without a movement ``note`` says when there will be one."""

    rows: tuple[HistoryRow, ...]
    movement: Movement | None
    note: str
    accepted: tuple[PastAcceptance, ...] = ()


def history(
    bank: Bank,
    taken: Sequence[PastResult],
    pair: tuple[PastResult, PastResult] | None,
    accepted: Sequence[PastAcceptance] = (),
) -> History:
    """Return the results listed, and the two that are to be compared."""
    movement = None if pair is None else compare(bank, *pair)
    return History(
        tuple(_row(bank, each) for each in taken), movement, ONCE if movement is None and taken else "", tuple(accepted)
    )


def history_page(history: History) -> Page:
    """Return the list of results, and below it how the last two or the two asked for differ."""
    rows = (
        Entry(" · ".join(filter(None, (row.when, row.form, _sure(row), row.card, row.who))), row.number)
        for row in history.rows
    )
    accepted = (
        Entry(" · ".join((each.when, each.name or "没写名字", each.statement)), str(each.number))
        for each in history.accepted
    )
    moved, checked = _movement(history.movement), part(ACCEPTED, Listing(tuple(accepted)), note=AGAIN)
    if not history.rows:
        # Where no results are listed, a heading for them would stand above nothing.
        only, *others = (*moved, *checked)
        return Page(only.heading, (*quiet(only.note), *only.blocks, *others))
    return Page(TITLE, (Listing(tuple(rows)), *moved, *quiet(history.note), *checked))


def _sure(row: HistoryRow) -> str:
    return f"{row.verdict}，把握 {row.certainty}" if row.certainty else row.verdict


def _movement(movement: Movement | None) -> tuple[Part, ...]:
    if movement is None:
        return ()
    conclusions = (
        Entry(conclusion, label) for label, conclusion in zip(("从", "到"), movement.conclusions, strict=True)
    )
    cautions = (Sentence(caution, "留意", Tone.WARNING) for caution in movement.cautions)
    earlier, later, _, moved = (cell.text for cell in movement.back.cells)
    back = Sentence(f"另外算的{STAND_BACK_NAME}：前次 {earlier}，后次 {later}，{moved}。")
    first = Sentence(movement.whole)
    return part("两次之间", Listing(tuple(conclusions)), first, *cautions, movement.table, back)


def last_two(taken: Sequence[PastResult]) -> tuple[PastResult, PastResult] | None:
    """Return the latest result and the one before it of the same person, if there is one."""
    if not taken:
        return None
    latest = taken[-1]
    before = next((each for each in reversed(taken[:-1]) if _person(each) == _person(latest)), None)
    return None if before is None else (before, latest)


def compare(bank: Bank, before: PastResult, after: PastResult) -> Movement:
    """Return how the shares moved from one result to another."""
    lines = bank.roles.lines
    shares = list(zip(before.profile.responsibility.shares, after.profile.responsibility.shares, strict=True))
    order = sorted(range(len(lines)), key=lambda line: -shares[line][1].mean)
    backs = (before.profile.responsibility.stand_back, after.profile.responsibility.stand_back)
    *moved, back = moves(*zip(*shares, backs, strict=True))
    rows = [_moved(lines[line].id, lines[line].short, *shares[line], moved[line]) for line in order]
    return Movement(
        conclusions=(_conclusion(bank, before), _conclusion(bank, after)),
        whole=whole(bank, before.profile, after.profile),
        table=Table(
            "movement",
            "占比怎么动的",
            f"几条线一起看，没变的人被说成变了的不到 {percent(FAMILY_ERROR)}；够不上的可能只是摆动，就说看不出",
            (("before", "前次"), ("after", "后次"), ("difference", "变化"), ("moved", "升降")),
            tuple(rows),
        ),
        back=_moved("stand_back", STAND_BACK_NAME, *backs, back),
        cautions=tuple(_cautions(before, after)),
    )


def whole(bank: Bank, before: Profile, after: Profile) -> str:
    """Say the first thing there is to say: whether the largest line is another one now."""
    both_named = before.verdict is after.verdict is Verdict.NAMED
    if not both_named:
        return "两次都点到线，才说线变没变。"
    lines = [bank.roles.lines[profile.primary].short for profile in (before, after)]
    another = p_another(before.responsibility.p_largest, after.responsibility.p_largest)
    if before.primary == after.primary:
        return f"两次都是{lines[0]}线，还是同一条的可能 {percent(1 - another)}。"
    if another_line(before.responsibility.p_largest, after.responsibility.p_largest, both_named=both_named):
        return f"最大的线从{lines[0]}变成了{lines[1]}，把握 {percent(another)}。"
    return "两次点到的线不一样，但还说不准是不是真变了。"


def history_data(
    bank: Bank,
    taken: Sequence[PastResult],
    pair: tuple[PastResult, PastResult] | None,
    accepted: Sequence[PastAcceptance] = (),
) -> dict[str, Any]:
    """Return the same figures as plain data, for JSON."""
    return {
        "schema": SCHEMA,
        "results": [
            {
                "number": each.number,
                "name": each.name,
                "taken": each.when,
                "form": str(each.session.form),
                "subject": each.session.subject,
                "same_bank": each.same_bank,
                "dropped": each.dropped,
                "score": score_line(
                    bank, each.profile, each.session.respondent, each.session.title, len(each.session.responses)
                ),
            }
            for each in taken
        ],
        "acceptances": [each._asdict() for each in accepted],
        "movement": None if pair is None else _movement_data(bank, *pair),
    }


def _movement_data(bank: Bank, before: PastResult, after: PastResult) -> dict[str, Any]:
    movement = compare(bank, before, after)
    return {
        "before": before.name,
        "after": after.name,
        "same_person": _person(before) == _person(after),
        "p_another": _rounded(p_another(*(each.profile.responsibility.p_largest for each in (before, after)))),
        "shares": {
            row.id: {"difference": _rounded(row.cells[2].value), "p_rose": _rounded(row.cells[3].value)}
            for row in (*movement.table.rows, movement.back)
        },
    }


def _rounded(value: object) -> float:
    return round(float(value), DIGITS) if isinstance(value, int | float) else 0.0


def _moved(id_: str, label: str, before: Estimate, after: Estimate, move: ShareChange) -> Row:
    points = round(after.mean * 100) - round(before.mean * 100)
    return Row(
        id_,
        label,
        (
            TableCell(before.mean, percent(before.mean)),
            TableCell(after.mean, percent(after.mean)),
            TableCell(after.mean - before.mean, f"{points:+d}" if points else "0"),
            TableCell(move.p_rose, _verdict(move)),
        ),
    )


def _verdict(move: ShareChange) -> str:
    direction, sure = ("升", move.p_rose) if move.p_rose >= 0.5 else ("降", 1 - move.p_rose)
    return f"{direction}了，约 {percent(sure)}" if move.told else "看不出"


def _cautions(before: PastResult, after: PastResult) -> list[str]:
    cautions = []
    if _person(before) != _person(after):
        cautions.append("这两份不是同一个人答的，或答的不是同一个人：差别是人和人的，不是前后的。")
    if before.session.form != after.session.form:
        cautions.append("两次的卷型不一样，题少的那次范围更宽。")
    if not (before.same_bank and after.same_bank):
        cautions.append("题库在其中一次之后改过，两次都按现在的题库重新算过。")
    return cautions


def _conclusion(bank: Bank, taken: PastResult) -> str:
    row = _row(bank, taken)
    return f"第 {row.number} 份（{row.when}，{row.form}）：{_sure(row)}"


def _person(taken: PastResult) -> tuple[str | None, str | None]:
    return taken.session.respondent, taken.session.subject


def _row(bank: Bank, taken: PastResult) -> HistoryRow:
    session = taken.session
    row = batch_row(bank, taken.profile, "", session.title)
    respondent = "" if session.respondent is None else f"{session.respondent}答"
    subject = "" if session.subject is None else f"说的是{session.subject}"
    return HistoryRow(
        number=str(taken.number),
        when=taken.when,
        form=FORM_NAMES[session.form],
        verdict=row.verdict,
        certainty=row.certainty,
        card="，".join(part for part in (row.title and f"名片{row.title}", row.match) if part),
        who="，".join(part for part in (respondent, subject) if part),
    )
