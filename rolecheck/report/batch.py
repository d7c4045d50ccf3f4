"""One respondent of many, in one line."""

from dataclasses import dataclass

from rolecheck.bank.items import Bank
from rolecheck.measure.examiner import Profile
from rolecheck.measure.quality import Flag
from rolecheck.measure.verdict import TitleMatch, Verdict
from rolecheck.report.wording import outside_label, percent

TITLE_WORDS = {TitleMatch.MATCHES: "相符", TitleMatch.DIFFERS: "不符", TitleMatch.UNCLEAR: "看不出"}

FLAG_WORDS = {
    Flag.TOO_FAST: "太快",
    Flag.AT_RANDOM: "像随手选",
    Flag.SAME_PLACE: "总在一处",
}
"""What a flag is called where there is no room for its sentence."""


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
    first, second = (bank.roles.lines[number].short for number in profile.responsibility.ranking[:2])
    together = sum(profile.responsibility.p_largest[number] for number in profile.responsibility.ranking[:2])
    verdict, chance = {
        Verdict.NAMED: (first, profile.confidence),
        Verdict.BETWEEN: (f"{first}或{second}", together),
        Verdict.UNCLEAR: ("分不出", None),
        Verdict.STANDS_BACK: ("多半退后", profile.responsibility.p_stand_back),
        Verdict.OUTSIDE: (outside_label(len(bank.roles.lines)), None),
    }[profile.verdict]
    told = profile.title_match is not None and profile.verdict is Verdict.NAMED
    return BatchRow(
        respondent=respondent,
        verdict=verdict,
        certainty="" if chance is None else percent(chance),
        title="" if title is None else bank.roles.role(title).name,
        match=TITLE_WORDS[profile.title_match] if profile.title_match is not None and told else "",
        flags="、".join(FLAG_WORDS[flag] for flag in profile.flags),
    )
