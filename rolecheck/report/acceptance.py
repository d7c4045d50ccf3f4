"""The acceptance check of one result."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from rolecheck.bank.acceptance import Acceptance, Bad, CheckGroup
from rolecheck.bank.items import Bank
from rolecheck.measure.acceptance import CheckedReply, CheckStanding, Decision
from rolecheck.report.page import Entry, Headline, Listing, Page, Part, Sentence, Tone, listing, part, quiet
from rolecheck.session.acceptance import SHOWN, AcceptanceSession
from rolecheck.words import texts


class AcceptanceOutcome(StrEnum):
    """What a check comes to, as data names it."""

    NOT_NOW = "not-now"
    UNDECIDED = "undecided"
    CONDITIONAL = "conditional"
    READY = "ready"


OUTCOMES = {
    CheckStanding.FORBIDS: AcceptanceOutcome.NOT_NOW,
    CheckStanding.OPEN: AcceptanceOutcome.UNDECIDED,
    CheckStanding.CONDITION: AcceptanceOutcome.CONDITIONAL,
    CheckStanding.GOOD: AcceptanceOutcome.READY,
}
"""Where the worst answer stands, and what the whole then is."""

COUNTED = {
    CheckStanding.FORBIDS: "过不去 {} 条",
    CheckStanding.OPEN: "说不准 {} 条",
    CheckStanding.CONDITION: "要补 {} 条",
}

MOST_DECIDING = 5
"""Answers on the one screen; the page has all of them."""

TONES = {CheckStanding.FORBIDS: Tone.WARNING, CheckStanding.GOOD: Tone.QUIET}


def acceptance_page(bank: Bank, acceptance: Acceptance, session: AcceptanceSession, decision: Decision) -> Page:
    """Return the page of a finished check; a result with a name is called by it."""
    page = texts("acceptance", "page")
    rows = Listing(tuple(_row(bank, decision, group) for group in acceptance.groups))
    return Page(
        page["title"] if session.name is None else f"{page['title']}：{session.name}",
        (
            _headline(decision),
            *part(f"{len(acceptance.groups)} 样判断", rows),
            *_faults(bank, acceptance, decision),
            *_questions(bank, acceptance, decision),
            *_conditions(bank, acceptance, decision),
            *_grounds(bank, decision),
            *quiet(page["closing"]),
        ),
    )


DECIDING = {
    CheckStanding.FORBIDS: "卡在这几条",
    CheckStanding.OPEN: "还说不准的",
    CheckStanding.CONDITION: "还差着的",
}
"""What stands above the answers the whole hangs on."""


def decision_page(session: AcceptanceSession, decision: Decision) -> Page:
    """Return what fits on one screen: the decision, the answers it hangs on, and the one thing to do next."""
    page = texts("acceptance", "page")
    deciding = decision.at(decision.standing) if decision.standing in DECIDING else ()
    shown = [finding.check.fault if finding.is_fault else finding.check.ask for finding in deciding[:MOST_DECIDING]]
    more = f"还有 {len(deciding) - len(shown)} 条。" if len(deciding) > len(shown) else ""
    following = _next(deciding[0]) if deciding else page["closing"]
    return Page(
        page["title"] if session.name is None else f"{page['title']}：{session.name}",
        (
            _headline(decision),
            *part(DECIDING.get(decision.standing, ""), listing(shown, numbered=True), *quiet(more)),
            Sentence(following, "先做这一件" if deciding else ""),
        ),
    )


def _next(finding: CheckedReply) -> str:
    check = finding.check
    return check.condition or _asking(finding) if finding.standing is CheckStanding.CONDITION else _asking(finding)


def _asking(finding: CheckedReply) -> str:
    return f"去问{finding.check.ask_whom}：“{finding.check.settle}”"


def _headline(decision: Decision) -> Headline:
    tone = Tone.WARNING if decision.standing is CheckStanding.FORBIDS else Tone.STRONG
    return Headline(_statement(decision), _because(decision), tone)


def acceptance_data(bank: Bank, session: AcceptanceSession, decision: Decision) -> dict[str, Any]:
    """Return a finished check as plain data: the answers, and what they come to."""
    return {
        "name": session.name,
        "answers": {finding.check.id: _answer_data(finding) for finding in decision.findings},
        "result": {
            "outcome": str(OUTCOMES[decision.standing]),
            "statement": _statement(decision),
            "faults": [_fault_data(finding) for finding in decision.at(CheckStanding.FORBIDS)],
            "questions": [_question_data(finding) for finding in decision.at(CheckStanding.OPEN)],
            "conditions": [
                {**_fault_data(finding), "condition": finding.check.condition}
                for finding in decision.at(CheckStanding.CONDITION)
            ],
            "traps": {trap: sum(trap == _trap(finding) for finding in decision.findings) for trap in bank.traps},
        },
    }


def _statement(decision: Decision) -> str:
    return texts("acceptance", "outcomes")[OUTCOMES[decision.standing]]


def _because(decision: Decision) -> str:
    counts = {standing: len(decision.at(standing)) for standing in CheckStanding}
    match decision.standing:
        case CheckStanding.FORBIDS:
            return f"有 {counts[CheckStanding.FORBIDS]} 条过不去，先过了再谈交不交。"
        case CheckStanding.OPEN:
            return f"没有过不去的，可有 {counts[CheckStanding.OPEN]} 条还说不准，弄清了才好判断。"
        case CheckStanding.CONDITION:
            return f"没有过不去的，也没有说不准的；有 {counts[CheckStanding.CONDITION]} 条差着，补上条件就能交。"
        case CheckStanding.GOOD:
            return f"{counts[CheckStanding.GOOD]} 条都答得上，也都站得住。"


def _row(bank: Bank, decision: Decision, group: CheckGroup) -> Entry:
    findings = decision.of(group)
    counts = ((text, sum(finding.standing is standing for finding in findings)) for standing, text in COUNTED.items())
    says = "，".join(text.format(count) for text, count in counts if count) or group.holds
    worst = min(finding.standing for finding in findings)
    return Entry(says, bank.judgements[group.judgement], tone=TONES.get(worst, Tone.PLAIN))


def _faults(bank: Bank, acceptance: Acceptance, decision: Decision) -> Iterable[Part]:
    findings = decision.at(CheckStanding.FORBIDS)
    kinds = {finding.check.bad for finding in findings}
    entries = [_entry(bank, finding, finding.check.fault) for finding in findings]
    return _section("为什么不能交", [acceptance.rules[bad] for bad in Bad if bad in kinds], entries)


def _questions(bank: Bank, acceptance: Acceptance, decision: Decision) -> Iterable[Part]:
    findings = decision.at(CheckStanding.OPEN)
    rules = []
    if any(not finding.is_fault for finding in findings):
        rules.append(acceptance.unknown)
    if any(finding.is_fault for finding in findings):
        rules.append(acceptance.rules[Bad.UNSURE])
    heading = "先把这几条弄清" if decision.standing is CheckStanding.OPEN else "另外，这几条还说不准"
    return _section(heading, rules, [_question(bank, finding) for finding in findings])


def _question(bank: Bank, finding: CheckedReply) -> Entry:
    check = finding.check
    trap = _trap(finding)
    misread = () if trap is None else (f"{bank.traps[trap].name}：{bank.traps[trap].says}",)
    text = check.fault if finding.is_fault else check.ask
    return _entry(bank, finding, text, *misread, _asking(finding))


def _conditions(bank: Bank, acceptance: Acceptance, decision: Decision) -> Iterable[Part]:
    rules = (acceptance.rules[Bad.CONDITION],) if decision.standing is CheckStanding.CONDITION else ()
    entries = [
        _entry(bank, finding, finding.check.condition or "", f"因为{finding.check.fault}。")
        for finding in decision.at(CheckStanding.CONDITION)
    ]
    return _section(texts("acceptance", "conditions").get(OUTCOMES[decision.standing], ""), rules, entries)


def _grounds(bank: Bank, decision: Decision) -> Iterable[Part]:
    noted = (finding for finding in decision.at(CheckStanding.GOOD) if finding.reply.note)
    return _section("站得住的，你记下的凭据", (), [_entry(bank, finding, finding.check.ask) for finding in noted])


def _section(heading: str, rules: Iterable[str], entries: Sequence[Entry]) -> Iterable[Part]:
    """Return entries under their heading, behind the rules they stand there by; nothing where there are none."""
    return part(heading, *quiet(*rules), Listing(tuple(entries), numbered=True)) if entries else ()


def _entry(bank: Bank, finding: CheckedReply, text: str, *details: str) -> Entry:
    reply = finding.reply
    note = (f"你答“{SHOWN[reply.answer]}”：{reply.note}",) if reply.note else ()
    return Entry(text, bank.judgements[finding.group.judgement], (*note, *details))


def _trap(finding: CheckedReply) -> str | None:
    return finding.check.trap if finding.is_fault else None


def _answer_data(finding: CheckedReply) -> dict[str, str]:
    note = {"note": finding.reply.note} if finding.reply.note else {}
    return {"answer": str(finding.reply.answer), **note}


def _fault_data(finding: CheckedReply) -> dict[str, Any]:
    check = finding.check
    return {"check": check.id, "judgement": finding.group.judgement, "fault": check.fault, "rule": str(check.bad)}


def _question_data(finding: CheckedReply) -> dict[str, Any]:
    check = finding.check
    return {
        "check": check.id,
        "judgement": finding.group.judgement,
        "question": check.ask,
        "trap": _trap(finding),
        "ask_whom": check.ask_whom,
        "settle": check.settle,
    }
