"""One respondent of many in a line: every figure as plain data, the same flat for tables, and in words.

The score line is the contract of ``--json`` and ``rolecheck score``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rolecheck.bank.items import Bank
from rolecheck.bank.roles import STAND_BACK_NAME
from rolecheck.measure.quality import Flag
from rolecheck.measure.scoring import Profile
from rolecheck.measure.summary import Estimate, LineProfile, ranking
from rolecheck.measure.verdict import TitleMatch, Verdict
from rolecheck.report.page import Entry, Listing, Page, Sentence, Tone
from rolecheck.report.wording import outside_label
from rolecheck.typesetting import percent
from rolecheck.words import texts

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


Plain = str | float | int | None


def flat_score(line: Mapping[str, Any]) -> dict[str, Plain]:
    """Return one respondent's figures as a row; every respondent of a bank has the same columns.

    What a score line may leave out (``upstream``, ``judgement.credit``) has its columns, empty.
    """
    whole = dict(line)
    whole["upstream"] = dict.fromkeys(("mean", "low", "high", "p_heavier")) | (line["upstream"] or {})
    return dict(_flat("", whole))


def _flat(before: str, value: Any) -> Iterator[tuple[str, Plain]]:  # noqa: ANN401 - whatever JSON can hold
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(f"{before}.{name}" if before else name, inner)
    elif isinstance(value, list):
        yield before, ";".join(map(str, value))
    else:
        yield before, value


MOSTLY_BACK = f"多半{STAND_BACK_NAME}"

TITLE_WORDS = {TitleMatch.MATCHES: "相符", TitleMatch.DIFFERS: "不符", TitleMatch.UNCLEAR: "看不出"}


@dataclass(frozen=True, slots=True)
class BatchRow:
    """What a table of respondents shows of one."""

    respondent: str
    verdict: str
    certainty: str
    title: str
    match: str
    flags: str


def batch_row(bank: Bank, profile: Profile, respondent: str, title: str | None) -> BatchRow:
    """Return one respondent's row."""
    responsibility = profile.responsibility
    verdict, chance = verdict_words(bank, profile.verdict, responsibility.p_largest, responsibility.p_stand_back)
    is_told = profile.title_match is not None and profile.verdict is Verdict.NAMED
    return BatchRow(
        respondent=respondent,
        verdict=verdict,
        certainty="" if chance is None else percent(chance),
        title="" if title is None else bank.roles.role(title).name,
        match=TITLE_WORDS[profile.title_match] if profile.title_match is not None and is_told else "",
        flags="、".join(map(flag_name, profile.flags)),
    )


def verdict_words(
    bank: Bank, verdict: Verdict, p_largest: Sequence[float], p_stand_back: float
) -> tuple[str, float | None]:
    """Return the conclusion in a word or two, and how sure it is."""
    (first, p_first), (second, p_second) = (
        (bank.roles.lines[number].short, p_largest[number]) for number in ranking(p_largest)[:2]
    )
    match verdict:
        case Verdict.NAMED:
            return first, p_first
        case Verdict.BETWEEN:
            return f"{first}或{second}", min(p_first + p_second, 1.0)
        case Verdict.STANDS_BACK:
            return MOSTLY_BACK, p_stand_back
        case Verdict.OUTSIDE:
            return outside_label(len(bank.roles.lines)), None
        case Verdict.UNCLEAR:
            return "分不出", None


def flag_name(flag: Flag) -> str:
    """Return what a flag is called where there is no room for its sentence."""
    return texts("personal", "flag_names")[flag]


def handing_out_page(listed: Iterable[tuple[str, str]]) -> Page:
    """Return the list of everybody's pages: a name and a file's name for each, and nothing of what stands in it."""
    says = texts("personal", "handing_out")
    entries = tuple(Entry(file, name) for name, file in listed)
    how = (Sentence(says["alone"], tone=Tone.WARNING), Sentence(says["together"]))
    return Page(says["title"], (*how, Listing(entries)), f"{len(entries)} 个人")
