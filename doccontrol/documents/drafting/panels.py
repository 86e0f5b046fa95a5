"""Parts of the edit form that Wagtail does not have."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db.models import F
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel

from doccontrol.extension_points import duty_days


class WaitingForPanel(Panel):
    """Tells the author who must act next, by name."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "doccontrol/documents/panels/waiting_for.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.instance.current_workflow_state)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            from doccontrol.documents.judging.workflow import waiting_for

            return super().get_context_data(parent_context) | {
                "waiting": waiting_for(self.instance)
            }


class DraftHeadPanel(Panel):
    """Above the form: which document, which edition this will be, what is still missing."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "doccontrol/documents/panels/draft_head.html"

        class Media:
            css: ClassVar = {"all": ("doccontrol/documents/drafting.css",)}
            js: ClassVar = ("doccontrol/documents/drafting.js",)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            from doccontrol.documents.drafting.draft_head import draft_head

            return super().get_context_data(parent_context) | {
                "head": draft_head(self.instance, self.request.user, timezone.localdate())
            }


class DaysOfStepsPanel(Panel):
    """Under the steps: what they take together."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "doccontrol/documents/panels/days_of_steps.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {
                "of_steps": self.instance.days_of_steps()
            }


class FormsPanel(Panel):
    """Where section 6 stands: the forms below the document, each with its own draft."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "doccontrol/documents/panels/forms.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            page, is_saved = self.instance, bool(self.instance.pk)
            may_write = is_saved and page.permissions_for_user(self.request.user).can_add_subpage()
            return super().get_context_data(parent_context) | {
                "forms": page.get_children().specific() if is_saved else [],
                "is_saved": is_saved,
                "may_write": may_write,
            }


class EventChoicePanel(FieldPanel):
    """The law events that still run for this document, and those that the draft already names.

    Offering the whole register would hide the few that matter.
    """

    def __init__(self, field_name: str, **options: Any) -> None:
        options.setdefault("heading", _("Implements these changes of law"))
        options.setdefault("widget", CheckboxSelectMultiple)
        super().__init__(field_name, **options)

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            if self.form is None:
                return
            from doccontrol.documents.judging.workflow import choosable_events

            field = self.form.fields[self.field_name]
            # What has been in force longest is due first.
            field.queryset = choosable_events(self.instance).order_by(F("on").asc(nulls_last=True))
            due = _due_days(self.instance.pk)
            field.label_from_instance = lambda event: _with_due(event, due.get(event.pk))


def _due_days(document: int | None) -> dict[int, date | None]:
    """By event, until when the document must have put it into practice."""
    if document is None:
        return {}
    return {
        event: day
        for item in duty_days
        for (_document, event), day in item.days([document]).items()
    }


def _with_due(event: Any, due: date | None) -> str:
    if due is None:
        return str(event)
    return gettext("%(law)s – due %(day)s") % {"law": event, "day": f"{due:%d/%m/%Y}"}
