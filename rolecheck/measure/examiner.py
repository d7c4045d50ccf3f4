"""The instrument: given a session, which item comes next; given responses, what they show.

Everyone who asks (terminal, answer sheet, simulation) asks an ``Examiner``; there is no second way through a form.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.measure.cloud import Booleans, Cloud, Floats, prior_cloud
from rolecheck.measure.evidence import Evidence, weigh_evidence
from rolecheck.measure.forms import PLANS, fixed_items
from rolecheck.measure.judgement import Judgement, judge
from rolecheck.measure.likelihood import Likelihood
from rolecheck.measure.posterior import Posterior, normalised
from rolecheck.measure.quality import Flag, flags
from rolecheck.measure.refine import ENOUGH, FINE_DRAWS, refine
from rolecheck.measure.selection import choose_next, may_stop
from rolecheck.measure.summary import LineProfile, Summary
from rolecheck.measure.verdict import TitleMatch, Verdict, conclude, match_title
from rolecheck.session.session import Response, Session


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
    def confidence(self) -> float:
        """The chance that ``primary`` is the largest line."""
        return self.responsibility.p_largest[self.primary]


class Examiner:
    """Asks and measures with one bank."""

    def __init__(self, bank: Bank) -> None:
        """Prepare the bank's cloud of draws."""
        self.bank = bank
        self.cloud = prior_cloud(len(bank.roles.lines))
        self.likelihood = Likelihood(bank, self.cloud)
        self._summary = Summary(self.cloud)
        self._unanswered = self._summary.profile(np.full(len(self.cloud.lapse), 1 / len(self.cloud.lapse)))
        self._line = {line.id: number for number, line in enumerate(bank.roles.lines)}

    def next_item(self, session: Session) -> Item | None:
        """Return the item to ask next, or None when the form is done.

        The same bank, form, seed and responses always give the same item.
        """
        asked = self._asked(session)
        if self._wants_more(session, asked):
            done = {item.id for item in asked}
            left = [item for item in self.bank.of(Facet.RESPONSIBILITY) if item.id not in done]
            weights = self._weights(session)
            return choose_next(self.likelihood, weights, left, asked, session.seed)
        return next(iter(self._fixed_left(session)), None)

    def most_left(self, session: Session) -> int:
        """Return how many more items the form asks at the most."""
        asked = self._asked(session)
        more = self._most(session) - len(asked) if self._wants_more(session, asked) else 0
        return more + len(self._fixed_left(session))

    def measure(self, responses: Sequence[Response], title: str | None = None, seconds: float | None = None) -> Profile:
        """Return the profile of these responses.

        ``title`` is the id of the role on the person's card, ``seconds`` the time all responses took together.
        """
        responsibility = self._line_profile(responses, Facet.RESPONSIBILITY)
        title_line = None if title is None else self._line[self.bank.roles.role(title).line]
        return Profile(
            responsibility=responsibility,
            duty=self._line_profile(responses, Facet.DUTY),
            kpi=self._line_profile(responses, Facet.KPI),
            judgement=judge(self.bank, responses),
            verdict=conclude(responsibility),
            title_line=title_line,
            title_match=None if title_line is None else match_title(responsibility, title_line),
            flags=flags(self.bank, responses, seconds),
        )

    def evidence(self, responses: Sequence[Response], profile: Profile) -> tuple[Evidence, ...]:
        """Return how much each responsibility response speaks for the profile's conclusion.

        The conclusion weighed is that the primary line is the largest; between two lines, against the runner-up alone;
        for someone who stands back, that stepping back is worth more than every line.
        """
        relevant = [response for response in responses if self._is_responsibility(response)]
        ordered = self.likelihood.of_facet(relevant, Facet.RESPONSIBILITY)
        total = self.likelihood.total(ordered)
        posterior = refine(self.cloud, total, self.likelihood.choices(ordered), FINE_DRAWS)
        return weigh_evidence(self.bank, posterior, relevant, *_statements(posterior.cloud, profile))

    def _is_responsibility(self, response: Response) -> bool:
        return self.bank.by_id[response.item].facet is Facet.RESPONSIBILITY

    def _line_profile(self, responses: Sequence[Response], facet: Facet) -> LineProfile:
        if not self.likelihood.of_facet(responses, facet):
            return self._unanswered
        posterior = self._posterior(responses, facet)
        summary = self._summary if posterior.cloud is self.cloud else Summary(posterior.cloud)
        return summary.profile(posterior.weights)

    def _posterior(self, responses: Sequence[Response], facet: Facet) -> Posterior:
        relevant = self.likelihood.of_facet(responses, facet)
        log_likelihood = self.likelihood.total(relevant)
        posterior = Posterior(self.cloud, normalised(log_likelihood))
        if posterior.effective >= ENOUGH:
            return posterior
        return refine(self.cloud, log_likelihood, self.likelihood.choices(relevant))

    def _weights(self, session: Session) -> Floats:
        """Return the cloud's weights: what the next item is chosen by, where speed matters more than the last digit."""
        relevant = self.likelihood.of_facet(session.responses, Facet.RESPONSIBILITY)
        return normalised(self.likelihood.total(relevant))

    def _asked(self, session: Session) -> list[Item]:
        return [self.bank.by_id[r.item] for r in session.responses if self._is_responsibility(r)]

    def _fixed_left(self, session: Session) -> list[Item]:
        answered = {response.item for response in session.responses}
        return [item for item in fixed_items(self.bank, session) if item.id not in answered]

    def _most(self, session: Session) -> int:
        return min(PLANS[session.form].most[Facet.RESPONSIBILITY], len(self.bank.of(Facet.RESPONSIBILITY)))

    def _wants_more(self, session: Session, asked: Sequence[Item]) -> bool:
        """Tell whether another responsibility item is due."""
        if len(asked) >= self._most(session):
            return False
        if not PLANS[session.form].adaptive:
            return True
        weights = self._weights(session)
        p_largest = np.bincount(self.cloud.largest, weights)
        return not may_stop(float(p_largest.max()), len(asked))


def _statements(cloud: Cloud, profile: Profile) -> tuple[Booleans, Booleans]:
    """Return where, [draws], the profile's conclusion is true, and where what it is held against is."""
    if profile.verdict is Verdict.STANDS_BACK:
        return cloud.steps_back, ~cloud.steps_back
    primary = np.asarray(cloud.largest == profile.primary)
    if profile.verdict is Verdict.BETWEEN:
        return primary, np.asarray(cloud.largest == profile.runner_up)
    return primary, ~primary
