"""A form for SurveyJS: one page of JSON."""

import json

from rolecheck.exchange.forms.names import column_name
from rolecheck.report.questionnaire import Question, Questionnaire


def surveyjs_text(form: Questionnaire) -> str:
    """Return the form as a SurveyJS definition."""
    survey = {
        "title": form.title,
        "description": "\n".join(form.introduction),
        "pages": [{"name": "rolecheck", "elements": [_element(question) for question in form.questions]}],
    }
    return json.dumps(survey, ensure_ascii=False, indent=1) + "\n"


def _element(question: Question) -> dict[str, object]:
    about: dict[str, object] = {
        "type": "radiogroup" if question.choices else "text",
        "name": column_name(question),
        "title": question.text,
        "isRequired": question.required,
    }
    if question.choices:
        about["choices"] = [{"value": choice.value, "text": choice.text} for choice in question.choices]
    return about
