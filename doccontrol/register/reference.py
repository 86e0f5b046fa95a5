"""Reference data: the kinds of text and the issuers that every installation begins with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext_lazy
from reversion.models import Version

from doccontrol.history import recorded
from doccontrol.register.issuer_names import name_key
from doccontrol.register.models.issuers import Issuer, LegalType

REASON = gettext_lazy("Reference data")


def reference_rows(name: str) -> list[dict[str, Any]]:
    """The rows of ``fixtures/reference/<name>.json``."""
    path = Path(settings.BASE_DIR) / "fixtures" / "reference" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def changed_by_hand(model: type[Model], keys: Iterable[int]) -> set[int]:
    """Which of these rows a person, and not the machine, has registered or corrected."""
    edited = Version.objects.get_for_model(model).filter(
        object_id__in=[str(key) for key in keys], revision__user__isnull=False
    )
    return {int(key) for key in edited.values_list("object_id", flat=True)}


def load_types() -> tuple[int, int]:
    """Bring the kinds of text in line with the file; returns (new, changed).

    A row that a person changed stays as that person left it.
    """
    rows = {
        row["name"]: {
            "abbreviation": row["abbreviation"],
            "rank": row["rank"],
            "is_normative": row["normative"],
        }
        for row in reference_rows("legal_types")
    }
    known = {kind.name: kind for kind in LegalType.objects.filter(name__in=rows)}
    kept = changed_by_hand(LegalType, [kind.pk for kind in known.values()])
    new = changed = 0
    with recorded(None, str(REASON)):
        for name, facts in rows.items():
            kind = known.get(name)
            if kind is None:
                LegalType.objects.create(name=name, **facts)
                new += 1
            elif kind.pk not in kept:
                changed += _take(kind, facts)
    return new, changed


def load_issuers() -> tuple[int, int]:
    """Bring the issuers in line with the file; returns (new, changed). See ``load_types``.

    A body that an import has registered under another spelling is the same body.
    """
    rows = reference_rows("issuers")
    known = {name_key(issuer.name): issuer for issuer in Issuer.objects.all()}
    kept = changed_by_hand(Issuer, [issuer.pk for issuer in known.values()])
    new, changed = 0, set()
    with recorded(None, str(REASON)):
        for row in rows:
            facts = {
                "name": row["name"],
                "abbreviations": row["abbreviations"],
                "valid_from": _day(row["valid_from"]),
                "valid_until": _day(row["valid_until"]),
            }
            issuer = known.get(name_key(row["name"]))
            if issuer is None:
                known[name_key(row["name"])] = Issuer.objects.create(**facts)
                new += 1
            elif issuer.pk not in kept and _take(issuer, facts):
                changed.add(issuer.pk)
        for row in rows:
            issuer = known[name_key(row["name"])]
            successors = {known[name_key(name)] for name in row["successors"]}
            if issuer.pk not in kept and not successors <= set(issuer.successors.all()):
                issuer.successors.add(*successors)
                changed.add(issuer.pk)
    return new, len(changed)


def _take(row: Model, facts: dict[str, Any]) -> bool:
    if all(getattr(row, name) == value for name, value in facts.items()):
        return False
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(update_fields=list(facts))
    return True


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
