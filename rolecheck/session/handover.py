"""One way through the acceptance check: about one result, immutable, answered forwards and undone backwards."""

from dataclasses import dataclass, replace

from rolecheck.bank.acceptance import Acceptance, Answer, Check, CheckGroup
from rolecheck.session.walk import Back


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one check, and what was noted beside it."""

    check: str
    answer: Answer
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """What is known so far of a result about to be handed over; ``shelf`` holds replies taken back by ``undo``."""

    name: str | None = None
    replies: tuple[Reply, ...] = ()
    shelf: tuple[Reply, ...] = ()

    def answer(self, reply: Reply) -> "Handover":
        """Return the handover with one more reply; ValueError if its check has one already."""
        if any(earlier.check == reply.check for earlier in self.replies):
            raise ValueError(reply.check)
        shelf = tuple(shelved for shelved in self.shelf if shelved.check != reply.check)
        return replace(self, replies=(*self.replies, reply), shelf=shelf)

    def undo(self) -> "Handover":
        """Return the handover without its last reply, which goes on the shelf; unchanged if there is none."""
        if not self.replies:
            return self
        return replace(self, replies=self.replies[:-1], shelf=(*self.shelf, self.replies[-1]))


CheckMove = Reply | Back


@dataclass(frozen=True, slots=True)
class CheckStep:
    """One check about to be asked: ``number`` of ``count``, and the reply once taken back on it."""

    group: CheckGroup
    check: Check
    number: int
    count: int
    earlier: Reply | None

    @property
    def opens_group(self) -> bool:
        """Whether this is the first check of its group."""
        return self.group.checks[0] is self.check


def next_check(acceptance: Acceptance, handover: Handover) -> CheckStep | None:
    """Return the first check without a reply, or None when all have one."""
    replied = {reply.check for reply in handover.replies}
    shelf = {reply.check: reply for reply in handover.shelf}
    checks = [(group, check) for group in acceptance.groups for check in group.checks]
    for number, (group, check) in enumerate(checks, 1):
        if check.id not in replied:
            return CheckStep(group, check, number, len(checks), shelf.get(check.id))
    return None


def move_on(handover: Handover, move: CheckMove) -> Handover:
    """Return the handover after one move."""
    return handover.undo() if isinstance(move, Back) else handover.answer(move)
