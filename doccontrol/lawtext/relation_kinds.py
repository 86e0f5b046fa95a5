"""What one legal text may do to another, and how far. No queries, no clock."""

from __future__ import annotations

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from doccontrol.folding import fold


class RelationKind(models.TextChoices):
    """What the acting text does to its target; the labels read from the acting text."""

    BASIS = "basis", _("Is based on")
    DETAILS = "details", _("Regulates in detail")
    GUIDES = "guides", _("Guides")
    AMENDS = "amends", _("Amends")
    CORRECTS = "corrects", _("Corrects")
    REPLACES = "replaces", _("Replaces")
    REPEALS = "repeals", _("Repeals")
    EXPIRES_PARTLY = "expires-partly", _("Ends in part")
    REFERS = "refers", _("Refers to")
    CONSOLIDATES = "consolidates", _("Consolidates")
    INTERPRETS = "interprets", _("Interprets")
    SUSPENDS = "suspends", _("Suspends")
    PAUSES = "pauses", _("Pauses")
    ANNOUNCES = "announces", _("Announces")
    RELATED = "related", _("Is related to")


# The words of the national database vbpl.vn, as written in the files we import.
VIETNAMESE_CODES: dict[str, RelationKind] = {
    "can_cu": RelationKind.BASIS,
    "quy_dinh_chi_tiet": RelationKind.DETAILS,
    "huong_dan": RelationKind.GUIDES,
    "sua_doi_bo_sung": RelationKind.AMENDS,
    "dinh_chinh": RelationKind.CORRECTS,
    "thay_the": RelationKind.REPLACES,
    "bai_bo": RelationKind.REPEALS,
    "het_hieu_luc_mot_phan": RelationKind.EXPIRES_PARTLY,
    "dan_chieu": RelationKind.REFERS,
    "hop_nhat": RelationKind.CONSOLIDATES,
    "giai_thich": RelationKind.INTERPRETS,
    "dinh_chi": RelationKind.SUSPENDS,
    "tam_ngung": RelationKind.PAUSES,
    "cong_bo": RelationKind.ANNOUNCES,
    "lien_quan": RelationKind.RELATED,
}

ENDINGS = frozenset({RelationKind.REPLACES, RelationKind.REPEALS})
INTERRUPTIONS = frozenset({RelationKind.SUSPENDS, RelationKind.PAUSES})
# What carries out another text and changes nothing of it.
IMPLEMENTING = frozenset({RelationKind.DETAILS, RelationKind.GUIDES})

_WHOLE_TEXT = re.compile(
    r"(?:(?:bai bo|thay the|het hieu luc|dinh chi|tam ngung|ngung hieu luc) )?toan (?:bo|van)"
    r"(?: (?:noi dung|hieu luc|van ban|luat|bo luat|phap lenh|nghi quyet|nghi dinh|quyet dinh"
    r"|thong tu|thong tu lien tich|chi thi))?"
)


def is_whole(kind: RelationKind, scope: str) -> bool:
    """Whether the relation takes the target as a whole.

    Only a replacement, a repeal and a suspension can. They do when the scope says "toàn bộ" or
    is blank, because an act must name the part it means (Luật 64/2025/QH15, Điều 8 khoản 3).
    Any other scope is a part: an article, "một phần", "trừ …", "nội dung tương ứng", and also
    words that nobody foresaw, so that a text is never called expired by a guess.
    """
    if kind not in ENDINGS | INTERRUPTIONS:
        return False
    words = fold(scope).strip(" .,;:()")
    return not words or _WHOLE_TEXT.fullmatch(words) is not None
