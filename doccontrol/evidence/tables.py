"""Which tables are evidence: asked of the models, so that no list of them can be forgotten."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

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
    found = []
    for model in apps.get_models():
        rule = rule_of(model)
        if rule is None or model._meta.proxy or not model._meta.managed:
            continue
        found.append(Table(model, rule))
        found += [
            Table(field.remote_field.through, rule, owner=field.m2m_column_name())
            for field in model._meta.local_many_to_many
            if field.remote_field.through._meta.auto_created
        ]
    return sorted(found, key=lambda table: table.name)


def linked_tables() -> dict[type[models.Model], list[tuple[type[models.Model], str]]]:
    """For each model to which evidence has links: the tables of links, and the field in each that
    leads to it."""
    found = defaultdict(list)
    for model in apps.get_models():
        if rule_of(model) is None:
            continue
        for field in model._meta.local_many_to_many:
            through = field.remote_field.through
            if through._meta.auto_created:
                found[field.remote_field.model].append((through, field.m2m_reverse_field_name()))
    return dict(found)
