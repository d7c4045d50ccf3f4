"""How likely a few more items are to settle a form: a quarter of a second's work, done beside the pages.

One thread reckons, and rests as long as it worked; a room that finishes all at once gets the offer without the figure.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from rolecheck.host.batching import Batcher
from rolecheck.host.sitting import Sitting
from rolecheck.measure.outlook import Outlook

Examine = Callable[[Sitting], Outlook | None]

MOST_WAITING = 3
REMEMBERED = 500


class Reckoner:
    """Reckons outlooks, each once."""

    def __init__(self, examine: Examine) -> None:
        self._known: OrderedDict[tuple[int, int], Future[Outlook | None]] = OrderedDict()
        self._thread: Batcher[Sitting, Outlook | None] = Batcher("reckon", _resting(examine), 1)

    def outlook(self, guest: int, sitting: Sitting) -> Outlook | None:
        """Return a guest's outlook if it has been reckoned; else begin to, unless too many wait already."""
        key = (guest, sitting.moves)
        if key not in self._known:
            if sum(not future.done() for future in self._known.values()) >= MOST_WAITING:
                return None
            self._known[key] = self._thread.begin(sitting)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        future = self._known[key]
        return future.result() if future.done() else None

    def is_waited_for(self, guest: int, sitting: Sitting) -> bool:
        """Tell whether an outlook is being reckoned."""
        future = self._known.get((guest, sitting.moves))
        return future is not None and not future.done()

    def close(self) -> None:
        """End the thread."""
        self._thread.close()


def _resting(examine: Examine) -> Callable[[Sequence[Sitting]], list[Outlook | Exception | None]]:
    def reckon(sittings: Sequence[Sitting]) -> list[Outlook | Exception | None]:
        start = time.perf_counter()
        found: list[Outlook | Exception | None] = [examine(sitting) for sitting in sittings]
        time.sleep(time.perf_counter() - start)
        return found

    return reckon
