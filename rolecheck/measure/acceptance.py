"""Can a result be handed over? Counting, no model: each answer stands somewhere, and the worst one decides.

From worst to best: a fault that forbids it, something not known, a fault that a condition makes up for, no fault. Not
knowing is worse than a fault with a condition on purpose: who knows the fault can settle the condition, who does not
cannot settle anything. A check without a reply counts as not known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from rolecheck.bank.acceptance import Acceptance, Answer, Bad, Check, CheckGroup
from rolecheck.session.acceptance import Reply


class Standing(IntEnum):
    """Where one check, a judgement or the whole result stands; the greater the better."""

    FORBIDS = 0
    OPEN = 1
    CONDITION = 2
    GOOD = 3


OF_BAD = {
    Bad.NEVER: Standing.FORBIDS,
    Bad.MEANINGLESS: Standing.FORBIDS,
    Bad.UNSURE: Standing.OPEN,
    Bad.CONDITION: Standing.CONDITION,
}
"""What a bad answer of each kind makes of its check."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check with its reply, and where it stands."""

    group: CheckGroup
    check: Check
    reply: Reply
    standing: Standing

    @property
    def is_fault(self) -> bool:
        """Whether the answer was the bad one, and not merely unknown."""
        return self.standing is not Standing.GOOD and self.reply.answer is not Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Decision:
    """All findings in the order of the checklist, and what they come to."""

    findings: tuple[Finding, ...]
    standing: Standing

    def at(self, standing: Standing) -> tuple[Finding, ...]:
        """Return the findings that stand there."""
        return tuple(finding for finding in self.findings if finding.standing is standing)

    def of(self, group: CheckGroup) -> tuple[Finding, ...]:
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


def _find(group: CheckGroup, check: Check, reply: Reply) -> Finding:
    return Finding(group, check, reply, _standing(check, reply.answer))


def _standing(check: Check, answer: Answer) -> Standing:
    if answer is Answer.UNKNOWN:
        return Standing.OPEN
    return Standing.GOOD if answer is Answer.YES else OF_BAD[check.bad]
