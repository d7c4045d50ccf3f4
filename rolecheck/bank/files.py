"""Files from disk: a YAML file read along its format, and a bank's folder, which holds up to three of them.

Each of a bank's files has a format number that is looked at first.
"""

from codecs import BOM_UTF8
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rolecheck.bank.problems import Problems, typed_in_chinese
from rolecheck.bank.reading import Fields, read_record
from rolecheck.bank.values import Value
from rolecheck.bank.yaml_nodes import ListNode, LostNode, MapNode, parse
from rolecheck.errors import BadInputError, Problem, why_refused

ROLES, QUESTIONS, CALIBRATION = "roles.yaml", "questions.yaml", "calibration.yaml"
FORMAT = 1

MOST_BYTES = 1024 * 1024

_PACKAGE = Path(__file__).parents[1]

Part = TypeVar("Part")


def shipped_folder() -> Path:
    """Return the folder of the bank that comes with the tool.

    In a wheel the files lie in the package, in a clone beside it. The package is asked first: beside an installed one
    is site-packages, where somebody else's ``data`` may be. importlib.resources would add reading from a zip, and three
    milliseconds to every command.
    """
    packaged = _PACKAGE / "data"
    return packaged if (packaged / ROLES).is_file() else _PACKAGE.parent / "data"


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
        shown = f"{number:g}"
        if number > FORMAT:
            value.complain(f"是 {shown}，比这个版本认得的 {FORMAT} 新。请升级 rolecheck：pip install -U rolecheck。")
        else:
            value.complain(f"是 {shown}，从来没有这种格式。请照格式 {FORMAT} 写，并改成 format: {FORMAT}。")
        # Another format has other keys: judging them by ours would only mislead.
        top.allow_all()
        return None
    return read(top)


def read_yaml(file: Path, problems: Problems, first: str, read: Callable[[Fields], Part]) -> Part | None:
    """Return what the reader function makes of the file's top group; None where there is none.

    Args:
        file: the file.
        problems: where everything wrong is noted.
        first: the key such a file begins with, as advice.
        read: makes a record of the group.
    """
    text = _text_of(file, problems)
    part = None if text is None else _read(file, text, problems, first, read)
    if text is not None and problems.found():
        for line, column, sentence in typed_in_chinese(text):
            problems.add(line, sentence, column)
    return part


def _read(file: Path, text: str, problems: Problems, first: str, read: Callable[[Fields], Part]) -> Part | None:
    root = parse(text, problems)
    if root is None or isinstance(root, LostNode):
        return None
    if not isinstance(root, MapNode):
        shape = "一个列表" if isinstance(root, ListNode) else "别的内容"
        problems.add(root.line, f"最外层应是一组“键: 值”，从 {first} 开始，这里却是{shape}。请照这种文件的格式写。")
        return None
    return read_record(Value(root, file.name, root, problems), read)


def _text_of(file: Path, problems: Problems) -> str | None:
    data = _bytes_of(file, problems)
    if data is None:
        return None
    content = data.removeprefix(BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        place = error.start + len(data) - len(content) + 1
        problems.add(line, f"这个文件不是 UTF-8 编码（第 {place} 个字节读不出来）。请用编辑器另存为 UTF-8。")
        return None


def _bytes_of(file: Path, problems: Problems) -> bytes | None:
    try:
        # Asking first keeps a pipe from being waited for, and a folder from being opened.
        if not file.is_file():
            problems.add(None, _why_no_file(file))
            return None
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except PermissionError:
        problems.add(None, "没有权限读这个文件。请检查它的权限。")
        return None
    except OSError as error:
        problems.add(None, f"读不了这个文件：{why_refused(error)}。请检查磁盘和路径。")
        return None
    if len(data) > MOST_BYTES:
        problems.add(None, f"文件超过 {MOST_BYTES // 1024} KiB，用不到这么大。请检查是不是放错了文件。")
        return None
    return data


def _why_no_file(file: Path) -> str:
    if file.is_dir():
        return "这是一个文件夹，应是一个文件。请改名或移走它，放上文件本身。"
    if file.exists():
        return "这不是普通文件。请放上文件本身。"
    return "没有这个文件。请检查文件名和路径。"
