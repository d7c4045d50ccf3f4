"""A form that ended without a conclusion: a few more items, if the respondent wants them."""

from rolecheck.measure.administration import administer
from rolecheck.measure.examiner import Examiner
from rolecheck.prompt.asking import Asker
from rolecheck.report.offer import CHOICES, offer_more
from rolecheck.session.session import Session
from rolecheck.store.journal import Journal
from rolecheck.store.records import extension_record


def extended(examiner: Examiner, session: Session, asker: Asker, journal: Journal) -> Session:
    """Return the session as it is, or gone on with where that may help and the respondent says so."""
    outlook = examiner.outlook(session)
    if outlook is None:
        return session
    asker.say("")
    try:
        chosen = asker.ask_one_of(offer_more(outlook, session.subject), CHOICES)
    except EOFError:
        # Answers piped in end with the form; nothing is missing.
        return session
    if chosen != 0:
        return session
    session = examiner.extend(session, outlook.more)
    journal.append(extension_record(session))
    return administer(examiner, session, asker.ask_item, journal.keep)
