"""The form that takes one file or many."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# A help for the file chooser only: the kind is decided by content.
OFFERED = ".pdf,.docx,.doc,.jpg,.jpeg,.png,.tif,.tiff"


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(file, initial) for file in files or [None]]


class UploadForm(forms.Form):
    chosen = ManyFilesField(
        label=_("Files of legal texts"),
        help_text=_("PDF, DOCX, DOC, JPEG, PNG or TIFF; scans too. Up to 100 files at a time."),
        error_messages={"required": _("Choose at least one file.")},
        # An empty file is listed as refused, with its reason, like any other that is refused.
        allow_empty_file=True,
        widget=ManyFilesInput(attrs={"accept": OFFERED}),
    )
