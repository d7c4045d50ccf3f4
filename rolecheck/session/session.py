"""One respondent's way through the bank: immutable, answered forwards and undone backwards.

A session never looks at the bank: which item comes next is measured (``rolecheck.measure``), which one was shown is
remembered here. Letters are the bank's stable letters, whatever letter an option had on the screen.
"""

from dataclasses import dataclass, replace

from rolecheck.bank.items import NONE_FITS
from rolecheck.session.form import Form


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


LARGEST_SEED = 2**256
"""More dice than anybody needs; numbers without end cost time."""


@dataclass(frozen=True, slots=True)
class Session:
    """What is known of one respondent so far.

    ``until`` is how many responsibility items an extended session goes on to, None where the form alone decides.
    ``shelf`` holds responses taken back by ``undo``, so that an item asked again can show its earlier choice.
    """

    form: Form
    seed: int
    title: str | None = None
    respondent: str | None = None
    subject: str | None = None
    responses: tuple[Response, ...] = ()
    shelf: tuple[Response, ...] = ()
    until: int | None = None

    def answer(self, response: Response) -> "Session":
        """Return the session with one more response; ValueError if its item has one already."""
        if any(earlier.item == response.item for earlier in self.responses):
            raise ValueError(response.item)
        shelf = tuple(shelved for shelved in self.shelf if shelved.item != response.item)
        return replace(self, responses=(*self.responses, response), shelf=shelf)

    def undo(self) -> "Session":
        """Return the session without its last response, which goes on the shelf; unchanged if there is none."""
        if not self.responses:
            return self
        return replace(self, responses=self.responses[:-1], shelf=(*self.shelf, self.responses[-1]))

    def extend(self, until: int) -> "Session":
        """Return the session that goes on until so many responsibility items are answered."""
        return replace(self, until=until)

    def shelved(self, item_id: str) -> Response | None:
        """Return the response last taken back on this item."""
        return next((response for response in reversed(self.shelf) if response.item == item_id), None)
