"""The verdict in one sentence, and the title on the card held against it."""

from dataclasses import dataclass
from math import floor

from rolecheck.bank.items import Bank
from rolecheck.bank.roles import Line
from rolecheck.measure.examiner import Profile
from rolecheck.measure.verdict import TitleMatch, Verdict, resembles_chance
from rolecheck.report.wording import half_of_cards, percent

LEAST_WORTH_SAYING = 0.1
"""Of attractiveness common to all: a tenth more."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """``lead`` opens the sentence, ``statement`` carries it, ``certainty`` says how sure it is.

    ``robustness`` says how much everybody would have to like the named line's options for it to fall; empty without.
    """

    verdict: Verdict
    lead: str
    statement: str
    certainty: str
    robustness: str = ""


@dataclass(frozen=True, slots=True)
class TitleStatement:
    """What the card says, and whether the responses agree."""

    match: TitleMatch
    card: str
    statement: str


def draw_conclusion(bank: Bank, profile: Profile, subject: str | None) -> Conclusion:
    """Return the verdict in words; ``subject`` is the person answered about, None for the respondent."""
    who = "你" if subject is None else subject
    first, second = (bank.roles.lines[number] for number in profile.responsibility.ranking[:2])
    chances = profile.responsibility.p_largest
    p_first, p_second = (chances[number] for number in profile.responsibility.ranking[:2])
    match profile.verdict:
        case Verdict.NAMED:
            return Conclusion(
                Verdict.NAMED,
                f"你的作答显示，{who}实际扛的是",
                _heading(first),
                f"把握 {percent(p_first)}",
                robustness_words(first, profile.robustness or 1.0),
            )
        case Verdict.BETWEEN:
            both = f"合起来把握 {percent(p_first + p_second)}（{_chance(first, p_first)}，{_chance(second, p_second)}）"
            lead = f"你的作答显示，{who}站在两条线之间，还分不出哪条更大"
            return Conclusion(Verdict.BETWEEN, lead, f"{_heading(first)}，或 {_heading(second)}", both)
        case Verdict.STANDS_BACK:
            lead = f"你的作答显示，多数时刻{who}会退后"
            chance = profile.responsibility.p_stand_back
            return Conclusion(
                Verdict.STANDS_BACK, lead, "比起任何一条线，更常把事情留给别人", f"把握 {percent(chance)}"
            )
        case Verdict.OUTSIDE:
            asked, none_fits = profile.responsibility.asked, profile.responsibility.none_fits
            says = f"{who}的活多半不在这 {len(bank.roles.lines)} 条线里"
            return Conclusion(Verdict.OUTSIDE, "从你的作答看", says, f"{asked} 个时刻里 {none_fits} 个都不像")
        case Verdict.UNCLEAR:
            reason = "证据还不够，先不下结论" if resembles_chance(profile.responsibility) else "都还说不准"
            front = f"眼下靠前的是{_chance(first, p_first)}、{_chance(second, p_second)}，{reason}"
            return Conclusion(Verdict.UNCLEAR, "从你的作答里", f"还分不出{who}扛的是哪条线", front)


def robustness_words(line: Line, factor: float) -> str:
    """Say how much everybody would have to like a line's options, whatever their own, for the verdict to fall."""
    more = floor((factor - 1) * 10) / 10
    if more < LEAST_WORTH_SAYING:
        return f"要是{line.short}的说法人人都觉得顺耳一点，这个结论就站不住"
    how_much = f"{floor(factor * 10) / 10:g} 倍" if more >= 1 else f"{more * 10:.0f} 成"
    return f"就算{line.short}的说法人人都觉得顺耳{how_much}，还是{line.short}"


def evidence_claim(bank: Bank, profile: Profile) -> str:
    """Return the statement that ``Examiner.evidence`` weighs the responses for."""
    first, second = (bank.roles.lines[number].short for number in profile.responsibility.ranking[:2])
    match profile.verdict:
        case Verdict.STANDS_BACK:
            return "退后多过任何一条线"
        case Verdict.BETWEEN:
            return f"{first}线比{second}线大"
        case Verdict.NAMED | Verdict.UNCLEAR | Verdict.OUTSIDE:
            return f"{first}线最大"


def compare_title(bank: Bank, profile: Profile, title: str | None) -> TitleStatement | None:
    """Return the card against the responses, or None where the card names no role, or the person is named no line."""
    if (
        title is None
        or profile.title_line is None
        or profile.title_match is None
        or profile.verdict is not Verdict.NAMED
    ):
        return None
    line, chance = bank.roles.lines[profile.title_line], profile.title_chance or 0.0
    statements = {
        TitleMatch.MATCHES: f"名实相符，把握 {percent(chance)}",
        TitleMatch.DIFFERS: f"名实不符，把握 {percent(chance)}（先当{half_of_cards()}）",
        TitleMatch.UNCLEAR: "看不出名实符不符",
    }
    card = f"名片上是{bank.roles.role(title).name}（{line.name}）"
    return TitleStatement(profile.title_match, card, statements[profile.title_match])


def _heading(line: Line) -> str:
    return f"{line.short}线 · {line.name}"


def _chance(line: Line, chance: float) -> str:
    return f"{line.short} {percent(chance)}"
