"""The legal basis in the editor: what the finder has to say, and adding what it proposes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.panels import Panel
from wagtail.models import Page

from doccontrol.documents.drafting.basis import Findings, add_cited, findings
from doccontrol.organisation.models.units import Unit

# The button, and the box of each proposed text. Whoever may save the draft may press it: it saves
# the whole form, so nothing typed is lost. Autosaving sends no button.
ADD, CITED = "add_basis", "cited_text"


class DraftForm(WagtailAdminPageForm):
    """The edit form of a controlled document."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if unit := self.fields.get("owner_unit"):
            unit.queryset = units_to_choose(self.instance, timezone.localdate())
            if self.for_user is not None:
                from doccontrol.documents.doors.editor import offer_own_units

                offer_own_units(self, self.for_user)

    def save(self, commit: bool = True) -> Any:
        page = super().save(commit=commit)
        if ADD in self.data and page.pk:
            add_cited(page, set(self.data.getlist(CITED)), timezone.localdate())
            if commit:
                page.legal_basis.commit()
        return page


def units_to_choose(page: Any, on: date) -> QuerySet[Unit]:
    """Units that exist on ``on``; and the one that the draft names, until the author changes it
    (a draft of a unit that has ended is not submitted: ``check_ready``)."""
    existing = Unit.objects.existing(on)
    return Unit.objects.filter(Q(pk__in=existing.values("pk")) | Q(pk=page.owner_unit_id))


class BasisFindingsPanel(Panel):
    """For the author to act on; for those who judge the draft to read."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "doccontrol/documents/panels/basis_findings.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            lock = self.instance.get_lock()
            return super().get_context_data(parent_context) | {
                "findings": findings(self.instance, timezone.localdate()),
                "may_add": lock is None or not lock.for_user(self.request.user),
                "add": ADD,
                "cited": CITED,
            }


def tell_after_saving(request: HttpRequest, page: Page) -> None:
    """Hook after_edit_page and after_create_page: one sentence a finding, after a person's save."""
    from doccontrol.documents.models.controlled import ControlledDocument

    if not isinstance(page, ControlledDocument) or not request.accepts("text/html"):
        return
    told = sentences(findings(page, timezone.localdate()))
    if told:
        messages.warning(request, " ".join([gettext("Legal basis:"), *told]))


def sentences(found: Findings) -> list[str]:
    """What was found, counted; the panel says which."""
    told = []
    if found.ended:
        told.append(
            ngettext(
                "%(count)d text is no longer in force on %(day)s.",
                "%(count)d texts are no longer in force on %(day)s.",
                len(found.ended),
            )
            % {"count": len(found.ended), "day": f"{found.day:%d/%m/%Y}"}
        )
    counted = [
        (
            len(found.proposed),
            ngettext(
                "%(count)d text is cited but not listed.",
                "%(count)d texts are cited but not listed.",
                len(found.proposed),
            ),
        ),
        (
            len(found.unknown),
            ngettext(
                "%(count)d text is cited but not found in the register.",
                "%(count)d texts are cited but not found in the register.",
                len(found.unknown),
            ),
        ),
        (
            len(found.uncited),
            ngettext(
                "%(count)d text is listed but cited nowhere.",
                "%(count)d texts are listed but cited nowhere.",
                len(found.uncited),
            ),
        ),
    ]
    return told + [words % {"count": count} for count, words in counted if count]
