"""Builders for the portal's tests."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from cms.models import DocumentIndexPage
from doccontrol.documents.models.kinds import DocumentSection
from doccontrol.models import Edition
from tests.make import make_edition, make_person, make_unit

_serial = count(1)


def make_system_edition(model: Any, *, on: date = date(2024, 1, 10), **fields: Any) -> Edition:
    """An edition of a policy, manual or announcement on the shelf of system documents."""
    n = next(_serial)
    text = fields.pop("text", "<p>Nội dung</p>")
    unit = fields.pop("owner_unit", None) or make_unit()
    page = model(
        **{"code": f"HT-{n:02}", "title": f"Tài liệu {n}", "live": False, "owner_unit": unit}
        | fields
    )
    page.free_sections = [DocumentSection(heading="Mục một", body=text)]
    DocumentIndexPage.objects.get(slug="he-thong").add_child(instance=page)
    page.save_revision(user=make_person())
    return make_edition(page, on=on)
