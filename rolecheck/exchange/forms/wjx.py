"""A form for 问卷星: its text format, and the JSON lines its command line tool takes.

In the text a question is ``1. text[单选题]``, number and brackets half width, with one option a line and an empty line
behind the last. Whatever is read before the first such line is the introduction.
"""

import json
from collections.abc import Iterator

from rolecheck.report.questionnaire import Question, Questionnaire


def wjx_text(form: Questionnaire) -> str:
    """Return the form as 问卷星's text format."""
    questions = (_text_lines(number, question) for number, question in enumerate(form.questions, 1))
    blocks = [[form.title], list(form.introduction), *map(list, questions)]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _text_lines(number: int, question: Question) -> Iterator[str]:
    label = "单选题" if question.choices else "填空题"
    yield f"{number}. {question.text}[{label}]{'' if question.required else '（选填）'}"
    for choice in question.choices:
        yield choice.text


def wjx_jsonl(form: Questionnaire) -> str:
    """Return the form as 问卷星's JSON lines."""
    about = {"qtype": "问卷基础信息", "title": form.title, "introduction": "\n".join(form.introduction)}
    lines = (about, *map(_record, form.questions))
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _record(question: Question) -> dict[str, object]:
    if question.choices:
        # Asked for in any case: whether one may leave a question out must be told to the tool a second time, by title,
        # and a second choice has an option for having none.
        return {"qtype": "单选", "title": question.text, "select": [choice.text for choice in question.choices]}
    return {"qtype": "单项填空", "title": question.text, "requir": question.required}
