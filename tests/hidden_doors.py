"""What one chapter asks of a later one by a string: no import shows it, yet it depends.

The names are gathered from the source: models, addresses, kinds of jobs and related names, each
with the chapter that declares it. A name that a chapter and one before it both declare is no
door, for it may be meant.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from tests.house import CHAPTERS, GROUND_FLOOR, modules, parsed, rank

Names = dict[str, set[str]]
# Calls whose first string is an address by its name.
ADDRESSES = {"reverse", "reverse_lazy", "redirect"}
NAMED_BY = {"URL_NAME", "LINK_URL", "RETRY_URL_NAME"}
JOBS = {"handles", "handles_together"}
OWED_BY = {"owe", "every_day"}
IN_TEMPLATE = re.compile(r"""{%\s*url\s+["']([^"']+)["']""")


def room_of(root: Path, path: Path) -> str:
    return path.relative_to(root / "doccontrol").parts[0].removesuffix(".py")


@cache
def calls(tree: ast.AST) -> tuple[tuple[str, ast.Call], ...]:
    """Each name that is called, with its call: found once, asked by every kind of door."""
    return tuple(_calls(tree))


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            yield (node.func.id if isinstance(node.func, ast.Name) else name), node


def text(node: ast.AST | None, constants: dict[str, str]) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return constants.get(node.id, "") if isinstance(node, ast.Name) else ""


def constants_of(tree: ast.Module | ast.ClassDef) -> dict[str, str]:
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }


def keyword(call: ast.Call, name: str) -> ast.AST | None:
    return next((each.value for each in call.keywords if each.arg == name), None)


def declared_models(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name


def declared_addresses(tree: ast.Module) -> Iterator[str]:
    """Namespaces end in a colon; a name without a namespace is a whole address."""
    constants = constants_of(tree)
    spaces = [constants[name] for name in ("app_name",) if name in constants]
    for name, call in calls(tree):
        spaces += [text(keyword(call, "namespace"), constants)]
        if name == "include" and call.args and isinstance(call.args[0], ast.Tuple):
            spaces.append(text(call.args[0].elts[-1], constants))
        if name.endswith("ViewSet") and call.args:
            spaces.append(text(call.args[0], constants))
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and "".join(map(ast.unparse, node.bases)).endswith(
            "ViewSet"
        ):
            spaces.append(constants_of(node).get("name", ""))
    yield from (f"{space}:" for space in spaces if space)
    yield from (value for name, value in constants.items() if name in NAMED_BY)


def declared_jobs(tree: ast.Module) -> Iterator[str]:
    constants = constants_of(tree)
    for name, call in calls(tree):
        if name in JOBS and call.args:
            yield text(call.args[0], constants)


def declared_related_names(tree: ast.Module) -> Iterator[str]:
    yield from (name for name, _target in relations(tree))


def relations(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Each related name with the model that has it."""
    for _name, call in calls(tree):
        name = text(keyword(call, "related_name"), {}).replace("+", "")
        if name and call.args:
            yield name, ast.unparse(call.args[0]).strip("'").rpartition(".")[2]


def declared(root: Path, what: Callable[[ast.Module], Iterator[str]]) -> Names:
    found: Names = defaultdict(set)
    for path in modules(root, "doccontrol"):
        if (room := room_of(root, path)) in {*CHAPTERS, *GROUND_FLOOR}:
            for name in what(parsed(path)):
                found[name].add(room)
    found.pop("", None)
    return found


def is_later(name: str, names: Names, room: str) -> bool:
    return name in names and all(rank(each) > rank(room) for each in names[name])


def can_be_had(root: Path) -> dict[str, set[int]]:
    """By related name, how high the chapters stand whose rows have it; 0 for rows of Wagtail."""
    models, found = declared(root, declared_models), defaultdict(set)
    for path in modules(root, "doccontrol"):
        for name, target in relations(parsed(path)):
            found[name] |= {rank(room) for room in models.get(target, ())} or {0}
    return found


def asked_models(tree: ast.Module) -> Iterator[str]:
    for name, call in calls(tree):
        if name == "get_model":
            yield from (text(arg, {}).rpartition(".")[2] for arg in call.args)


def asked_addresses(tree: ast.Module) -> Iterator[str]:
    for name, call in calls(tree):
        if name in ADDRESSES and call.args:
            yield address(text(call.args[0], {}))


def address(name: str) -> str:
    space, colon, _name = name.partition(":")
    return space + colon if colon else name


def asked_jobs(tree: ast.Module) -> Iterator[str]:
    for name, call in calls(tree):
        if name in OWED_BY and call.args:
            yield text(call.args[0], constants_of(tree))
        yield from (text(each.value, {}) for each in call.keywords if each.arg == "kind")


def asked_related_names(tree: ast.Module) -> Iterator[str]:
    """``rows__column`` as a keyword, and ``row.rows`` of a related manager that is asked."""
    managers = {"all", "filter", "exclude", "exists", "count", "select_related", "order_by"}
    for name, call in calls(tree):
        yield from ((each.arg or "").partition("__")[0] for each in call.keywords if each.arg)
        if name in managers and isinstance(call.func, ast.Attribute):
            of = call.func.value
            yield of.attr if isinstance(of, ast.Attribute) else ""


DOORS = (
    (declared_models, asked_models),
    (declared_addresses, asked_addresses),
    (declared_jobs, asked_jobs),
    (declared_related_names, asked_related_names),
)


def hidden_doors(root: Path) -> list[str]:
    wrong, rows = [], can_be_had(root)
    for declares, asks in DOORS:
        names = declared(root, declares)
        for path in modules(root, "doccontrol"):
            room = room_of(root, path)
            if room in {*CHAPTERS, *GROUND_FLOOR}:
                asked = sorted(set(asks(parsed(path))))
                doors = [name for name in asked if is_later(name, names, room)]
                if asks is asked_related_names:  # else it is an attribute of another thing
                    doors = [name for name in doors if min(rows[name]) <= rank(room)]
                wrong += [f"{path.relative_to(root)} asks for {name}" for name in doors]
    return wrong + doors_of_templates(root)


def doors_of_templates(root: Path) -> list[str]:
    """A template belongs to the chapter whose name its path bears."""
    addresses, wrong = declared(root, declared_addresses), []
    for path in sorted((root / "templates").rglob("*.html")):
        rooms = [part for part in path.relative_to(root).parts if part in CHAPTERS]
        for name in IN_TEMPLATE.findall(path.read_text("utf-8")) if rooms else ():
            if is_later(address(name), addresses, rooms[-1]):
                wrong.append(f"{path.relative_to(root)} asks for {name}")
    return wrong
