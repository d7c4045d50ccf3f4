"""From responses to a profile: what one respondent's, or many people's, come to.

Many people at once are cheaper than one after another, so the method for many does the work, and that for one calls it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress, islice
from typing import NamedTuple

import numpy as np

from rolecheck.bank.items import Bank, Facet
from rolecheck.measure.acceptance import Judgement, judge
from rolecheck.measure.choice_sets import Offers
from rolecheck.measure.posterior import COARSE_DRAWS, DRAWS, FINE_DRAWS, TOGETHER, Booleans, Posterior, posteriors
from rolecheck.measure.prior import Floats
from rolecheck.measure.quality import FASTEST_READING, Flag, flags, total_seconds
from rolecheck.measure.summary import (
    Evidence,
    LineProfile,
    places,
    summarise_many,
    unanswered,
    weigh_evidence,
)
from rolecheck.measure.verdict import TitleMatch, Verdict, conclude, match_title, title_chance
from rolecheck.session.session import Response, Session

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


class Scorer:
    """Measures with one bank."""

    def __init__(self, bank: Bank, fastest: float = FASTEST_READING) -> None:
        """Find what the bank's items can offer; ``fastest`` is in characters a second: quicker, nothing was read."""
        self.bank = bank
        self.fastest = fastest
        self.offers = {facet: Offers(bank, facet) for facet in LINE_FACETS}
        offers = self.offers[Facet.RESPONSIBILITY]
        self._unanswered = unanswered(next(posteriors(offers.sets, offers.tallies([()]))))
        self._facets = {item.id: item.facet for item in bank.items}
        self._line = {line.id: number for number, line in enumerate(bank.roles.lines)}

    def measure(self, responses: Sequence[Response], title: str | None = None, seconds: float | None = None) -> Profile:
        """Return the profile of these responses.

        ``title`` is the id of the role on the person's card, ``seconds`` the time all responses took together.
        """
        return next(self.measure_many([Sheet(responses, title, seconds)]))

    def measure_many(self, sheets: Iterable[Sheet]) -> Iterator[Profile]:
        """Yield the profile of each sheet, in order; as many are held at once as are measured together."""
        waiting = iter(sheets)
        while together := list(islice(waiting, TOGETHER)):
            split = [self._by_facet(sheet.responses) for sheet in together]
            faces = [self._line_profiles([own[facet] for own in split], facet) for facet in LINE_FACETS]
            for sheet, own, *known in zip(together, split, *faces, strict=True):
                yield self._profile(sheet, judge(self.bank, own[Facet.JUDGEMENT]), *known)

    def p_largest(self, people: Sequence[Sequence[Response]]) -> Floats:
        """Return [people, lines]: each line's chance to be the largest, and nothing else of a profile.

        With as many draws as the next item is chosen by: a chance errs by 0.015 at the most.
        """
        offers = self.offers[Facet.RESPONSIBILITY]
        return np.array([found.p_largest for found in posteriors(offers.sets, offers.tallies(people), COARSE_DRAWS)])

    def evidence(self, responses: Sequence[Response], profile: Profile) -> tuple[Evidence, ...]:
        """Return how much each responsibility response speaks for the profile's conclusion.

        The conclusion weighed is that the primary line is the largest, and not the runner-up: that is what one asks of
        a line that was named; for someone who stands back, that stepping back is worth more than every line.
        """
        offers = self.offers[Facet.RESPONSIBILITY]
        relevant = [
            response
            for response in responses
            if self._facets[response.item] is Facet.RESPONSIBILITY and not response.none_fits
        ]
        (posterior,) = posteriors(offers.sets, offers.tallies([relevant]), FINE_DRAWS)
        return weigh_evidence(offers, posterior, relevant, *_statements(posterior, profile))

    def places(self, responses: Sequence[Response], count: int) -> tuple[tuple[float, ...], ...]:
        """Return for each line so many places between which its share of responsibility lies with equal chances."""
        offers = self.offers[Facet.RESPONSIBILITY]
        (posterior,) = posteriors(offers.sets, offers.tallies([responses]))
        return places(posterior, count)

    def _profile(
        self, sheet: Sheet, judgement: Judgement, responsibility: LineProfile, duty: LineProfile, kpi: LineProfile
    ) -> Profile:
        title_line = None if sheet.title is None else self._line[self.bank.roles.role(sheet.title).line]
        verdict = conclude(responsibility)
        return Profile(
            responsibility=responsibility,
            duty=duty,
            kpi=kpi,
            judgement=judgement,
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

    def _by_facet(self, responses: Iterable[Response]) -> Mapping[Facet, list[Response]]:
        """Return the responses to each facet, in order."""
        facets, found = self._facets, {facet: list[Response]() for facet in Facet}
        for response in responses:
            found[facets[response.item]].append(response)
        return found

    def _line_profiles(self, people: Sequence[Sequence[Response]], facet: Facet) -> Iterator[LineProfile]:
        """Yield what each of some people's responses to one facet, and to no other, come to."""
        offers = self.offers[facet]
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


def _summaries(known: Iterator[Posterior], counts: Iterator[tuple[int, int]]) -> Iterator[LineProfile]:
    """Yield the figures of each posterior, whose person answered so many items, so many of them as fitting nothing."""
    while some := list(islice(known, SUMMARISED)):
        yield from summarise_many(some, list(islice(counts, len(some))))


def _statements(posterior: Posterior, profile: Profile) -> tuple[Booleans, Booleans]:
    """Return where, [draws], the profile's conclusion is true, and where what it is held against is."""
    if profile.verdict is Verdict.STANDS_BACK:
        return posterior.steps_back, ~posterior.steps_back
    return posterior.is_largest[profile.primary], posterior.is_largest[profile.runner_up]
