"""What questions are called where a tool keeps names for them: ids, made fit for the tool.

An XLSForm name is a name in XML. Ids hold no underscore, so a hyphen can become one and be told back, and a letter in
front tells a first choice from a second and saves an id that begins with a digit.
"""

from rolecheck.exchange.questionnaire import NAME, TITLE, Question

FIRST, SECOND = "q_", "s_"
SECOND_MARK = ":2"


def column_name(question: Question) -> str:
    """Return the name of a question as data files write it: the item's id, with a mark for a second choice."""
    return question.about + (SECOND_MARK if question.second else "")


def variable_name(question: Question) -> str:
    """Return the name of a question where only letters, digits and underscores will do."""
    if question.about in {NAME, TITLE}:
        return f"respondent_{question.about}"
    return variable(question.about, second=question.second)


def variable(item: str, *, second: bool = False) -> str:
    """Return an item's id where only letters, digits and underscores will do."""
    return (SECOND if second else FIRST) + item.replace("-", "_")
