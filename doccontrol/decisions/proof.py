"""Whether a decision still says what its history says: an answer written past the actions has no
entry there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from reversion.models import Version

from doccontrol.evidence import ProtectedRow
from doccontrol.evidence.verifying import Difference, differs


def later_columns_are_in_the_history(rows: Sequence[ProtectedRow]) -> Iterator[Difference]:
    """The columns that are answered later, against the newest entry; one query. A row of before
    there was a history of its kind has none to be compared with."""
    if not rows:
        return
    newest = _newest_entries(type(rows[0]), [row.pk for row in rows])
    for row in rows:
        entry = newest.get(row.pk)
        if entry is None:
            continue
        for name in sorted(row.evidence_rule.later):
            if name in entry and _plain(row, name) != entry[name]:
                yield differs(
                    row,
                    str(row._meta.get_field(name).column),  # type: ignore[union-attr]
                    _("The history says “%(entry)s”; stored is “%(stored)s”.")
                    % {"entry": entry[name], "stored": _plain(row, name)},
                )


def _newest_entries(model: type[ProtectedRow], keys: Sequence[int]) -> dict[int, dict[str, Any]]:
    versions = Version.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=[str(key) for key in keys],
    )
    return {
        int(object_id): json.loads(data)[0]["fields"]
        for object_id, data in versions.order_by("pk").values_list("object_id", "serialized_data")
    }


def _plain(row: ProtectedRow, name: str) -> Any:
    value = getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr]
    return value.isoformat() if hasattr(value, "isoformat") else value
