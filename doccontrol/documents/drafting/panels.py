"""Parts of the edit form that Wagtail does not have."""

from __future__ import annotations

from typing import Any

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel


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

            self.form.fields[self.field_name].queryset = choosable_events(self.instance)
