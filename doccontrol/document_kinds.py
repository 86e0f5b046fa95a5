"""The kinds of controlled documents: everything that depends on the kind is stated here, once.

A new kind is a row here and a page type that names it. Lists, search and typesetting ask the rows
and know no kind by its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class SearchShelf(StrEnum):
    """The tab of the results page that a document is found under."""

    PROCEDURES = "procedures"
    SYSTEM = "system"
    FORMS = "forms"


@dataclass(frozen=True)
class Outline:
    """How the PDF of an edition is set. ``title_word`` stands over a title that does not begin
    with it; ``shows_empty_sections``: a standard section without text says that there is none;
    ``opens_with_basis``: its laws come first, as "pursuant to"; ``is_control_sheet``: the edition
    is a file, and what is set is the sheet that goes with it."""

    has_cover: bool = True
    title_word: str = ""
    shows_empty_sections: bool = False
    opens_with_basis: bool = False
    is_control_sheet: bool = False


@dataclass(frozen=True)
class DocumentKind:
    """``key`` is stored with each edition. ``code_setting`` is the agency's setting that its codes
    must fit, ``code_example`` one that fits what agencies begin with. ``search_names`` are what
    readers type for it, the first is shown; ``rests_on_laws``: its own text is judged when a law
    changes. ``is_listed_apart``: lists leave it out unless it is asked for.
    ``is_signed_by_head``: the law wants the signature of the head of the agency."""

    key: str
    label: StrPromise
    plural: StrPromise
    code_setting: str
    code_example: str
    shelf: SearchShelf
    search_names: tuple[str, ...]
    outline: Outline = Outline()
    rests_on_laws: bool = False
    is_listed_apart: bool = False
    is_signed_by_head: bool = False


PROCEDURE = DocumentKind(
    key="procedure",
    label=_("Procedure"),
    plural=_("Procedures"),
    code_setting="procedure_code_pattern",
    code_example="QT-VP-01",
    shelf=SearchShelf.PROCEDURES,
    search_names=("quy trình", "qt", "thủ tục", "tthc", "procedure", "procedures"),
    outline=Outline(title_word="quy trình", shows_empty_sections=True),
    rests_on_laws=True,
)
POLICY = DocumentKind(
    key="policy",
    label=_("Quality policy"),
    plural=_("Quality policy"),
    code_setting="policy_code_pattern",
    code_example="CSCL",
    shelf=SearchShelf.SYSTEM,
    search_names=("chính sách", "chính sách chất lượng", "cscl", "policy", "policies"),
    outline=Outline(has_cover=False),
)
GENERAL = DocumentKind(
    key="general",
    label=_("System document"),
    plural=_("Manuals, regulations, objectives and other documents"),
    code_setting="general_code_pattern",
    code_example="STCL-01",
    shelf=SearchShelf.SYSTEM,
    search_names=(
        *("tài liệu", "tài liệu hệ thống", "tài liệu chung", "quy chế", "sổ tay"),
        *("sổ tay chất lượng", "stcl", "hướng dẫn", "mục tiêu", "mục tiêu chất lượng", "mtcl"),
        *("danh mục", "kế hoạch"),
        "general",
    ),
    rests_on_laws=True,
)
ANNOUNCEMENT = DocumentKind(
    key="announcement",
    label=_("Announcement"),
    plural=_("Announcements"),
    code_setting="announcement_code_pattern",
    code_example="CB-01",
    shelf=SearchShelf.SYSTEM,
    search_names=("công bố", "bản công bố", "thông báo", "announcement", "announcements"),
    outline=Outline(has_cover=False, opens_with_basis=True),
    # Quyết định 19/2014/QĐ-TTg Điều 4.3: it is the agency that announces, and 4.2.d: its head
    # confirms.
    is_signed_by_head=True,
)
FORM = DocumentKind(
    key="form",
    label=_("Form"),
    plural=_("Forms"),
    code_setting="form_code_pattern",
    code_example="BM-VP-01-01",
    shelf=SearchShelf.FORMS,
    search_names=("biểu mẫu", "mẫu", "bm", "mẫu đơn", "tờ khai", "phụ lục", "form", "forms"),
    outline=Outline(has_cover=False, is_control_sheet=True),
    is_listed_apart=True,
)


@dataclass(frozen=True)
class GeneralKind:
    """What a system document is. ``code_pattern``: how agencies usually number it, ``code_example``
    one that fits it."""

    key: str
    label: StrPromise
    code_pattern: str
    code_example: str


_NUMBERED = r"-[\w.-]*\d{2}"
GENERAL_KINDS = (
    GeneralKind("manual", _("manual"), "STCL" + _NUMBERED, "STCL-01"),
    GeneralKind("regulation", _("regulation"), "QC" + _NUMBERED, "QC-01"),
    GeneralKind("instruction", _("instruction"), "HD" + _NUMBERED, "HD-01"),
    # One of the agency and one of each unit, by the unit's code.
    GeneralKind("objectives", _("quality objectives"), r"MTCL(-[\w.-]+)?", "MTCL-VP"),
    GeneralKind("plan", _("plan"), "KH" + _NUMBERED, "KH-01"),
    GeneralKind("appendix", _("appendix"), "PL" + _NUMBERED, "PL-01"),
    GeneralKind("list", _("master list"), "DM" + _NUMBERED, "DM-01"),
    GeneralKind("book", _("record book"), "S" + _NUMBERED, "S-01"),
)
# What an agency begins with; its settings may say otherwise.
GENERAL_CODE_PATTERN = "|".join(kind.code_pattern for kind in GENERAL_KINDS)

# In the order of lists.
DOCUMENT_KINDS = (PROCEDURE, POLICY, GENERAL, ANNOUNCEMENT, FORM)
_BY_KEY = {kind.key: kind for kind in DOCUMENT_KINDS}


def kind_of(key: str) -> DocumentKind | None:
    """None for a key of another version: frozen editions outlive their kinds."""
    return _BY_KEY.get(key)


def kinds_on(shelf: str) -> frozenset[str]:
    return frozenset(kind.key for kind in DOCUMENT_KINDS if kind.shelf == shelf)
