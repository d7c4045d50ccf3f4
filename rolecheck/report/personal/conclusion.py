"""What a profile comes to in words: the line and what it means, the card, the three faces, standing in for others."""

from dataclasses import dataclass
from math import floor

from rolecheck.bank.items import Bank, Facet
from rolecheck.bank.roles import STAND_BACK_NAME, Line
from rolecheck.measure.faces import FaceTension, compare
from rolecheck.measure.scoring import Profile
from rolecheck.measure.summary import LineProfile
from rolecheck.measure.verdict import NAMED_AT, TitleMatch, Verdict, resembles_chance
from rolecheck.report.role import line_title
from rolecheck.report.wording import FACE_NAMES, chance, interval, line_label
from rolecheck.typesetting import percent
from rolecheck.words import texts

LEAST_WORTH_SAYING = 0.1
"""Of attractiveness common to all: a tenth more."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """``lead`` opens the sentence, ``statement`` carries it, ``certainty`` says how sure it is.

    ``meaning`` is what it is to stand there, from the role's own fields, and ``sureness`` what the certainty means and
    what it does not stand; both are empty where there is nothing to say.
    """

    verdict: Verdict
    lead: str
    statement: str
    certainty: str
    meaning: str = ""
    sureness: str = ""


@dataclass(frozen=True, slots=True)
class TitleStatement:
    """What the card says, and whether the responses agree."""

    match: TitleMatch
    name: str
    line: str
    statement: str

    @property
    def card(self) -> str:
        """The card in a sentence."""
        return f"名片上是{self.name}（{self.line}）"


def draw_conclusion(bank: Bank, profile: Profile, subject: str | None) -> Conclusion:
    """Return the verdict in words; ``subject`` is the person answered about, None for the respondent."""
    who = "你" if subject is None else subject
    first, second = (bank.roles.lines[number] for number in profile.responsibility.ranking[:2])
    p_first, p_second = (profile.responsibility.p_largest[number] for number in profile.responsibility.ranking[:2])
    match profile.verdict:
        case Verdict.NAMED:
            return Conclusion(
                Verdict.NAMED,
                f"你的作答显示，{who}实际扛的是",
                line_title(first),
                f"把握 {percent(p_first)}",
                _meaning(bank, first, who),
                _sureness(profile, first),
            )
        case Verdict.BETWEEN:
            both = f"合起来把握 {chance(p_first + p_second)}（{_chance(first, p_first)}，{_chance(second, p_second)}）"
            lead = f"你的作答显示，{who}站在两条线之间，还分不出哪条更大"
            statement = f"{line_title(first)}，或 {line_title(second)}"
            return Conclusion(Verdict.BETWEEN, lead, statement, both, _separation(bank, first, second))
        case Verdict.STANDS_BACK:
            lead = f"你的作答显示，多数时刻{who}会{STAND_BACK_NAME}"
            sure = f"把握 {percent(profile.responsibility.p_stand_back)}"
            return Conclusion(Verdict.STANDS_BACK, lead, "比起任何一条线，更常先不站出来", sure)
        case Verdict.OUTSIDE:
            asked, none_fits = profile.responsibility.asked, profile.responsibility.none_fits
            says = f"{who}的活多半不在这 {len(bank.roles.lines)} 条线里"
            return Conclusion(Verdict.OUTSIDE, "从你的作答看", says, f"{asked} 个时刻里 {none_fits} 个都不像")
        case Verdict.UNCLEAR:
            chanced = resembles_chance(profile.responsibility)
            reason = "证据还不够，先不下结论" if chanced else "都还说不准"
            front = (
                f"最大的那条，{first.short}有 {percent(p_first)} 的可能，{second.short}有 {percent(p_second)}，{reason}"
            )
            return Conclusion(Verdict.UNCLEAR, "从你的作答里", f"还分不出{who}扛的是哪条线", front)


def evidence_claim(bank: Bank, profile: Profile) -> str:
    """Return the statement that ``Examiner.evidence`` weighs the responses for."""
    first, second = (bank.roles.lines[number].short for number in profile.responsibility.ranking[:2])
    return f"{STAND_BACK_NAME}多过任何一条线" if profile.verdict is Verdict.STANDS_BACK else f"{first}线比{second}线大"


def compare_title(bank: Bank, profile: Profile, title: str | None) -> TitleStatement | None:
    """Return the card against the responses; None where there is no card, or no line is named it could be held to."""
    if title is None or profile.title_line is None or profile.title_match is None:
        return None
    if profile.verdict is not Verdict.NAMED:
        return None
    sure = "" if profile.title_chance is None else f"，把握 {chance(profile.title_chance)}"
    statements = {
        TitleMatch.MATCHES: f"名实相符{sure}",
        TitleMatch.DIFFERS: f"名实不符{sure}",
        TitleMatch.UNCLEAR: "名实符不符，还看不出",
    }
    name, line = bank.roles.role(title).name, bank.roles.lines[profile.title_line].name
    return TitleStatement(profile.title_match, name, line, statements[profile.title_match])


def _meaning(bank: Bank, line: Line, who: str) -> str:
    """Say what it is to stand on a line: what one answers for, at which moment, what one hears oneself say."""
    role = bank.roles.role_of(line.id)
    moment = role.stands_up[0]
    return (
        f"站在这条线上，出了这样的事{who}得认：{role.answers_for[0]}。最躲不开的一刻在{bank.roles.stage(moment.stage).name}："
        f"{moment.when}。常听见自己说：“{role.says[0]}”"
    )


def _separation(bank: Bank, first: Line, second: Line) -> str:
    """Say what tells two lines apart, where the sources do."""
    roles = {bank.roles.role_of(line.id).id for line in (first, second)}
    return next((each.text for each in bank.roles.separations if set(each.between) == roles), "")


def _sureness(profile: Profile, line: Line) -> str:
    of_hundred = round(profile.confidence * 100)
    how_many = f"约有 {of_hundred} 个" if of_hundred < 100 else "有 99 个以上"
    meaning = f"把握的意思：若模型成立（人真照假设的那样答题），一百个这样作答的人里，{how_many}最大的是这条线。"
    return meaning if profile.robustness is None else f"{meaning}{robustness_words(line, profile.robustness)}。"


def robustness_words(line: Line, factor: float) -> str:
    """Say how much everybody would have to like a line's options, whatever their own, for the verdict to fall."""
    more = floor((factor - 1) * 10) / 10
    if more < LEAST_WORTH_SAYING:
        return f"可要是题里{line.short}的选项写得讨喜，人人都多挑它一点，这个结论就站不住"
    how_much = f"挑到原来的 {floor(factor * 10) / 10:g} 倍" if more >= 1 else f"多挑 {more * 10:.0f} 成"
    return f"就算题里{line.short}的选项写得讨喜，人人都{how_much}，也还是{line.short}"


def _chance(line: Line, likely: float) -> str:
    return f"{line.short} {percent(likely)}"


TOPICS = {
    FaceTension.ALIGNED: "faces-aligned",
    FaceTension.MEASURED: "faces-measured",
    FaceTension.BUSY: "faces-busy",
    FaceTension.BOTH: "faces-both",
    FaceTension.SCATTERED: "faces-scattered",
    FaceTension.MEASURED_ELSEWHERE: "measured-elsewhere",
    FaceTension.BUSY_ELSEWHERE: "busy-elsewhere",
    FaceTension.UNCLEAR: "faces-unclear",
}
"""The topic of ``roles.yaml`` each statement raises."""


@dataclass(frozen=True, slots=True)
class Face:
    """The foremost line of one face, its share with the interval, and the chance that it is the largest there."""

    name: str
    line: str
    share: str
    interval: str
    chance: str


@dataclass(frozen=True, slots=True)
class Faces:
    """Three faces, the one statement made about them with how sure it is, and what to do about it.

    Where nothing can be told there is the statement alone, that it cannot.
    """

    faces: tuple[Face, ...]
    statement: str
    certainty: str = ""
    reading: str = ""


def compare_faces(bank: Bank, profile: Profile) -> Faces:
    """Return duty, kpi and responsibility side by side with the statement their chances allow."""
    profiles = {
        Facet.DUTY: profile.duty,
        Facet.KPI: profile.kpi,
        Facet.RESPONSIBILITY: profile.responsibility,
    }
    faces = tuple(_face(bank, facet, lines) for facet, lines in profiles.items())
    if profile.verdict is not Verdict.NAMED:
        return Faces(faces, "出事时站在哪还没定，三个面是不是一条线也先不比")
    comparison = compare(profile.duty, profile.kpi, profile.responsibility)
    if comparison.chance is None:
        return Faces(faces, "做的、被考核的、出事时站的是不是一条线，还看不出")
    names = {
        "line": line_label(bank.roles.lines[profile.primary]),
        "busy": line_label(bank.roles.lines[profile.duty.ranking[0]]),
        "measured": line_label(bank.roles.lines[profile.kpi.ranking[0]]),
    }
    reading = bank.roles.advice[faces_topic(profile)].text.format(**names)
    return Faces(faces, texts("personal", "faces")[comparison.tension], f"把握 {percent(comparison.chance)}", reading)


def faces_topic(profile: Profile) -> str:
    """Return the topic of what the three faces say together; nothing is claimed without a named line."""
    if profile.verdict is not Verdict.NAMED:
        return TOPICS[FaceTension.UNCLEAR]
    return TOPICS[compare(profile.duty, profile.kpi, profile.responsibility).tension]


def _face(bank: Bank, facet: Facet, lines: LineProfile) -> Face:
    foremost = lines.ranking[0]
    line = bank.roles.lines[foremost]
    share = lines.shares[foremost]
    chance = percent(lines.p_largest[foremost])
    return Face(FACE_NAMES[facet], line.short, percent(share.mean), interval(share), chance)


SAID_AT = NAMED_AT
"""Chance from which the lines before are said to weigh more, or less, than those after."""


@dataclass(frozen=True, slots=True)
class Upstream:
    """The share in words, which way it leans with how sure that is, and what the essays make of it.

    Where it leans neither way there is the statement alone.
    """

    statement: str
    leaning: str = ""
    reading: str = ""


def stands_in(bank: Bank, profile: Profile) -> Upstream | None:
    """Return what can be said; None without a named line, and where that is the first or the last of the relay."""
    share, leans = profile.responsibility.upstream, profile.responsibility.leans_upstream
    if profile.verdict is not Verdict.NAMED or share is None or leans is None:
        return None
    line = bank.roles.lines[profile.primary]
    says_share = f"站出来的时候，有 {percent(share.mean)}（{interval(share)}）站的是接力里{line.short}前面的线"
    leaning = _leaning(leans)
    if leaning is None:
        return Upstream(f"{says_share}，算多算少看不出")
    topic, says = leaning
    return Upstream(f"{says_share}。", says, bank.roles.advice[topic].text.format(line=line_label(line)))


def _leaning(leans: float) -> tuple[str, str] | None:
    """Return the topic and the comparison of a line before with a line after, on the average, if it can be made."""
    if 1 - SAID_AT < leans < SAID_AT:
        return None
    if leans >= SAID_AT:
        return "upstream-heavy", f"按每条线平均，替前面的比替后面的多，把握 {percent(leans)}。"
    return "upstream-light", f"按每条线平均，替前面的比替后面的少，把握 {percent(1 - leans)}。"
