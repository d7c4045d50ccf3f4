"""One respondent of many in a line: every figure as plain data, flat for tables, in words, and read back for a team.

The score line is the contract of ``--json`` and ``rolecheck score``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, NamedTuple

from rolecheck.bank.items import Bank
from rolecheck.bank.roles import STAND_BACK_NAME
from rolecheck.measure.quality import Flag
from rolecheck.measure.scoring import Profile
from rolecheck.measure.summary import Estimate, LineProfile, ranking
from rolecheck.measure.verdict import TitleMatch, Verdict, match_title, title_chance
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


class MemberFigures(NamedTuple):
    """What one set of responses showed; lines in the bank's order."""

    verdict: Verdict
    p_primary: tuple[float, ...]
    shares: tuple[Estimate, ...]
    stand_back: Estimate
    p_stand_back: float
    flags: tuple[str, ...]
    robustness: float | None = None

    @property
    def ranking(self) -> tuple[int, ...]:
        """Line numbers from the likeliest largest to the least."""
        return ranking(self.p_primary)

    @property
    def primary(self) -> int:
        """The line with the greatest chance of being the largest."""
        return self.ranking[0]

    def match(self, line: int) -> TitleMatch:
        """Return what may be said of a card with this line, by the one rule."""
        return match_title(self.p_primary, self.verdict, line)

    def match_chance(self, line: int) -> float | None:
        """Return how likely that is true; None where nothing is said."""
        return title_chance(self.p_primary, self.match(line), line)


def figures_of(profile: Profile) -> MemberFigures:
    """Return the figures of a profile, as exact as a score line: kept or measured anew, they say the same."""
    lines = profile.responsibility
    return MemberFigures(
        verdict=profile.verdict,
        p_primary=tuple(round(chance, DIGITS) for chance in lines.p_largest),
        shares=tuple(map(_rounded, lines.shares)),
        stand_back=_rounded(lines.stand_back),
        p_stand_back=round(lines.p_stand_back, DIGITS),
        flags=tuple(map(str, profile.flags)),
        robustness=None if profile.robustness is None else round(profile.robustness, DIGITS),
    )


def _rounded(estimate: Estimate) -> Estimate:
    return Estimate(round(estimate.mean, DIGITS), round(estimate.low, DIGITS), round(estimate.high, DIGITS))


def read_figures(bank: Bank, score: object) -> MemberFigures | None:
    """Return the figures of a score line, None where it is not one of this bank's lines: it may come from anybody."""
    lines = [line.id for line in bank.roles.lines]
    try:
        return _figures(lines, score) if isinstance(score, dict) else None
    except (KeyError, TypeError, ValueError):
        return None


def _figures(lines: list[str], score: Mapping[str, Any]) -> MemberFigures:
    if list(score["p_primary"]) != lines or list(score["shares"]) != lines:
        raise ValueError(lines)
    return MemberFigures(
        verdict=Verdict(score["verdict"]),
        p_primary=tuple(_chance(score["p_primary"][line]) for line in lines),
        shares=tuple(_read_estimate(score["shares"][line]) for line in lines),
        stand_back=_read_estimate(score["stand_back"]),
        p_stand_back=_chance(score["stand_back"]["p_largest"]),
        flags=tuple(flag for flag in score["flags"] if isinstance(flag, str)),
        # A score line without it was written by an older rule, and is worked out anew.
        robustness=_factor(score["robustness"]),
    )


def _read_estimate(record: Mapping[str, Any]) -> Estimate:
    return Estimate(*(_chance(record[name]) for name in ("mean", "low", "high")))


def _factor(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value < inf:
        raise ValueError(value)
    return float(value)


def _chance(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(value)
    return float(value)
