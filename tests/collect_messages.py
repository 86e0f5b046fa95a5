"""Every string of ours that a reader can see, read from the source without GNU gettext."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ("cms", "doccontrol", "search", "tools")
TEMPLATES = ("templates", *PYTHON)
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml"}


class Message(NamedTuple):
    """What gettext looks up. ``plural`` is empty for a string without a number."""

    context: str
    text: str
    plural: str = ""


Found = dict[Message, set[str]]
# Which arguments are context, text and plural.
SHAPES = {
    "gettext": (None, 0, None),
    "pgettext": (0, 1, None),
    "ngettext": (None, 0, 1),
    "npgettext": (0, 1, 2),
}
SHAPES |= {f"{name}_lazy": shape for name, shape in SHAPES.items()}
SHAPES |= {"gettext_noop": SHAPES["gettext"]}

LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
# What templatize leaves of a template: calls with literals among X-ed out markup.
TEMPLATE_CALL = re.compile(
    rf"(?<!\w)(_|n?p?gettext)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)", re.DOTALL
)


def collect(root: Path = ROOT) -> Found:
    """Message → the files that show it, relative to ``root``."""
    found: Found = {}
    for path in sources(root):
        read = from_python if path.suffix == ".py" else from_template
        for message in read(path.read_text(encoding="utf-8"), str(path)):
            found.setdefault(message, set()).add(str(path.relative_to(root)))
    return found


def sources(root: Path) -> Iterator[Path]:
    for package in PYTHON:
        for path in sorted((root / package).rglob("*.py")):
            # A migration repeats the words of a model as they once were.
            if "migrations" not in path.parts:
                yield path
    for folder in TEMPLATES:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in TEMPLATE_SUFFIXES and "templates" in path.parts:
                yield path


def from_python(source: str, name: str = "<source>") -> list[Message]:
    """Raises ValueError for a text that is put together first: gettext would never find it."""
    tree = ast.parse(source, name)
    called = aliases(tree)
    messages = []
    for node in ast.walk(tree):
        shape = SHAPES.get(called_name(node, called))
        if shape is None or not isinstance(node, ast.Call):
            continue
        parts = [node.args[place] for place in shape if place is not None]
        if any(isinstance(part, ast.JoinedStr | ast.BinOp | ast.Call) for part in parts):
            raise ValueError(f"{name}:{node.lineno}: {ast.unparse(node)}")
        # A variable holds a string that was marked elsewhere.
        if all(isinstance(part, ast.Constant) for part in parts):
            messages.append(
                Message(*("" if place is None else node.args[place].value for place in shape))  # type: ignore[attr-defined]
            )
    return messages


def aliases(tree: ast.Module) -> dict[str, str]:
    """Local name → name in django.utils.translation."""
    imports = (
        alias
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    )
    return {alias.asname or alias.name: alias.name for alias in imports}


def called_name(node: ast.AST, called: dict[str, str]) -> str:
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr  # translation.gettext("…")
    return called.get(node.func.id, "") if isinstance(node.func, ast.Name) else ""


def from_template(source: str, name: str = "<template>") -> list[Message]:
    messages = []
    for function, arguments in TEMPLATE_CALL.findall(templatize(source, origin=name)):
        values = [ast.literal_eval(literal) for literal in re.findall(LITERAL, arguments)]
        shape = SHAPES["gettext" if function == "_" else function]
        messages.append(Message(*("" if place is None else values[place] for place in shape)))
    return messages
