"""One respondent's way through the bank: immutable, answered forwards and undone backwards.

A session never looks at the bank: which item comes next is measured (``rolecheck.measure``), which one was shown is
remembered here. Letters are the bank's stable letters, whatever letter an option had on the screen.
"""

from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum, auto

from rolecheck.bank.items import NONE_FITS


class Form(StrEnum):
    """Which items a session asks."""

    QUICK = "quick"
    STANDARD = "standard"
    FULL = "full"


FORM_NAMES = {Form.QUICK: "快测", Form.STANDARD: "标准卷", Form.FULL: "全卷"}


class Back(Enum):
    """The move that goes back to what was asked before."""

    BACK = auto()


@dataclass(frozen=True, slots=True)
class Response:
    """First choice, and perhaps a second, on one item; ``seconds`` is how long the item was on the screen.

    ``first`` is NONE_FITS, and there is no second, where the answer is that no option fits.
    """

    item: str
    first: str
    second: str | None = None
    seconds: float | None = None

    @property
    def none_fits(self) -> bool:
        """Whether the answer is that no option fits, which is no choice."""
        return self.first == NONE_FITS

    @property
    def letters(self) -> str:
        """The choices as a sheet writes them: ``B``, ``BD``, or ``0`` where no option fits."""
        return self.first + (self.second or "")


class Turn(StrEnum):
    """What was answered where no item is asked: at the rest in the middle, at the offer of more, at the card."""

    GO_ON = "go-on"
    """At the rest: the other items, too."""

    STOP = "stop"
    """At the rest: what is answered is the whole of it."""

    ENOUGH = "enough"
    """No more items, though they might have brought a conclusion."""

    CARD = "card"
    """Which role stands on the card: it is the session's title."""


@dataclass(frozen=True, slots=True)
class Card:
    """The id of the role that stands on the card, None where it is none of them."""

    title: str | None


@dataclass(frozen=True, slots=True)
class More:
    """Until how many moments to go on where the form alone would end."""

    until: int


Move = Response | Back | Turn | More | Card
"""Whatever can be answered on the way."""

MOST_SECONDS = 10**7
"""Four months; nobody takes longer over one item, or over all of them."""

LARGEST_SEED = 2**256
"""More dice than anybody needs; numbers without end cost time."""


@dataclass(frozen=True, slots=True)
class Session:
    """What is known of one respondent so far.

    ``until`` is how many responsibility items an extended session goes on to, None where the form alone decides.
    ``shelf`` holds responses taken back by ``undo``, so that an item asked again can show its earlier choice; ``turns``
    the turns taken, each with the number of responses there were. Both are about the way, not about what was answered.
    """

    form: Form
    seed: int
    title: str | None = None
    respondent: str | None = None
    subject: str | None = None
    responses: tuple[Response, ...] = ()
    shelf: tuple[Response, ...] = ()
    until: int | None = None
    turns: tuple[tuple[Turn, int], ...] = field(default=(), compare=False)

    def answer(self, response: Response) -> "Session":
        """Return the session with one more response; ValueError if its item has one already."""
        if any(earlier.item == response.item for earlier in self.responses):
            raise ValueError(response.item)
        shelf = tuple(shelved for shelved in self.shelf if shelved.item != response.item)
        return replace(self, responses=(*self.responses, response), shelf=shelf)

    def take(self, turn: Turn) -> "Session":
        """Return the session with one more turn."""
        return replace(self, turns=(*self.turns, (turn, len(self.responses))))

    def took(self, turn: Turn) -> bool:
        """Tell whether this turn was taken."""
        return any(taken is turn for taken, _ in self.turns)

    def move(self, move: Move) -> "Session":
        """Return the session after one move, of whatever kind."""
        match move:
            case Back():
                return self.undo()
            case Turn():
                return self.take(move)
            case More(until):
                return self.extend(until)
            case Card(title):
                return replace(self, title=title).take(Turn.CARD)
            case Response():
                return self.answer(move)

    def undo(self) -> "Session":
        """Return the session without its last turn or its last response, which goes on the shelf, if there is one."""
        if self.turns and self.turns[-1][1] >= len(self.responses):
            return replace(self, turns=self.turns[:-1])
        if not self.responses:
            return self
        return replace(self, responses=self.responses[:-1], shelf=(*self.shelf, self.responses[-1]))

    def extend(self, until: int) -> "Session":
        """Return the session that goes on until so many responsibility items are answered."""
        return replace(self, until=until)

    def shelved(self, item_id: str) -> Response | None:
        """Return the response last taken back on this item."""
        return next((response for response in reversed(self.shelf) if response.item == item_id), None)
