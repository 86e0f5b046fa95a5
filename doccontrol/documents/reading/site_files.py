"""The files that Wagtail keeps beside the pages: let in by the rule for files of documents."""

from __future__ import annotations

from typing import Any

from wagtail.documents.forms import BaseDocumentForm

from doccontrol.documents.uploads import validate_office_file


class SiteFileForm(BaseDocumentForm):
    """What every way of Wagtail's to add a document asks (WAGTAILDOCS_DOCUMENT_FORM_BASE)."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        validate_office_file(file)
        return file
