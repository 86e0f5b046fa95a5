"""The choice of a draft's file in the editor, with the way to the one that is saved.

Django's own links the storage, which this site does not serve.
"""

from __future__ import annotations

from typing import Any

from django.forms import ClearableFileInput
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from doccontrol.documents.drafting.draft_files import name_of, url_of


class DraftFileInput(ClearableFileInput):
    template_name = "doccontrol/documents/panels/draft_file_input.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if context["widget"]["is_initial"]:
            draft = value.instance
            saved = {
                "name": name_of(value),
                "url": url_of(draft, draft.file_sha256),
                "sha256": draft.file_sha256,
            }
            context["widget"]["saved"] = saved
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> str:
        """By the site's own templates, which the renderer of forms does not know."""
        return SafeString(render_to_string(template_name, context))
