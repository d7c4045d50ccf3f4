"""The checklist of `rolecheck accept`: what is asked before a result is handed over, and what a bad answer means.

What each kind of bad answer amounts to is logic (``rolecheck.measure.acceptance``); which check is of which kind, and
every word of it, is the bank's.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, NamedTuple

from rolecheck.bank.keys import Belonging, Case, Concepts, Key


class Answer(StrEnum):
    """What can be answered to a check."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Bad(StrEnum):
    """What a bad answer amounts to.

    never: not handed over, and no condition can change that.
    meaningless: not handed over, because the rest is worth nothing without it.
    unsure: no more than not knowing.
    condition: handed over, under a condition.
    """

    NEVER = "never"
    MEANINGLESS = "meaningless"
    UNSURE = "unsure"
    CONDITION = "condition"


class Check(NamedTuple):
    """One question that is put so that yes is the good answer: whoever is tired must not have to turn it round.

    ``hint`` helps to answer; ``fault`` says the bad answer as a finding; ``settle`` is what to ask ``ask_whom`` where
    the answer is not known; ``condition`` is there exactly where ``bad`` is a condition, ``trap`` only where it is
    unsure.
    """

    id: Annotated[str, Key("这一问的 id", declares="checks")]
    ask: Annotated[str, Key("一句问话，答是就没问题")]
    hint: Annotated[str | None, Key("帮着答的一句话")]
    bad: Annotated[
        Bad,
        Key(
            "答否算什么；不写就照这一样的",
            optional=True,
            inherited=True,
            belongs=Belonging(
                Case("bad", (Bad.MEANINGLESS, Bad.UNSURE, Bad.CONDITION)),
                "在算 {} 的这一样里不能另写，底线没有例外。请删掉，或把这一条挪到别的判断下面。",
            ),
        ),
    ]
    fault: Annotated[str, Key("答否说明什么")]
    condition: Annotated[
        str | None,
        Key(
            f"交之前要落实的话；只在 bad 是 {Bad.CONDITION} 时写",
            belongs=Belonging(
                Case("bad", (Bad.CONDITION,)),
                f"只用在答坏了算 {Bad.CONDITION} 的问题上，这一条算 {{}}。请删掉，或改 bad。",
            ),
        ),
    ]
    trap: Annotated[
        str | None,
        Key(
            f"误读的 id；只在 bad 是 {Bad.UNSURE} 时写",
            uses="traps",
            optional=True,
            belongs=Belonging(
                Case("bad", (Bad.UNSURE,)),
                f"只能写在答坏了算 {Bad.UNSURE} 的问题上。请删掉 trap，或把 bad 改成 {Bad.UNSURE}。",
            ),
        ),
    ]
    ask_whom: Annotated[str, Key("说不准时问谁")]
    settle: Annotated[str, Key("问什么才说得准")]
    concepts: Concepts


class CheckGroup(NamedTuple):
    """The checks behind one judgement; ``judgement`` is its id in the bank, ``holds`` what is so if all are good."""

    judgement: str
    asks: str
    holds: str
    checks: tuple[Check, ...]


class Rules(NamedTuple):
    """``rules`` as it is written: what each kind of bad answer means, and what not knowing does."""

    never: Annotated[str, Key("没有条件好谈的")]
    meaningless: Annotated[str, Key("别的再好也没意义的")]
    unsure: Annotated[str, Key("只算说不准的")]
    condition: Annotated[str, Key("带条件能交的")]
    unknown: Annotated[str, Key("说不准怎么算")]


class ChecklistPart(NamedTuple):
    """A group of checks as it is written, with what its checks inherit."""

    judgement: Annotated[str, Key("判断点的 id", uses="judgements", once="每样判断只写一组，请合在一起。")]
    asks: Annotated[str, Key("这一样问的是什么")]
    bad: Annotated[Bad, Key("这一样答坏了算什么")]
    holds: Annotated[str, Key("都答得好，说明什么")]
    checks: Annotated[tuple[Check, ...], Key("一条条问")]


class Checklist(NamedTuple):
    """``acceptance`` as it is written."""

    rules: Annotated[Rules, Key("答坏了各算什么，一句话")]
    judgements: Annotated[tuple[ChecklistPart, ...], Key("几样判断，按问的先后")]


class Acceptance(NamedTuple):
    """The whole checklist. ``rules`` says what each kind of bad answer means, ``unknown`` what not knowing does."""

    rules: Mapping[Bad, str]
    unknown: str
    groups: tuple[CheckGroup, ...]

    @property
    def checks(self) -> tuple[Check, ...]:
        """All checks, in the order they are asked."""
        return tuple(check for group in self.groups for check in group.checks)


def acceptance_of(checklist: Checklist) -> Acceptance:
    """Return the checklist as it is used."""
    rules = {bad: getattr(checklist.rules, bad) for bad in Bad}
    groups = tuple(CheckGroup(part.judgement, part.asks, part.holds, part.checks) for part in checklist.judgements)
    return Acceptance(rules, checklist.rules.unknown, groups)
