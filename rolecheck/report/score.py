"""The score line: every figure of one respondent as plain data, the contract of ``--json`` and ``rolecheck score``."""

from typing import Any

from rolecheck.bank.items import Bank
from rolecheck.measure.examiner import Profile
from rolecheck.measure.summary import Estimate, LineProfile
from rolecheck.measure.verdict import Verdict

SCHEMA = "rolecheck.score/1"

DIGITS = 6
"""Decimals written; finer ones are noise of the draws."""


def score_line(bank: Bank, profile: Profile, respondent: str | None, title: str | None, items: int) -> dict[str, Any]:
    """Return the figures as one JSON object; lines appear by id, chances and shares in 0 to 1."""
    lines = [line.id for line in bank.roles.lines]
    judgement = profile.judgement
    return {
        "schema": SCHEMA,
        "respondent": respondent,
        "title": None if title is None else bank.roles.role(title).line,
        "verdict": str(profile.verdict),
        "primary": lines[profile.primary],
        "runner_up": lines[profile.runner_up],
        "confidence": round(profile.confidence, DIGITS),
        "title_match": None if profile.title_match is None else str(profile.title_match),
        **_line_figures(lines, profile.responsibility),
        "stand_back": {
            **_estimate(profile.responsibility.stand_back),
            "p_largest": round(profile.responsibility.p_stand_back, DIGITS),
        },
        "upstream": _upstream(profile),
        "lapse": round(profile.responsibility.lapse, DIGITS),
        "duty": _line_figures(lines, profile.duty),
        "kpi": _line_figures(lines, profile.kpi),
        "judgement": {
            "credit": None if judgement.credit is None else round(judgement.credit, DIGITS),
            "traps": dict(judgement.traps),
        },
        "items": items,
        "none_fits": sum(face.none_fits for face in (profile.responsibility, profile.duty, profile.kpi)),
        "robustness": None if profile.robustness is None else round(profile.robustness, DIGITS),
        "flags": list(profile.flags),
    }


def _upstream(profile: Profile) -> dict[str, float] | None:
    """Return the share of the lines before the named one, and the chance that they outweigh those after it."""
    share, leans = profile.responsibility.upstream, profile.responsibility.leans_upstream
    if profile.verdict is not Verdict.NAMED or share is None:
        return None
    return _estimate(share) | ({} if leans is None else {"p_heavier": round(leans, DIGITS)})


def _line_figures(lines: list[str], profile: LineProfile) -> dict[str, Any]:
    return {
        "p_primary": {line: round(chance, DIGITS) for line, chance in zip(lines, profile.p_largest, strict=True)},
        "shares": {line: _estimate(share) for line, share in zip(lines, profile.shares, strict=True)},
    }


def _estimate(estimate: Estimate) -> dict[str, float]:
    return {
        "mean": round(estimate.mean, DIGITS),
        "low": round(estimate.low, DIGITS),
        "high": round(estimate.high, DIGITS),
    }
