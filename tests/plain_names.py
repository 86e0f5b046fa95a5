"""What makes code hard to look up: riddles for names, lines of templates wider than a screen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house import modules, parsed

RIDDLES = {"found", "wanted", "judged", "asked", "told", "said", "each", "one", "some", "ought"}
# A column of the database, and the same value on its way there, in a file that outlives a release.
KEPT = {
    "search/asked_log/models.py AskedQuestion.found",
    "search/asked_log/spool.py CountedQuestion.found",
}
# Where no local variable is a riddle either.
LOCALS_TOO = (
    "cms/",
    "doccontrol/base_admin.py",
    "doccontrol/decisions/",
    "doccontrol/documents/",
    "doccontrol/evidence/",
    "doccontrol/history.py",
    "doccontrol/management/commands/benchmark_",
    "doccontrol/management/commands/ingest.py",
    "doccontrol/management/commands/law_status.py",
    "doccontrol/management/commands/verify_evidence.py",
    "doccontrol/office_files/",
    "doccontrol/organisation/",
    "doccontrol/register/",
    "doccontrol/typed/",
    "search/",
)

MOST_LETTERS = 140

Named = tuple[str, str]  # owner, name


def riddles(root: Path) -> list[str]:
    """Functions, classes, their fields and attributes, and parameters with such a name; in
    ``LOCALS_TOO`` local variables as well."""
    named = (
        (f"{path.relative_to(root)} {owner}.{name}".replace(" .", " "), name)
        for path in modules(root)
        for owner, name in _names(
            parsed(path), "", str(path.relative_to(root)).startswith(LOCALS_TOO)
        )
    )
    return sorted({place for place, name in named if _is_riddle(name)} - KEPT)


def long_template_lines(root: Path) -> list[str]:
    """Of pages. In a letter's plain text every line break is read, so that its lines are long."""
    return [
        f"{path.relative_to(root)}:{number}"
        for path in sorted((root / "templates").rglob("*.html"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if len(line) > MOST_LETTERS
    ]


def _is_riddle(name: str) -> bool:
    return name.strip("_").lower() in RIDDLES


def _names(node: ast.AST, owner: str, with_locals: bool) -> Iterator[Named]:
    for child in ast.iter_child_nodes(node):
        within = owner
        match child:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield owner, child.name
                within = child.name
            case ast.arg():
                yield owner, child.arg
            case ast.Attribute(ctx=ast.Store()):
                yield owner, child.attr
            case (
                ast.AnnAssign(target=ast.Name() as target)
                | ast.Assign(targets=[ast.Name() as target])
            ) if isinstance(node, ast.ClassDef):
                yield owner, target.id
            case ast.Name(ctx=ast.Store()) if with_locals:
                yield owner, child.id
            case ast.ExceptHandler(name=str() as name) | ast.MatchAs(name=str() as name) if (
                with_locals
            ):
                yield owner, name
        yield from _names(child, within, with_locals)
