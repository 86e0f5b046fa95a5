"""The test database is migrated with fewer renderings of the historical models.

After each operation Django renders the model anew with whatever is related to it, here some forty
models, and that is four fifths of the time. The statements of an operation are made from its own
model alone, so that one and what inherits from it is enough. Whoever reads rows (``RunPython``) or
follows relations backwards (another type of a key, another name) has all models rendered first.

That the tables are the same is held by ``tests/stored``, which migrates as an installation does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

from django.db.migrations.state import ProjectState


@contextmanager
def only_what_changes_is_rendered() -> Iterator[None]:
    replaced = {"reload_model": _reload_model, "alter_field": _alter_field} | {
        name: _with_all_rendered(name) for name in ("rename_model", "rename_field")
    }
    with ExitStack() as stack:
        for name, instead in replaced.items():
            stack.enter_context(mock.patch.object(ProjectState, name, instead))
        yield


def _reload_model(
    state: ProjectState, app_label: str, model_name: str, delay: bool = False
) -> None:
    if "apps" in state.__dict__:
        # Django's own mark: who reads rows must have all rendered first.
        state.is_delayed = True
        state._reload(_with_heirs(state, (app_label, model_name)))


def _with_heirs(state: ProjectState, model: tuple[str, str]) -> set[tuple[str, str]]:
    heirs, bases = {model}, [".".join(model)]
    while bases:
        base = bases.pop()
        for key, heir in state.models.items():
            if key not in heirs and base in (str(each).lower() for each in heir.bases):
                heirs.add(key)
                bases.append(".".join(key))
    return heirs


def _render_all_when_next_needed(state: ProjectState) -> None:
    state.__dict__.pop("apps", None)
    state.is_delayed = False


_alter = ProjectState.alter_field


def _alter_field(
    state: ProjectState,
    app_label: str,
    model_name: str,
    name: str,
    field: Any,
    preserve_default: bool,
) -> None:
    before = state.models[app_label, model_name].fields[name]
    if any(each.is_relation or each.unique for each in (before, field)):
        _render_all_when_next_needed(state)
    _alter(state, app_label, model_name, name, field, preserve_default)


def _with_all_rendered(name: str) -> Any:
    rename = getattr(ProjectState, name)

    def rename_with_all_rendered(state: ProjectState, *names: str) -> None:
        _render_all_when_next_needed(state)
        rename(state, *names)

    return rename_with_all_rendered
