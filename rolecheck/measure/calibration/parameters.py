"""What is estimated of a bank and its people, as names and as one vector.

    utility of an option = sensitivity of its item * theta of its line + attractiveness

    theta_line ~ N(mean of the line, s^2),  s ~ lognormal(log spread, 0.4),  theta_stand_back ~ N(its mean, 1)

The means soak up what cannot be told from them, how attractive all options of a line are together; they are thrown
away. Adding the same to all options of an item changes nothing either. Of everything that fits alike, the prior's pull
to zero chooses the attractiveness whose mean is zero within each line and within each item.
"""

from dataclasses import dataclass

import numpy as np

from rolecheck.measure.calibration.answers import Indices, OptionLayout
from rolecheck.measure.prior import STAND_BACK_MEAN, Floats


@dataclass(frozen=True)
class Parameters:
    """One value of everything.

    ``attractiveness`` is [items, options], a logarithm, 0 where an option draws no more than its line does;
    ``log_sensitivity`` [items], 0 where an item tells as much as usual; ``mean`` [columns]; ``log_spread`` a number.
    """

    attractiveness: Floats
    log_sensitivity: Floats
    mean: Floats
    log_spread: float

    def vector(self) -> Floats:
        """Return all of it in one row."""
        return np.concatenate([self.attractiveness.ravel(), self.log_sensitivity, self.mean, [self.log_spread]])


class ParameterPlaces:
    """Where in the vector what stands."""

    def __init__(self, layout: OptionLayout) -> None:
        """Lay the vector out."""
        self.shape = layout.column.shape
        self.items, self.options = self.shape
        self.attractiveness = slice(0, self.items * self.options)
        self.sensitivity = slice(self.attractiveness.stop, self.attractiveness.stop + self.items)
        self.mean = slice(self.sensitivity.stop, self.sensitivity.stop + layout.columns)
        self.spread = self.mean.stop
        self.size = self.spread + 1

    def of_item(self) -> Indices:
        """Return [items, options + 1]: the places of an item's options, and of its sensitivity last."""
        options = np.arange(self.attractiveness.stop).reshape(self.shape)
        return np.column_stack([options, np.arange(self.sensitivity.start, self.sensitivity.stop)])

    def parameters(self, vector: Floats) -> Parameters:
        """Return the vector by its names."""
        return Parameters(
            vector[self.attractiveness].reshape(self.shape),
            vector[self.sensitivity],
            vector[self.mean],
            float(vector[self.spread]),
        )


def uncalibrated(layout: OptionLayout) -> Parameters:
    """Return what is assumed of a bank nobody has answered: options of a line alike, items alike."""
    mean = np.zeros(layout.columns)
    mean[-1] = STAND_BACK_MEAN
    return Parameters(np.zeros(layout.column.shape), np.zeros(len(layout.items)), mean, 0.0)
