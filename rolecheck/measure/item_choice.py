"""The instrument: given a session, which item comes next; given responses, what they show.

Everyone who asks (terminal, answer sheet, simulation) asks an ``Examiner``; there is no second way through a form. Many
sessions at once are cheaper than one after another, so the method for many does the work, and that for one calls it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.measure.forms import PLANS, fixed_items
from rolecheck.measure.more_items import MOST_MORE, Outlook, Undecided, chance_to_settle
from rolecheck.measure.posterior import COARSE_DRAWS, FINE_DRAWS, Posterior, posteriors
from rolecheck.measure.quality import FASTEST_READING
from rolecheck.measure.scoring import Scorer
from rolecheck.measure.selection import Way, choose_next, draw_next, may_stop
from rolecheck.measure.summary import summarise
from rolecheck.measure.verdict import Verdict, conclude
from rolecheck.session.session import Session

SESSIONS_AT_ONCE = 1024
"""Sessions whose fixed items are remembered."""


class Examiner(Scorer):
    """Asks and measures with one bank."""

    def __init__(self, bank: Bank, fastest: float = FASTEST_READING) -> None:
        """Find what the bank's items can offer; ``fastest`` is in characters a second: quicker, nothing was read."""
        super().__init__(bank, fastest)
        self._moments = {item.id: item for item in bank.of(Facet.RESPONSIBILITY)}
        self._fixed = lru_cache(SESSIONS_AT_ONCE)(partial(fixed_items, bank))

    def next_item(self, session: Session) -> Item | None:
        """Return the item to ask next, or None when the form is done.

        The same bank, form, seed and responses always give the same item.
        """
        return self.next_items([session])[0]

    def next_items(self, sessions: Sequence[Session]) -> list[Item | None]:
        """Return the item each of many sessions asks next."""
        ways = [self._way(session) for session in sessions]
        return [
            self._choose(session, way, posterior) or next(iter(self.fixed_left(session)), None)
            for session, way, posterior in zip(sessions, ways, self._standing(sessions, ways), strict=True)
        ]

    def most_left(self, session: Session) -> int:
        """Return how many more items the form asks at the most."""
        item = self.next_item(session)
        return 0 if item is None else self.most_left_with(session, item)

    def most_left_with(self, session: Session, item: Item) -> int:
        """Return the same where the item asked next is known: nothing is measured a second time."""
        goes_on = item.facet is Facet.RESPONSIBILITY
        more = self._limit(session) - len(self._way(session).asked) if goes_on else 0
        return more + len(self.fixed_left(session))

    def outlook(self, session: Session) -> Outlook | None:
        """Return what a few more items would be worth to someone whose form is done.

        None where there is a conclusion, where nothing more could be asked, and where more has been asked already.
        """
        undecided = self._undecided(session)
        if undecided is None:
            return None
        standing, left = undecided
        more = min(MOST_MORE, len(left))
        offers = self.offers[Facet.RESPONSIBILITY]
        (finely,) = posteriors(offers.sets, standing.tally[None], FINE_DRAWS)
        return Outlook(more, chance_to_settle(offers, replace(standing, posterior=finely), left, more))

    def more_items(self, session: Session) -> int:
        """Return how many more items such a person is offered, 0 for none: at a hundredth of the cost of an outlook."""
        undecided = self._undecided(session)
        return 0 if undecided is None else min(MOST_MORE, len(undecided[1]))

    def _undecided(self, session: Session) -> tuple[Undecided, list[Item]] | None:
        """Return what is known of someone who is offered more, and the items left; None where nothing is offered."""
        way, left = self._way(session), self._not_asked(session)
        if not PLANS[session.form].adaptive or session.until is not None or not way.asked or not left:
            return None
        offers = self.offers[Facet.RESPONSIBILITY]
        tallies = offers.tallies([session.responses])
        (posterior,) = posteriors(offers.sets, tallies)
        verdict = conclude(summarise(posterior, len(way.asked), way.none_fits))
        if verdict not in {Verdict.BETWEEN, Verdict.UNCLEAR} or may_stop(posterior, way, self._limit(session)):
            return None
        return Undecided(posterior, tallies[0], len(way.asked), way.second), left

    def extend(self, session: Session, more: int) -> Session:
        """Return the session that goes on for at most so many responsibility items."""
        return session.extend(self.until(session, more))

    def until(self, session: Session, more: int) -> int:
        """Return how many responsibility items are answered once so many more are."""
        return len(self._way(session).asked) + more

    def _standing(self, sessions: Sequence[Session], ways: Sequence[Way]) -> Iterator[Posterior | None]:
        """Yield the posterior of each session whose next item or end depends on it, None for the others."""
        open_ = [
            PLANS[session.form].adaptive and self._is_open(session, way)
            for session, way in zip(sessions, ways, strict=True)
        ]
        offers = self.offers[Facet.RESPONSIBILITY]
        tallies = offers.tallies([session.responses for session, each in zip(sessions, open_, strict=True) if each])
        found = posteriors(offers.sets, tallies, COARSE_DRAWS)
        yield from (next(found) if each else None for each in open_)

    def _is_open(self, session: Session, way: Way) -> bool:
        """Tell whether the form has room for a responsibility item; an adaptive one has none once it went on."""
        if len(way.asked) >= self._limit(session):
            return False
        if session.until is not None:
            return True
        return len(way.asked) == len(session.responses) or not PLANS[session.form].adaptive

    def _choose(self, session: Session, way: Way, standing: Posterior | None) -> Item | None:
        """Return the responsibility item to ask next, None if no more are asked."""
        is_adaptive = PLANS[session.form].adaptive
        if is_adaptive and (standing is None or may_stop(standing, way, self._limit(session))):
            return None
        left = self._not_asked(session)
        if standing is None:
            return draw_next(left, way)
        return choose_next(self.offers[Facet.RESPONSIBILITY], standing, left, way)

    def _way(self, session: Session) -> Way:
        relevant = [response for response in session.responses if response.item in self._moments]
        asked = [self._moments[response.item] for response in relevant]
        none_fits = sum(response.none_fits for response in relevant)
        seconds = sum(response.second is not None for response in relevant)
        return Way(asked, seconds / max(len(relevant) - none_fits, 1), session.seed, none_fits)

    def _not_asked(self, session: Session) -> list[Item]:
        done = {response.item for response in session.responses}
        return [item for item in self.bank.of(Facet.RESPONSIBILITY) if item.id not in done]

    def fixed_left(self, session: Session) -> list[Item]:
        """Return the items of the other facets that the form still asks."""
        answered = {response.item for response in session.responses}
        return [item for item in self._fixed(session.form, session.seed) if item.id not in answered]

    def _limit(self, session: Session) -> int:
        most = max(PLANS[session.form].most[Facet.RESPONSIBILITY], session.until or 0)
        return min(most, len(self.bank.of(Facet.RESPONSIBILITY)))
