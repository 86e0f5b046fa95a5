"""The public announcement of conformity: a controlled document whose scope is frozen at issue."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import InlinePanel

from doccontrol.document_kinds import ANNOUNCEMENT, PROCEDURE
from doccontrol.documents import sections
from doccontrol.documents.drafting.checklist import Need, needs_of_free_document
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.editions import Edition
from doccontrol.documents.section_types import Section

SCOPE_COLUMNS = (
    ("no", "TT"),
    ("code", "Mã hiệu"),
    ("title", "Quy trình"),
    ("field", "Lĩnh vực"),
    ("edition", "Lần ban hành/sửa đổi"),
)


class Announcement(ControlledDocument):
    """*Công bố* (Quyết định 19/2014/QĐ-TTg Điều 4 khoản 3): the procedures in force on the day
    it takes effect are its scope, and stay so however they change later."""

    kind = ANNOUNCEMENT.key
    content_panels = [
        *ControlledDocument.content_panels,
        InlinePanel("free_sections", label=_("section"), heading=_("Sections")),
        *ControlledDocument.basis_panels,
    ]
    parent_page_types = ["cms.DocumentIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")

    def needs(self) -> list[Need]:
        return needs_of_free_document(self)

    def frozen_sections(self, on: date) -> list[Section]:
        listed = sections.of_free_document(self)
        scope = Edition.objects.in_force(on).filter(kind=PROCEDURE.key).without_content()
        if self.visibility == self.Visibility.PUBLIC:
            scope = scope.public()  # what is frozen here is read by everybody
        rows = [
            {
                "no": str(place),
                "code": edition.code,
                "title": edition.title,
                "field": edition.field,
                "edition": str(edition.number),
            }
            for place, edition in enumerate(scope.order_by("field", "code"), start=1)
        ]
        scope_section = sections.section(
            "scope-list",
            str(len(listed) + 1),
            "Phạm vi áp dụng",
            table=sections.table(SCOPE_COLUMNS, rows),
        )
        return [*listed, scope_section]
