"""Rulings that lie inside forms: parts of a page that a program drew once and placed as a whole.

pdfium tells their text but not their lines, so pdfplumber is asked, for the few pages that have
such parts: it takes a tenth of a second a page, fifteen times what all else takes.
"""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

from doccontrol.pdftext.pdf.rulings import Rulings

# A frame has four sides; fewer lines are an underline or part of a stamp.
_FEWEST_SHAPES = 4
# Forms and shapes looked at: beyond, the page is a map or made to harm.
_MOST_FORMS, _MOST_SHAPES = 200, 2_000


def has_drawn_forms(page: pdfium.PdfPage) -> bool:
    """Whether a form of the page holds enough shapes to rule a table."""
    forms = 0
    for index in range(min(raw.FPDFPage_CountObjects(page), _MOST_SHAPES)):
        form = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPageObj_GetType(form) == raw.FPDF_PAGEOBJ_FORM:
            if _shapes_of(form) >= _FEWEST_SHAPES:
                return True
            forms += 1
            if forms > _MOST_FORMS:
                break
    return False


def _shapes_of(form: raw.FPDF_PAGEOBJECT) -> int:
    """Shapes in it, those of forms within it counted as one each."""
    shapes = 0
    for index in range(min(max(raw.FPDFFormObj_CountObjects(form), 0), _MOST_SHAPES)):
        kind = raw.FPDFPageObj_GetType(raw.FPDFFormObj_GetObject(form, index))
        if kind == raw.FPDF_PAGEOBJ_FORM:
            return _FEWEST_SHAPES
        shapes += kind == raw.FPDF_PAGEOBJ_PATH
    return shapes


def rulings_in_forms(path: Path, number: int) -> Rulings:
    """Every straight line of the page, as displayed; none if pdfplumber cannot read it."""
    # 16 MB, for the few files that have such pages.
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    found = Rulings()
    try:
        with pdfplumber.open(path, pages=[number]) as document:
            page = document.pages[0]
            left, top = page.bbox[:2]
            for edge in page.edges[:_MOST_SHAPES]:
                across = (edge["x0"] - left, edge["x1"] - left)
                found.add(across[0], edge["top"] - top, across[1], edge["bottom"] - top)
            page.close()
    except (PdfminerException, ValueError, TypeError, KeyError, IndexError, RecursionError):
        # What pdfium forgives in a damaged file, pdfminer may not: then there is no table.
        return Rulings()
    return found
