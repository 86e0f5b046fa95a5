"""The column of rich text: Wagtail's, edited with our own checked editor."""

from __future__ import annotations

from typing import Any

from wagtail.fields import RichTextField


class RichText(RichTextField):
    """Migrations see Wagtail's column: nothing in the database differs."""

    def formfield(self, **options: Any) -> Any:
        # Wagtail's editor looks up the page model, which does not exist yet while models load.
        from doccontrol.documents.richtext.editor import CheckedEditor, RichTextInput

        editor = CheckedEditor(features=self.features)
        return super().formfield(**{"form_class": RichTextInput, "widget": editor} | options)

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "wagtail.fields.RichTextField", args, options
