"""The instrument: given a session, which item comes next; given responses, what they show.

Everyone who asks (terminal, answer sheet, simulation) asks an ``Examiner``; there is no second way through a form.
Many people at once are cheaper than one after another, so the methods for many do the work, and those for one call
them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import compress, islice
from typing import NamedTuple

import numpy as np

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.measure.acceptance import Judgement, judge
from rolecheck.measure.forms import PLANS, fixed_items
from rolecheck.measure.offers import Offers
from rolecheck.measure.outlook import MOST_MORE, Outlook, Undecided, chance_to_settle
from rolecheck.measure.posterior import COARSE_DRAWS, DRAWS, FINE_DRAWS, TOGETHER, Booleans, Posterior, posteriors
from rolecheck.measure.prior import Floats
from rolecheck.measure.quality import FASTEST_READING, Flag, flags, total_seconds
from rolecheck.measure.selection import Way, choose_next, draw_next, may_stop
from rolecheck.measure.summary import (
    Evidence,
    LineProfile,
    places,
    summarise,
    summarise_many,
    unanswered,
    weigh_evidence,
)
from rolecheck.measure.verdict import TitleMatch, Verdict, conclude, match_title, title_chance
from rolecheck.session.session import Response, Session

SESSIONS_AT_ONCE = 1024
"""Sessions whose fixed items are remembered."""

SUMMARISED = 8
"""People whose posteriors become figures at once: numpy's calls are shared, and near memory holds them."""

LINE_FACETS = (Facet.RESPONSIBILITY, Facet.DUTY, Facet.KPI)


class Sheet(NamedTuple):
    """What one person answered.

    ``title`` is the id of the role on the card, ``seconds`` the time for all of it; ``seed`` tells where the options
    stood on the screen, None where nobody knows.
    """

    responses: Sequence[Response]
    title: str | None = None
    seconds: float | None = None
    seed: int | None = None


def sheet_of(session: Session) -> Sheet:
    """Return what a session's respondent answered; positions are known where the items were on a screen."""
    seconds = total_seconds(session.responses)
    on_screen = seconds is not None and session.seed >= 0
    return Sheet(session.responses, session.title, seconds, session.seed if on_screen else None)


@dataclass(frozen=True, slots=True)
class Profile:
    """What one respondent's responses show. Lines are numbers in the bank's order."""

    responsibility: LineProfile
    duty: LineProfile
    kpi: LineProfile
    judgement: Judgement
    verdict: Verdict
    title_line: int | None
    title_match: TitleMatch | None
    flags: tuple[Flag, ...]

    @property
    def primary(self) -> int:
        """The line with the greatest chance of being the largest."""
        return self.responsibility.ranking[0]

    @property
    def runner_up(self) -> int:
        """The line with the second greatest chance."""
        return self.responsibility.ranking[1]

    @property
    def title_chance(self) -> float | None:
        """The chance that what is said of the card is true; None where nothing is said."""
        if self.title_line is None or self.title_match is None:
            return None
        return title_chance(self.responsibility.p_largest, self.title_match, self.title_line)

    @property
    def robustness(self) -> float | None:
        """How many times as attractive the named line's options would have to be for it to fall; None if none is."""
        return max(self.responsibility.robustness, 1.0) if self.verdict is Verdict.NAMED else None

    @property
    def confidence(self) -> float:
        """The chance that ``primary`` is the largest line."""
        return self.responsibility.p_largest[self.primary]


class Examiner:
    """Asks and measures with one bank."""

    def __init__(self, bank: Bank, fastest: float = FASTEST_READING) -> None:
        """Find what the bank's items can offer; ``fastest`` is in characters a second: quicker, nothing was read."""
        self.bank = bank
        self.fastest = fastest
        self._offers = {facet: Offers(bank, facet) for facet in LINE_FACETS}
        offers = self._offers[Facet.RESPONSIBILITY]
        self._unanswered = unanswered(next(posteriors(offers.sets, offers.tallies([()]))))
        self._moments = {item.id: item for item in bank.of(Facet.RESPONSIBILITY)}
        self._fixed = lru_cache(SESSIONS_AT_ONCE)(partial(fixed_items, bank))
        self._facets = {item.id: item.facet for item in bank.items}
        self._line = {line.id: number for number, line in enumerate(bank.roles.lines)}

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
        offers = self._offers[Facet.RESPONSIBILITY]
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
        offers = self._offers[Facet.RESPONSIBILITY]
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

    def measure(self, responses: Sequence[Response], title: str | None = None, seconds: float | None = None) -> Profile:
        """Return the profile of these responses.

        ``title`` is the id of the role on the person's card, ``seconds`` the time all responses took together.
        """
        return next(self.measure_many([Sheet(responses, title, seconds)]))

    def measure_many(self, sheets: Iterable[Sheet]) -> Iterator[Profile]:
        """Yield the profile of each sheet, in order; as many are held at once as are measured together."""
        waiting = iter(sheets)
        while together := list(islice(waiting, TOGETHER)):
            faces = [self._line_profiles(self._of(together, facet), facet) for facet in LINE_FACETS]
            for sheet, responsibility, duty, kpi in zip(together, *faces, strict=True):
                yield self._profile(sheet, responsibility, duty, kpi)

    def p_largest(self, people: Sequence[Sequence[Response]]) -> Floats:
        """Return [people, lines]: each line's chance to be the largest, and nothing else of a profile.

        With as many draws as the next item is chosen by: a chance errs by 0.015 at the most.
        """
        offers = self._offers[Facet.RESPONSIBILITY]
        return np.array([found.p_largest for found in posteriors(offers.sets, offers.tallies(people), COARSE_DRAWS)])

    def evidence(self, responses: Sequence[Response], profile: Profile) -> tuple[Evidence, ...]:
        """Return how much each responsibility response speaks for the profile's conclusion.

        The conclusion weighed is that the primary line is the largest, and not the runner-up: that is what one asks of
        a line that was named; for someone who stands back, that stepping back is worth more than every line.
        """
        offers = self._offers[Facet.RESPONSIBILITY]
        relevant = [response for response in responses if response.item in self._moments and not response.none_fits]
        (posterior,) = posteriors(offers.sets, offers.tallies([relevant]), FINE_DRAWS)
        return weigh_evidence(offers, posterior, relevant, *_statements(posterior, profile))

    def places(self, responses: Sequence[Response], count: int) -> tuple[tuple[float, ...], ...]:
        """Return for each line so many places between which its share of responsibility lies with equal chances."""
        offers = self._offers[Facet.RESPONSIBILITY]
        (posterior,) = posteriors(offers.sets, offers.tallies([responses]))
        return places(posterior, count)

    def _profile(self, sheet: Sheet, responsibility: LineProfile, duty: LineProfile, kpi: LineProfile) -> Profile:
        title_line = None if sheet.title is None else self._line[self.bank.roles.role(sheet.title).line]
        verdict = conclude(responsibility)
        return Profile(
            responsibility=responsibility,
            duty=duty,
            kpi=kpi,
            judgement=judge(self.bank, sheet.responses),
            verdict=verdict,
            title_line=title_line,
            title_match=None if title_line is None else match_title(responsibility.p_largest, verdict, title_line),
            flags=flags(
                self.bank,
                sheet.responses,
                seconds=sheet.seconds,
                seed=sheet.seed,
                fastest=self.fastest,
                beyond_chance=responsibility.beyond_chance + duty.beyond_chance + kpi.beyond_chance,
            ),
        )

    def _of(self, sheets: Sequence[Sheet], facet: Facet) -> list[list[Response]]:
        """Return each sheet's responses to one facet."""
        facets = self._facets
        return [[response for response in sheet.responses if facets[response.item] is facet] for sheet in sheets]

    def _line_profiles(self, people: Sequence[Sequence[Response]], facet: Facet) -> Iterator[LineProfile]:
        """Yield what each of some people's responses to one facet, and to no other, come to."""
        offers = self._offers[facet]
        tallies = offers.tallies(people)
        answered = np.asarray(tallies.any(axis=(1, 2)))
        counts = [(len(responses), sum(response.none_fits for response in responses)) for responses in people]
        draws = DRAWS if facet is Facet.RESPONSIBILITY else COARSE_DRAWS
        known = _summaries(posteriors(offers.sets, tallies[answered], draws), compress(counts, answered))
        for (asked, none_fits), is_chosen in zip(counts, answered, strict=True):
            if is_chosen:
                yield next(known)
            elif asked:
                yield replace(self._unanswered, asked=asked, none_fits=none_fits)
            else:
                yield self._unanswered

    def _standing(self, sessions: Sequence[Session], ways: Sequence[Way]) -> Iterator[Posterior | None]:
        """Yield the posterior of each session whose next item or end depends on it, None for the others."""
        open_ = [
            PLANS[session.form].adaptive and self._is_open(session, way)
            for session, way in zip(sessions, ways, strict=True)
        ]
        offers = self._offers[Facet.RESPONSIBILITY]
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
        return choose_next(self._offers[Facet.RESPONSIBILITY], standing, left, way)

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


def _summaries(known: Iterator[Posterior], counts: Iterator[tuple[int, int]]) -> Iterator[LineProfile]:
    """Yield the figures of each posterior, whose person answered so many items, so many of them as fitting nothing."""
    while some := list(islice(known, SUMMARISED)):
        yield from summarise_many(some, list(islice(counts, len(some))))


def _statements(posterior: Posterior, profile: Profile) -> tuple[Booleans, Booleans]:
    """Return where, [draws], the profile's conclusion is true, and where what it is held against is."""
    if profile.verdict is Verdict.STANDS_BACK:
        return posterior.steps_back, ~posterior.steps_back
    return posterior.is_largest[profile.primary], posterior.is_largest[profile.runner_up]
