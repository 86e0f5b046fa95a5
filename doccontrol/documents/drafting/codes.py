"""The code that a new document is offered: of its unit or of the document above it, with the next
number. What is offered fits the agency's own pattern (``code_patterns``), as what is typed must."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from doccontrol.document_kinds import FORM, DocumentKind
from doccontrol.folding import fold
from doccontrol.organisation.code_patterns import fits
from doccontrol.organisation.models.agency import AgencySettings

# Of the codes that were issued, how many are looked at for an example.
MOST_EXAMPLES = 50
# How many digits the number has, the usual first.
DIGITS = (2, 3, 1, 4)


def address_of(code: str) -> str:
    """The last part of a document's address."""
    return slugify(fold(code).replace("/", "-").replace(".", "-"))


def prefix_of(kind: DocumentKind) -> str:
    """QT- of QT-VP-01."""
    return kind.code_example.split("-")[0] + "-"


def stem_of(kind: DocumentKind, unit: str) -> str:
    """QT-VP- of the unit VP."""
    return f"{prefix_of(kind)}{unit}-"


def stem_of_form(above: str) -> str:
    """BM-VP-01- of QT-VP-01."""
    return prefix_of(FORM) + above.partition("-")[2] + "-"


def is_fit(kind: DocumentKind, code: str) -> bool:
    """Whether the agency writes codes of this kind so: asked of what is typed and of what is
    offered."""
    pattern = getattr(AgencySettings.load_default(), kind.code_setting)
    return not pattern or fits(pattern, code)


def next_code(kind: DocumentKind, stem: str, taken: Iterable[str]) -> str:
    """The number after the highest that stands behind ``stem``, in as many digits as the agency
    writes; "" where no such code fits its pattern."""
    pattern = re.compile(re.escape(stem) + r"(\d{1,4})")
    numbers = [int(match[1]) for code in taken if (match := pattern.fullmatch(code))]
    number = max(numbers, default=0) + 1
    spelt = (f"{stem}{number:0{digits}}" for digits in DIGITS)
    return next((code for code in spelt if is_fit(kind, code)), "")


def misfit(kind: DocumentKind, examples: Iterable[str]) -> ValidationError:
    """Told by the first example that fits the agency's pattern, never by the pattern itself."""
    for example in examples:
        if example and is_fit(kind, example):
            words = _("The agency does not write its codes so. Write it like %(example)s.")
            return ValidationError(words, params={"example": example})
    return ValidationError(
        _("The agency does not write its codes so. Ask the ISO secretary how it writes them.")
    )
