"""Log-likelihoods of responses on one cloud, each computed once per item and choice, then only added up.

A posterior over thousands of draws is cheap when a response costs one addition of one row.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.choice import NOTHING, Choices, first_probability, log_likelihood, stack
from rolecheck.measure.cloud import Cloud, Floats
from rolecheck.session.session import Response

Rows = NDArray[np.float32]


class Likelihood:
    """The likelihood of responses to one bank's line items; remembers what it has computed.

    Single precision is ample: a row is rounded at 1e-7 and a session adds fewer than two hundred of them.
    """

    def __init__(self, bank: Bank, cloud: Cloud) -> None:
        """Take the bank whose items are answered and the cloud they are judged on."""
        self.bank = bank
        self.cloud = cloud
        self._column = {line.id: number for number, line in enumerate(bank.roles.lines)}
        self._column[STAND_BACK] = cloud.lines
        self._position = {item.id: number for number, item in enumerate(bank.items)}
        self._rows: dict[tuple[str, str], Rows] = {}
        self._first: dict[str, Rows] = {}

    def of_facet(self, responses: Iterable[Response], facet: Facet) -> list[Response]:
        """Return the responses to one facet in bank order.

        So the order of answering cannot matter, not even by rounding.
        """
        relevant = [response for response in responses if self.bank.by_id[response.item].facet is facet]
        return sorted(relevant, key=lambda response: self._position[response.item])

    def choices(self, responses: Sequence[Response]) -> Choices:
        """Return responses as arrays of columns."""
        return stack([self._columns(response) for response in responses], self.cloud.lines + 1)

    def row(self, response: Response) -> Rows:
        """Return [draws]: the log-likelihood of one response."""
        key = response.item, response.letters
        if key not in self._rows:
            self._rows[key] = log_likelihood(self.cloud, self.choices([response])).astype(np.float32)
        return self._rows[key]

    def total(self, responses: Iterable[Response]) -> Floats:
        """Return [draws]: the log-likelihood of all these responses together."""
        total = np.zeros(self.cloud.lapse.shape, np.float32)
        for response in responses:
            total += self.row(response)
        return total.astype(np.float64)

    def first_choices(self, item: Item) -> Rows:
        """Return [options, draws]: the probability of each first choice."""
        if item.id not in self._first:
            offered = self._offered(item)
            choices = stack([(offered, column, NOTHING) for column in offered], self.cloud.lines + 1)
            self._first[item.id] = first_probability(self.cloud, choices).T.astype(np.float32)
        return self._first[item.id]

    def _offered(self, item: Item) -> list[int]:
        return [self._column[option.key] for option in item.options if option.key is not None]

    def _columns(self, response: Response) -> tuple[list[int], int, int]:
        item = self.bank.by_id[response.item]
        offered = self._offered(item)
        second = offered[item.letters.index(response.second)] if response.second else NOTHING
        return offered, offered[item.letters.index(response.first)], second
