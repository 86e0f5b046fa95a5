"""The shape of the code, checked; each check is also shown a planted violation and must see it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from wagtail.hooks import search_for_hooks

from doccontrol.chapters import files_named
from tests.hidden_doors import calls, hidden_doors
from tests.house import (
    BARE_IGNORE,
    MAX_LINES,
    MOST_FILES,
    ONLY_WIRING,
    PACKAGES,
    PURE,
    ROOT,
    UNFINISHED,
    banned_names,
    circled_modules,
    crowded_folders,
    definitions,
    forget_sources,
    lines_with,
    queries_and_clocks,
    rooms_without_a_place,
    timed_tests,
    too_long,
    wrong_chapter_imports,
    wrong_package_imports,
)
from tests.plain_names import MOST_LETTERS, long_template_lines, riddles

# Run by hand; it prints how long it took and judges nothing by it.
TOOLS = {"fuzzing.py"}


@pytest.fixture(scope="module", autouse=True)
def sources_are_parsed_once() -> Iterator[None]:
    yield
    forget_sources()
    calls.cache_clear()


def test_cms_knows_search_and_doccontrol_search_knows_doccontrol_and_doccontrol_nobody():
    assert wrong_package_imports(ROOT) == []


def test_a_chapter_imports_only_the_chapters_before_it():
    assert wrong_chapter_imports(ROOT) == []


def test_a_chapter_asks_nothing_of_a_later_one_by_a_string():
    assert hidden_doors(ROOT) == []


def test_every_room_of_doccontrol_has_a_place_in_the_order():
    assert rooms_without_a_place(ROOT) == []


@pytest.mark.parametrize("path", ONLY_WIRING)
def test_models_only_imports_and_the_hooks_only_register(path):
    assert definitions(ROOT / path) == []


def test_what_a_room_registers_is_loaded_by_the_name_of_its_file():
    search_for_hooks()
    named = [name for part in ("models", "registering", "hooks") for name in files_named(part)]
    assert len(named) > 15
    assert [name for name in named if name not in sys.modules] == []
    assert files_named("hooks", ("announcements", "clocks")) == ["doccontrol.clocks.hooks"]


def test_no_modules_import_each_other_round_about():
    assert circled_modules(ROOT) == []


def test_no_type_leads_back_either():
    assert circled_modules(ROOT, for_types_too=True) == []


def test_no_folder_outgrows_a_glance():
    assert crowded_folders(ROOT) == {}


def test_no_file_outgrows_a_reading():
    assert too_long(ROOT) == {}


@pytest.mark.parametrize("path", PURE)
def test_a_judgement_asks_no_database_and_no_clock(path):
    assert queries_and_clocks(ROOT / path) == []


def test_every_file_of_rules_is_held_to_be_pure():
    rules = {str(path.relative_to(ROOT)) for path in ROOT.glob("doccontrol/**/rules.py")}
    assert rules <= set(PURE)


def test_a_file_is_named_for_a_subject():
    assert banned_names(ROOT) == []


def test_a_name_is_a_noun_of_the_trade():
    assert riddles(ROOT) == []


def test_a_line_of_a_template_ends_on_the_screen():
    assert long_template_lines(ROOT) == []


def test_an_ignored_type_says_which_error():
    assert lines_with(BARE_IGNORE, ROOT) == []


def test_nothing_is_left_to_be_done():
    assert lines_with(UNFINISHED, ROOT, *PACKAGES, "tests") == []


def test_no_test_measures_time():
    tests = [path for path in (ROOT / "tests").rglob("*.py") if path.name not in TOOLS]
    assert [found for path in tests for found in timed_tests(path)] == []


def plant(root: Path, path: str, source: str) -> Path:
    """A tree of one file with one violation: each check must see it."""
    planted = root / path
    planted.parent.mkdir(parents=True, exist_ok=True)
    planted.write_text(source, encoding="utf-8")
    return planted


@pytest.mark.parametrize(
    "path, source",
    [
        ("doccontrol/clocks/rules.py", "from search.text import fold"),
        ("doccontrol/clocks/rules.py", "import cms.models"),
        ("search/builds.py", "from cms import context"),
        ("search/builds.py", "def build():\n    from cms import context"),
        ("cms/portal/lists.py", "from tests.make import make_unit"),
        ("search/builds.py", "from tools.measuring import Times"),
        ("tools/measuring.py", "from cms import context"),
    ],
)
def test_an_import_against_the_order_of_packages_is_seen(tmp_path, path, source):
    plant(tmp_path, path, source)
    assert len(wrong_package_imports(tmp_path)) == 1


@pytest.mark.parametrize(
    "path, source, wrong",
    [
        ("register/models.py", "from doccontrol.documents.models.kinds import Procedure", 1),
        ("register/models.py", "from doccontrol import documents", 1),
        ("register/models.py", "def late():\n    import doccontrol.clocks.rules", 1),
        ("register/models.py", "import_module('doccontrol.clocks.rules')", 1),
        ("register/models.py", "from doccontrol.models import Procedure", 1),
        ("jobs/outbox.py", "from doccontrol.organisation.models.agency import Unit", 1),
        ("clocks/models.py", "from doccontrol.documents.models.kinds import Procedure", 0),
        ("jobs/outbox.py", "from doccontrol.errors import Refused", 0),
        (
            "history.py",
            "if TYPE_CHECKING:\n    from doccontrol.organisation.models.agency import Unit",
            0,
        ),
        ("history.py", "if TYPE_CHECKING:\n    pass\nelse:\n    from doccontrol import clocks", 1),
        ("register/models.py", "ForeignKey('doccontrol.Edition')", 0),
        ("wagtail_hooks.py", "from doccontrol.documents import guards", 0),
        ("management/commands/work.py", "from doccontrol.clocks import actions", 0),
    ],
)
def test_an_import_of_a_later_chapter_is_seen(tmp_path, path, source, wrong):
    plant(tmp_path, f"doccontrol/{path}", source)
    assert len(wrong_chapter_imports(tmp_path)) == wrong


@pytest.mark.parametrize(
    "path, source, wrong",
    [
        ("register/pages.py", "apps.get_model('doccontrol', 'Clock')", 1),
        ("register/pages.py", "apps.get_model('doccontrol.Clock')", 1),
        ("register/pages.py", "reverse('clocks:clock', args=[1])", 1),
        ("register/pages.py", "redirect('reading_report')", 1),
        ("register/pages.py", "owe('evaluate_clocks', 'all')", 1),
        ("register/pages.py", "JOB = 'evaluate_clocks'\nevery_day(JOB)", 1),
        ("register/pages.py", "Job.objects.filter(kind='evaluate_clocks')", 1),
        ("register/pages.py", "LawEvent.objects.filter(clocks__document=1)", 1),
        ("register/pages.py", "event.clocks.all()", 1),
        ("register/pages.py", "reverse('wagtailadmin_home')", 0),
        ("acknowledgements/pages.py", "reverse('clocks:clock', args=[1])", 0),
        ("acknowledgements/pages.py", "event.clocks.filter(pk=1)", 0),
        ("management/commands/work.py", "owe('evaluate_clocks', 'all')", 0),
    ],
)
def test_a_door_by_a_string_is_seen(tmp_path, path, source, wrong):
    alerts = """
URL_NAME = "reading_report"
class Clock(Model):
    event = ForeignKey("doccontrol.LawEvent", related_name="clocks")
@handles_together("evaluate_clocks", most=3)
def evaluate(payloads): ...
urls = include((patterns, "clocks"))
"""
    plant(tmp_path, "doccontrol/clocks/models.py", alerts)
    plant(tmp_path, f"doccontrol/{path}", source)
    assert len(hidden_doors(tmp_path)) == wrong


def test_a_door_in_a_template_is_seen(tmp_path):
    plant(tmp_path, "doccontrol/clocks/pages/admin.py", "include((patterns, 'clocks'))")
    plant(tmp_path, "templates/register/row.html", '<a href="{% url "clocks:clock" pk %}">x</a>')
    plant(tmp_path, "templates/cms/row.html", '<a href="{% url "clocks:clock" pk %}">x</a>')
    assert hidden_doors(tmp_path) == ["templates/register/row.html asks for clocks:clock"]


def test_a_room_without_a_place_is_seen(tmp_path):
    plant(tmp_path, "doccontrol/attic/models.py", "")
    plant(tmp_path, "doccontrol/cellar.py", "")
    assert rooms_without_a_place(tmp_path) == ["attic", "cellar"]


@pytest.mark.parametrize("source", ["def f(): ...", "class C: ...", "f = lambda: 1"])
def test_something_defined_where_only_wiring_belongs_is_seen(tmp_path, source):
    assert len(definitions(plant(tmp_path, "doccontrol/models.py", source))) == 1


@pytest.mark.parametrize("way_back", ["import cms.a", "def late():\n    from cms import a"])
def test_modules_that_import_each_other_are_seen(tmp_path, way_back):
    plant(tmp_path, "cms/a.py", "from cms.b import name")
    plant(tmp_path, "cms/b.py", "from cms.c import name")
    plant(tmp_path, "cms/c.py", way_back)
    plant(tmp_path, "cms/d.py", "import cms.a")
    assert circled_modules(tmp_path) == ["cms.a", "cms.b", "cms.c"]


def test_an_import_for_types_closes_no_circle(tmp_path):
    plant(tmp_path, "cms/a.py", "from cms.b import name")
    plant(tmp_path, "cms/b.py", "if TYPE_CHECKING:\n    from cms.a import name")
    assert circled_modules(tmp_path) == []
    assert circled_modules(tmp_path, for_types_too=True) == ["cms.a", "cms.b"]


@pytest.mark.parametrize("files, seen", [(MOST_FILES, {}), (MOST_FILES + 1, {"cms": 21})])
def test_a_crowded_folder_is_seen(tmp_path, files, seen):
    for number in range(files):
        plant(tmp_path, f"cms/file{number}.py", "")
        plant(tmp_path, f"cms/migrations/0{number}.py", "")
    plant(tmp_path, "cms/__init__.py", "")
    assert crowded_folders(tmp_path) == seen


@pytest.mark.parametrize("lines, seen", [(MAX_LINES, 0), (MAX_LINES + 1, 1)])
def test_a_file_too_long_is_seen(tmp_path, lines, seen):
    plant(tmp_path, "search/long.py", "x = 1\n" * lines)
    plant(tmp_path, "search/migrations/0001_long.py", "x = 1\n" * 2 * MAX_LINES)
    assert len(too_long(tmp_path)) == seen


@pytest.mark.parametrize(
    "source, seen",
    [
        ("Edition.objects.all()", 1),
        ("edition._base_manager", 1),
        ("date.today()", 1),
        ("timezone.now()", 1),
        ("localdate()", 1),
        ("unit.posts.filter(title='')", 1),
        ("filter(None, posts)", 0),
        ("# never Edition.objects or today()", 0),
        ("'today()'", 0),
        ("now = 1", 0),
    ],
)
def test_a_query_or_a_clock_in_a_judgement_is_seen(tmp_path, source, seen):
    assert len(queries_and_clocks(plant(tmp_path, "rules.py", source))) == seen


@pytest.mark.parametrize("path", ["cms/utils.py", "doccontrol/register/helpers/dates.py"])
def test_a_file_or_folder_named_for_nothing_is_seen(tmp_path, path):
    plant(tmp_path, path, "")
    assert banned_names(tmp_path) == [path]


@pytest.mark.parametrize(
    "pattern, line, seen",
    [
        (BARE_IGNORE, "x = 1  # type: " + "ignore", 1),
        (BARE_IGNORE, "x = 1  # type: ignore[misc]", 0),
        (UNFINISHED, "# TO" + "DO later", 1),
        (UNFINISHED, "# FIX" + "ME", 1),
        (UNFINISHED, "todo_list = []", 0),
    ],
)
def test_a_bare_ignore_and_a_note_of_unfinished_work_are_seen(tmp_path, pattern, line, seen):
    plant(tmp_path, "search/text.py", line)
    assert len(lines_with(pattern, tmp_path)) == seen


@pytest.mark.parametrize(
    "source, seen",
    [
        ("assert time.monotonic() - began < 5", 2),
        ("took = time.monotonic() - began", 1),
        ("began = time.perf_counter()", 1),
        ("began = process_time()", 1),
        ("assert time.time() < until", 1),
        ("while time.monotonic() < until: pass", 0),
        ("until = time.monotonic() + 30", 0),
        ("assert found.time() == noon", 0),
    ],
)
def test_a_measured_time_is_seen(tmp_path, source, seen):
    assert len(timed_tests(plant(tmp_path, "tests/test_speed.py", source))) == seen


@pytest.mark.parametrize(
    "source",
    [
        "def found(): pass",
        "class _Asked: pass",
        "class Page:\n    told: list[str]",
        "class Page:\n    FOUND = 1",
        "class Page:\n    def __init__(self):\n        self._said = 1",
        "def compare(one): pass",
        "key = lambda each: each.pk",
        "def compare(rows):\n    found = rows[0]",
        "def compare(rows):\n    return [one.pk for one in rows]",
        "def compare(rows):\n    if (said := rows[0]): pass",
        "def compare(rows):\n    try: pass\n    except KeyError as found: pass",
        "def compare(rows):\n    match rows:\n        case [one]: pass",
    ],
)
def test_a_riddle_for_a_name_is_seen(tmp_path, source):
    plant(tmp_path, "search/builds.py", source)
    assert len(riddles(tmp_path)) == 1


def test_a_noun_of_the_trade_is_no_riddle(tmp_path):
    plant(tmp_path, "search/builds.py", "def questions(query):\n    foundation = query.asked_on")
    assert riddles(tmp_path) == []


@pytest.mark.parametrize(("more", "wrong"), [(0, 0), (1, 1)])
def test_a_long_line_of_a_template_is_seen(tmp_path, more, wrong):
    plant(tmp_path, "templates/search/list.html", "<p>\n" + "x" * (MOST_LETTERS + more))
    assert len(long_template_lines(tmp_path)) == wrong


def test_a_form_that_is_included_is_given_its_token():
    """``only`` leaves the token behind, and a form without it is refused by every browser."""
    templates = {path: path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.html")}
    with_token = {
        path.relative_to(ROOT / "templates").as_posix()
        for path, text in templates.items()
        if "{% csrf_token %}" in text
    }
    includes = re.compile(r'{% include "([^"]+)"([^%]*)only %}')
    without = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, text in templates.items()
        for name, given in includes.findall(text)
        if name in with_token and "csrf_token=csrf_token" not in given
    ]
    assert len(with_token) > 20
    assert without == []
