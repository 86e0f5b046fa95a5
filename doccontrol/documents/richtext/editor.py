"""The rich text editor's field: never an error page, and always something to open again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea

from doccontrol.documents.richtext.contentstate import Allowed, Reading, read, unreadable
from doccontrol.documents.richtext.safe_html import storable


class Taken(str):
    """The text to be stored, with what had to give way in it."""

    problems: tuple[str, ...] = ()

    @classmethod
    def of(cls, html: str, reading: Reading) -> Taken:
        taken = cls(html)
        taken.problems = tuple(reading.problems)
        return taken


class CheckedEditor(DraftailRichTextArea):
    """Wagtail's editor, which takes what its own script would send and fails at anything else."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        posted = forms.HiddenInput.value_from_datadict(self, data, files, name)
        if posted is None:
            return None
        reading = read(posted, self._allowed())
        try:
            html = self.converter.exporter.render(reading.state)
            self.converter.from_database_format(html)
        except Exception:  # whatever else a state can do wrong: it is shown as it came
            reading = unreadable(posted)
            html = self.converter.exporter.render(reading.state)
        return Taken.of(html, reading)

    def format_value(self, value: Any) -> str:
        """What the editor opens. A value that was stored before it was checked opens too: without
        its broken link, at worst as plain words."""
        for attempt in (str, storable, strip_tags):
            try:
                return super().format_value(attempt(value or ""))
            except Exception:  # noqa: S112 - the next is tried; the last one cannot fail
                continue
        return super().format_value("")

    def _allowed(self) -> Allowed:
        exporter = self.converter.exporter
        return Allowed(
            *(
                {name for name in options if name.upper() != "FALLBACK"}
                for options in (
                    exporter.block_options,
                    exporter.style_options,
                    exporter.entity_options,
                )
            )
        )


class RichTextInput(forms.CharField):
    """What gave way is said at the field, which shows what would be stored: the person saves once
    more, or mends it."""

    def clean(self, value: Any) -> Any:
        problems = getattr(value, "problems", ())
        if problems:
            raise ValidationError(list(problems))
        return super().clean(value)
