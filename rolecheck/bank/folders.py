"""A bank's folder and its two files, each with a format number that is looked at first."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rolecheck.bank.problems import Problems
from rolecheck.bank.reading import Fields
from rolecheck.bank.yaml_files import read_yaml
from rolecheck.errors import BadInputError, Problem

ROLES, QUESTIONS, CALIBRATION = "roles.yaml", "questions.yaml", "calibration.yaml"
FORMAT = 1

Part = TypeVar("Part")


def check_folder(folder: Path) -> None:
    """Raise BadInputError unless this is a folder."""
    try:
        if folder.is_dir():
            return
        text = "这是一个文件，不是题库文件夹。" if folder.is_file() else "没有这个文件夹。"
    except OSError:
        text = "这个文件夹打不开。"
    raise BadInputError([Problem(str(folder), None, f"{text}请给出放着 {ROLES} 和 {QUESTIONS} 的文件夹。")])


def read_file(file: Path, problems: Problems, read: Callable[[Fields], Part]) -> Part | None:
    """Return what the reader function makes of one of the files, if it has the format this version knows."""
    return read_yaml(file, problems, f"format: {FORMAT}", lambda top: _checked(top, read))


def _checked(top: Fields, read: Callable[[Fields], Part]) -> Part | None:
    value = top.need("format")
    number = FORMAT if value is None else value.number()
    if value is not None and number is not None and number != FORMAT:
        found = f"{number:g}"
        if number > FORMAT:
            value.complain(f"是 {found}，比这个版本认得的 {FORMAT} 新。请升级 rolecheck：pip install -U rolecheck。")
        else:
            value.complain(f"是 {found}，从来没有这种格式。请照格式 {FORMAT} 写，并改成 format: {FORMAT}。")
        # Another format has other keys: judging them by ours would only mislead.
        top.allow_all()
        return None
    return read(top)
