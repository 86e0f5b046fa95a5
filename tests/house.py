"""What the house rules look at: imports, lengths, names and calls, read from the source."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from doccontrol.chapters import CHAPTERS, files_named

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("cms", "doccontrol", "search", "tools")
GROUND_FLOOR = {
    "access",
    "acting",
    "asked_once",
    "base_admin",
    "calendar",
    "decisions",
    "document_kinds",
    "errors",
    "events",
    "evidence",
    "extension_points",
    "next_work",
    "folding",
    "history",
    "jobs",
    "lawtext",
    "office_files",
    "pdftext",
    "reports",
    "syllables",
    "typed",
    "typesetting",
}
# Where the app is put together; Django loads these by their names.
ENTRANCES = {
    "admin_urls",
    "apps",
    "chapters",
    "management",
    "migrations",
    "models",
    "wagtail_hooks",
}
MAY_IMPORT = {
    "doccontrol": {"doccontrol"},
    "search": {"search", "doccontrol"},
    "cms": {"cms", "search", "doccontrol"},
    "tools": {"tools", "search", "doccontrol"},
}
MAX_LINES = 300
MOST_FILES = 20
BANNED_NAMES = {"utils", "helpers", "services", "common", "misc", "manager"}
# Judgements over plain values: they are given the day and the rows.
PURE = (
    "doccontrol/calendar.py",
    "doccontrol/evidence/rules.py",
    "doccontrol/folding.py",
    "doccontrol/syllables.py",
    "doccontrol/lawtext/citations/acts.py",
    "doccontrol/lawtext/citations/clauses.py",
    "doccontrol/lawtext/citations/mentions.py",
    "doccontrol/lawtext/citations/names.py",
    "doccontrol/lawtext/citations/pinpoints.py",
    "doccontrol/lawtext/citations/plain_text.py",
    "doccontrol/lawtext/citations/quotes.py",
    "doccontrol/lawtext/citations/references.py",
    "doccontrol/lawtext/citations/relations.py",
    "doccontrol/lawtext/citations/roles.py",
    "doccontrol/lawtext/citations/scopes.py",
    "doccontrol/lawtext/citations/sentences.py",
    "doccontrol/lawtext/citations/standing.py",
    "doccontrol/lawtext/citations/wording.py",
    "doccontrol/lawtext/numbers.py",
    "doccontrol/lawtext/relation_kinds.py",
    "doccontrol/register/rules.py",
    "doccontrol/lawtext/spelling.py",
    "doccontrol/documents/comparing/alignment.py",
    "doccontrol/documents/comparing/editions.py",
    "doccontrol/documents/ending/rules.py",
    "doccontrol/documents/rules.py",
    "doccontrol/documents/comparing/tables.py",
    "doccontrol/clocks/matching/chains.py",
    "doccontrol/clocks/matching/resting.py",
    "doccontrol/clocks/rules.py",
    "doccontrol/clocks/announcing/second_clock.py",
    "doccontrol/triage/read_values.py",
    "doccontrol/register/implementing/rules.py",
    "search/index/articles.py",
    "search/index/law_days.py",
    "search/queries/clauses.py",
    "search/queries/filters.py",
    "search/queries/language.py",
    "search/queries/names.py",
    "search/queries/numbers.py",
    "search/queries/parts.py",
    "search/queries/pinpoints.py",
    "search/queries/question.py",
    "search/queries/slips.py",
    "search/queries/spelling.py",
    "search/queries/synonyms.py",
)
CLOCKS = {"today", "now", "localdate", "localtime", "utcnow", "time", "time_ns", "monotonic"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
# Asked of a related manager or of a queryset that was handed in.
QUERIES = {"filter", "exclude", "values_list", "select_related", "prefetch_related", "exists"}
# What is put together by the name of its file (``doccontrol.chapters``).
WIRED = [name for part in ("registering", "hooks") for name in files_named(part)]
ONLY_WIRING = (
    "doccontrol/models.py",
    "doccontrol/wagtail_hooks.py",
    *(f"{name.replace('.', '/')}.py" for name in WIRED),
)


def modules(root: Path, *packages: str) -> list[Path]:
    paths = (path for package in packages or PACKAGES for path in (root / package).rglob("*.py"))
    return sorted(path for path in paths if "migrations" not in path.parts)


def parsed(path: Path) -> ast.Module:
    """Nobody changes it: of one text it is made once (``forget_sources``)."""
    return _tree(path.read_text(encoding="utf-8"))


@cache
def _tree(text: str) -> ast.Module:
    return ast.parse(text)


def forget_sources() -> None:
    """What was parsed takes a hundred megabytes."""
    _tree.cache_clear()
    _imported.cache_clear()


def is_for_typing_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def running(node: ast.AST) -> Iterator[ast.AST]:
    """Every node that runs, those inside functions too: an import put off until a call is still
    a dependency. Imports for types alone are none, nor are relations named by a string."""
    for child in ast.iter_child_nodes(node):
        if is_for_typing_only(child):
            for branch in child.orelse:  # type: ignore[attr-defined]
                yield branch
                yield from running(branch)
            continue
        yield child
        yield from running(child)


def imported_names(path: Path, *, for_types_too: bool = False) -> set[str]:
    """Absolute dotted names; ruff refuses relative imports (TID252)."""
    return set(_imported(parsed(path), for_types_too))


@cache
def _imported(tree: ast.Module, for_types_too: bool) -> frozenset[str]:
    names: set[str] = set()
    for node in ast.walk(tree) if for_types_too else running(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and "import_module" in ast.unparse(node.func):
            names |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    return frozenset(names)


def commands_tools(path: Path) -> set[str]:
    """Only what is typed as a command may measure or make up rows."""
    return {"tools"} if "management" in path.parts else set()


def wrong_package_imports(root: Path) -> list[str]:
    return [
        f"{path.relative_to(root)} imports {name}"
        for package, allowed in MAY_IMPORT.items()
        for path in modules(root, package)
        for name in sorted(imported_names(path))
        if name.split(".")[0] in {*PACKAGES, "tests"} - allowed - commands_tools(path)
    ]


def rank(module: str) -> int:
    """0 for the ground floor, then the chapters from 1; what only puts together stands on top."""
    if module in GROUND_FLOOR:
        return 0
    return CHAPTERS.index(module) + 1 if module in CHAPTERS else len(CHAPTERS) + 1


def wrong_chapter_imports(root: Path) -> list[str]:
    wrong = []
    for path in modules(root, "doccontrol"):
        place = rank(path.relative_to(root / "doccontrol").parts[0].removesuffix(".py"))
        for name in sorted(imported_names(path)):
            inside = name.split(".")
            if inside[0] == "doccontrol" and len(inside) > 1 and rank(inside[1]) > place:
                wrong.append(f"{path.relative_to(root)} imports {name}")
    return wrong


def rooms_without_a_place(root: Path) -> list[str]:
    """Modules and folders of doccontrol for which no order is stated."""
    found = {path.relative_to(root / "doccontrol").parts[0] for path in modules(root, "doccontrol")}
    names = {name.removesuffix(".py") for name in found} - {"__init__"}
    return sorted(names - GROUND_FLOOR - set(CHAPTERS) - ENTRANCES)


def is_circled(start: str, imports: dict[str, set[str]]) -> bool:
    """Whether following what is imported leads back to ``start``."""
    reached: set[str] = set()
    waiting = list(imports[start])
    while waiting:
        module = waiting.pop()
        if module not in reached:
            reached.add(module)
            waiting.extend(imports[module])
    return start in reached


def circled_modules(root: Path, *, for_types_too: bool = False) -> list[str]:
    """Modules that import each other, round about too; an import inside a function counts, one for
    types alone only if asked."""
    paths = {dotted(path, root): path for path in modules(root)}
    imports = {
        module: {
            name if name in paths else name.rpartition(".")[0]
            for name in imported_names(path, for_types_too=for_types_too)
        }
        & set(paths) - {module}
        for module, path in paths.items()
    }
    return [module for module in imports if is_circled(module, imports)]


def dotted(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def crowded_folders(root: Path) -> dict[str, int]:
    """How many files lie flat in each folder that has more than a reader takes in."""
    files = [path for path in modules(root) if path.name != "__init__.py"]
    counts = Counter(str(path.parent.relative_to(root)) for path in files)
    return {folder: count for folder, count in counts.items() if count > MOST_FILES}


def definitions(path: Path) -> list[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    return [
        f"{path.name}:{node.lineno}" for node in ast.walk(parsed(path)) if isinstance(node, kinds)
    ]


def too_long(root: Path) -> dict[str, int]:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in modules(root)}
    return {str(path.relative_to(root)): n for path, n in lengths.items() if n > MAX_LINES}


def queries_and_clocks(path: Path) -> list[str]:
    """Uses of a manager, of a queryset's words and of a clock; comments and strings are none."""
    found = []
    for node in ast.walk(parsed(path)):
        asks = isinstance(node, ast.Attribute) and node.attr in MANAGERS
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                asks = node.func.attr in CLOCKS | QUERIES
            else:
                asks = isinstance(node.func, ast.Name) and node.func.id in CLOCKS
        if asks:
            found.append(f"{path.name}:{node.lineno} {ast.unparse(node)}")
    return found


def banned_names(root: Path) -> list[str]:
    return [
        str(path.relative_to(root))
        for path in modules(root)
        if BANNED_NAMES & {path.stem, *path.relative_to(root).parent.parts}
    ]


def lines_with(pattern: str, root: Path, *packages: str) -> list[str]:
    return [
        f"{path.relative_to(root)}:{number}"
        for path in modules(root, *packages)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if re.search(pattern, line)
    ]


BARE_IGNORE = r"#\s*type:\s*ignore(?!\[)"
UNFINISHED = r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"

# Clocks that only measure; a deadline that a test waits for is a clock plus seconds.
STOPWATCHES = {"perf_counter", "process_time", "thread_time"}
READINGS = STOPWATCHES | {"monotonic", "time"}


def _reads_a_clock(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    last = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if last.removesuffix("_ns") not in READINGS:
        return False
    name = ast.unparse(node.func)
    return name.startswith("time.") or "." not in name


def timed_tests(path: Path) -> list[str]:
    """Where a test measures how long something takes: a stopwatch, a clock less an earlier reading
    or a clock that is asserted. What is slow on a busy machine is no fault: count the work."""
    found = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and _reads_a_clock(node):
            is_timed = ast.unparse(node.func).rpartition(".")[2].removesuffix("_ns") in STOPWATCHES
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
            is_timed = _reads_a_clock(node.left) and isinstance(node.right, ast.Name)
        elif isinstance(node, ast.Assert):
            is_timed = any(_reads_a_clock(part) for part in ast.walk(node))
        else:
            continue
        if is_timed:
            found.append(f"{path.name}:{node.lineno} {ast.unparse(node)}")
    return found
