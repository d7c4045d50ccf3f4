"""A YAML file from disk, read along its format: its text, its tree, its top group, or the problems on the way."""

from codecs import BOM_UTF8
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rolecheck.bank.problems import Problems
from rolecheck.bank.reading import Fields, read_record
from rolecheck.bank.values import Value
from rolecheck.bank.yaml_nodes import ListNode, LostNode, MapNode, parse
from rolecheck.bank.yaml_syntax import typed_in_chinese
from rolecheck.errors import why_refused

MOST_BYTES = 1024 * 1024

Part = TypeVar("Part")


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
