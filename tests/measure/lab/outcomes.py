"""Outcomes made by hand: figures that can be worked out on paper."""

from collections.abc import Sequence

import numpy as np

from rolecheck.measure.lab.experiment import FLAGS, GROUP_SIZES, MATCHES, VERDICTS, Outcome
from rolecheck.measure.quality import Flag
from rolecheck.measure.verdict import TitleMatch, Verdict


def outcome(
    truth: Sequence[Sequence[float]],
    stated: Sequence[Sequence[float]],
    *,
    verdicts: Sequence[Verdict] | None = None,
    mismatch: Sequence[bool] | None = None,
    matches: Sequence[TitleMatch] | None = None,
    told: Sequence[float] | None = None,
    flags: Sequence[Sequence[Flag]] | None = None,
    width: float = 0.1,
    asked: Sequence[Sequence[bool]] | None = None,
    beyond_chance: Sequence[float] | None = None,
) -> Outcome:
    """Return people of whom ``truth`` is true and ``stated`` is said, as chances and as shares; intervals are wide."""
    people = len(truth)
    shares, said = np.array(truth, float), np.array(stated, float)
    return Outcome(
        truth=shares,
        p_largest=said,
        mean=said,
        low=said - width,
        high=said + width,
        verdict=np.array([VERDICTS.index(each) for each in verdicts or [Verdict.NAMED] * people]),
        mismatch=np.array(mismatch or [False] * people),
        match=np.array([MATCHES.index(each) for each in matches or [TitleMatch.MATCHES] * people]),
        told=np.array(told if told is not None else [np.nan] * people, float),
        robustness=np.full(people, 1.5),
        beyond_chance=np.array(beyond_chance if beyond_chance is not None else [2.0] * people, float),
        held=np.full((people, len(GROUP_SIZES)), 0.9),
        flags=np.array([[flag in own for flag in FLAGS] for own in flags or [()] * people]).reshape(people, len(FLAGS)),
        asked=np.array(asked or [[True, False]] * people, bool),
    )
