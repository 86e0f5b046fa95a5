"""Which files may hang on a document or lie among the site's own: one rule, by content."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from doccontrol.office_files.asking import fault_in


def validate_office_file(file: Any) -> None:
    """Raises ValidationError for a file that is too large, of another kind than its name says,
    packed to harm, or that does more than show what lies in it.

    What is in storage already was judged when it came, and is judged again when it is submitted
    and issued (``draft_files``): saving a draft need not wait for it.
    """
    if getattr(file, "_committed", False):
        return
    limit = settings.UPLOAD_MAX_MEGABYTES
    if file.size > limit * 1024 * 1024:
        raise ValidationError(_("The file is larger than %(limit)s MB."), params={"limit": limit})
    fault = fault_in(file, str(file.name))
    if fault is not None:
        raise ValidationError(fault.sentence, code=fault.code)
