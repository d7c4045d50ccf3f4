"""Banks made in the test, and the shipped bank."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations

from rolecheck.bank.files import shipped_folder
from rolecheck.bank.items import LETTERS, Bank, Facet, Framing, Item, Option, Trap
from rolecheck.bank.loading import load_bank
from rolecheck.bank.roles import STAND_BACK, Line, Role, RoleBook
from rolecheck.measure.item_choice import Examiner
from rolecheck.session.session import Response

FRAMING = Framing("act", Facet.RESPONSIBILITY, "你先做：")
TRAPS = {trap: Trap(trap, trap, trap) for trap in ("silence", "signature", "compromise")}
STAGES = ("initiation", "execution", "rollout", "acceptance", "operation")


@cache
def shipped() -> Bank:
    return load_bank(shipped_folder())


@cache
def shipped_examiner() -> Examiner:
    return Examiner(shipped())


def line_ids(count: int) -> list[str]:
    return [f"line-{number}" for number in range(count)]


def make_item(
    name: str, options: Sequence[Option], facet: Facet = Facet.RESPONSIBILITY, stage: str | None = None
) -> Item:
    return Item(name, facet, stage, FRAMING.id, None, f"{name}的那一刻", tuple(options), "", (), ())


def line_item(
    name: str, keys: Iterable[str], facet: Facet = Facet.RESPONSIBILITY, stage: str | None = STAGES[0]
) -> Item:
    return make_item(name, [Option(f"为{key}站出来", key, None, None) for key in keys], facet, stage)


def make_bank(lines: int, items: Sequence[Item]) -> Bank:
    """Return a bank of so many lines, each with one role of the same name."""
    book = RoleBook(
        version="1",
        essays=(),
        stages=(),
        lines=tuple(Line(line, line, line) for line in line_ids(lines)),
        roles=tuple(_role(line) for line in line_ids(lines)),
        dimensions=(),
        separations=(),
        tensions=(),
        advice={},
    )
    return Bank(book, "1", {FRAMING.id: FRAMING}, TRAPS, {}, tuple(items), "0" * 12)


def block_bank(lines: int, width: int, times: int = 1) -> Bank:
    """Return a bank that asks every choice of ``width`` lines, with stand-back, so many times, stages in turn."""
    blocks = list(combinations(line_ids(lines), width)) * times
    items = [
        line_item(f"moment-{number}", (*block, STAND_BACK), stage=STAGES[number % len(STAGES)])
        for number, block in enumerate(blocks)
    ]
    return make_bank(lines, items)


def letter_of(item: Item, key: str) -> str:
    """Return the letter of the option that stands for this key."""
    return LETTERS[[option.key for option in item.options].index(key)]


def by_keys(item: Item, first: str, second: str | None = None) -> Response:
    """Return the response that chooses these keys."""
    return Response(item.id, letter_of(item, first), None if second is None else letter_of(item, second))


def _role(line: str) -> Role:
    return Role(
        id=f"{line}-role",
        name=line,
        aliases=(),
        line=line,
        core_question="",
        stands_up=(),
        answers_for=(),
        does_not_answer_for=(),
        duties=(),
        kpi=(),
        says=(),
        traps=(),
        capabilities=(),
        career=(),
        hands_over=(),
        talk="",
        concepts=(),
    )
