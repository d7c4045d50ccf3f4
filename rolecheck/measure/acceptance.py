"""Acceptance, by counting and without a model: can a result be handed over, and are such cases read right.

Each answer of a checklist stands somewhere, and the worst one decides. From worst to best: a fault that forbids it,
something not known, a fault that a condition makes up for, no fault. Not knowing is worse than a fault with a condition
on purpose: who knows the fault can settle the condition, who does not cannot settle anything. A check without a reply
counts as not known. Of the judgement items, credit earned and traps walked into are counted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from rolecheck.bank.acceptance import Acceptance, Answer, Bad, Check, CheckGroup
from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.session.acceptance import Reply
from rolecheck.session.session import Response


class CheckStanding(IntEnum):
    """Where one check, a judgement or the whole result stands; the greater the better."""

    FORBIDS = 0
    OPEN = 1
    CONDITION = 2
    GOOD = 3


OF_BAD = {
    Bad.NEVER: CheckStanding.FORBIDS,
    Bad.MEANINGLESS: CheckStanding.FORBIDS,
    Bad.UNSURE: CheckStanding.OPEN,
    Bad.CONDITION: CheckStanding.CONDITION,
}
"""What a bad answer of each kind makes of its check."""


@dataclass(frozen=True, slots=True)
class CheckedReply:
    """One check with its reply, and where it stands."""

    group: CheckGroup
    check: Check
    reply: Reply
    standing: CheckStanding

    @property
    def is_fault(self) -> bool:
        """Whether the answer was the bad one, and not merely unknown."""
        return self.standing is not CheckStanding.GOOD and self.reply.answer is not Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Decision:
    """All findings in the order of the checklist, and what they come to."""

    findings: tuple[CheckedReply, ...]
    standing: CheckStanding

    def at(self, standing: CheckStanding) -> tuple[CheckedReply, ...]:
        """Return the findings that stand there."""
        return tuple(finding for finding in self.findings if finding.standing is standing)

    def of(self, group: CheckGroup) -> tuple[CheckedReply, ...]:
        """Return the findings of one group of checks."""
        return tuple(finding for finding in self.findings if finding.group is group)


def decide(acceptance: Acceptance, replies: Iterable[Reply]) -> Decision:
    """Return what the replies come to; their order does not matter."""
    by_check = {reply.check: reply for reply in replies}
    findings = tuple(
        _find(group, check, by_check.get(check.id) or Reply(check.id, Answer.UNKNOWN))
        for group in acceptance.groups
        for check in group.checks
    )
    return Decision(findings, min(finding.standing for finding in findings))


def _find(group: CheckGroup, check: Check, reply: Reply) -> CheckedReply:
    return CheckedReply(group, check, reply, _standing(check, reply.answer))


def _standing(check: Check, answer: Answer) -> CheckStanding:
    if answer is Answer.UNKNOWN:
        return CheckStanding.OPEN
    return CheckStanding.GOOD if answer is Answer.YES else OF_BAD[check.bad]


@dataclass(frozen=True, slots=True)
class JudgedResponse:
    """One judgement item as answered: the credit of the first choice, and the trap it stands for."""

    item: Item
    credit: float
    trap: str | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """All readings of one respondent; a second choice earns nothing here."""

    readings: tuple[JudgedResponse, ...]
    traps: Mapping[str, int]

    @property
    def credit(self) -> float | None:
        """Mean credit in 0 to 1; None where no judgement item was answered."""
        if not self.readings:
            return None
        return sum(reading.credit for reading in self.readings) / len(self.readings)


def judge(bank: Bank, responses: Iterable[Response]) -> Judgement:
    """Return what the responses to judgement items earned, and how often each trap of the bank was chosen."""
    readings = tuple(_read(bank.by_id[response.item], response) for response in responses if _is_judged(bank, response))
    traps = {trap: sum(reading.trap == trap for reading in readings) for trap in bank.traps}
    return Judgement(readings, traps)


def _is_judged(bank: Bank, response: Response) -> bool:
    return bank.by_id[response.item].facet is Facet.JUDGEMENT


def _read(item: Item, response: Response) -> JudgedResponse:
    option = item.option(response.first)
    return JudgedResponse(item, option.credit or 0.0, option.trap)
