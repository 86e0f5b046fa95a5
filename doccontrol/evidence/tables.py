"""Which tables are evidence: asked of the models, so that no list of them can be forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from doccontrol.evidence.hashing import rule_of
from doccontrol.evidence.rules import EvidenceRule


@dataclass(frozen=True, slots=True)
class Table:
    """One table of evidence. ``owner`` is set for the links of a many-to-many field: the column
    that leads to the row of evidence they belong to."""

    model: type[models.Model]
    rule: EvidenceRule
    owner: str = ""

    @property
    def name(self) -> str:
        return self.model._meta.db_table


def evidence_tables() -> list[Table]:
    """Every table whose model states an ``evidence_rule``, with its tables of links, by name."""
    tables = []
    for model in _models():
        rule = rule_of(model) or EvidenceRule()
        tables.append(Table(model, rule))
        tables += [
            Table(through, rule, owner=field.m2m_column_name()) for field, through in _links(model)
        ]
    return sorted(tables, key=lambda table: table.name)


def linked_tables() -> dict[type[models.Model], list[tuple[type[models.Model], str]]]:
    """For each model to which evidence has links: the tables of links, and the field in each that
    leads to it."""
    links = defaultdict(list)
    for model in _models():
        for field, through in _links(model):
            links[field.remote_field.model].append((through, field.m2m_reverse_field_name()))
    return dict(links)


def _models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if rule_of(model) is not None and model._meta.managed and not model._meta.proxy:
            yield model


def _links(model: type[models.Model]) -> Iterator[tuple[Any, type[models.Model]]]:
    for field in model._meta.local_many_to_many:
        through: Any = field.remote_field.through
        if through._meta.auto_created:
            yield field, through
