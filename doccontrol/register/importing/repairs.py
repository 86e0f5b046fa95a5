"""How the rows of real registers are broken, and how each break is mended. No queries.

Only what the row itself proves is mended, and every mend is said: a repair is a sentence that the
import reports with the line.
"""

from __future__ import annotations

import re
from datetime import date

from django.utils.translation import gettext as _

from doccontrol.lawtext.numbers import LegalNumber, NotALegalNumber, find_number, parse_number
from doccontrol.register.issuer_names import looks_like_a_name, name_key

# "… số 38/2016/QĐ-TTg ngày 14/09/2016 của | Thủ tướng … ngày 14/05/2018 của | Bộ …": the reader of
# the page took the first day and body of the heading, which are those of the text it cites.
_LATER_BODY = re.compile(
    r"(?P<words>.+)\bngày (?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4}) của (?P<body>.+)",
    re.DOTALL,
)
_BODY_BY_SYMBOL = {"QH": "Quốc hội", "UBTVQH": "Ủy ban Thường vụ Quốc hội"}
# Symbols of texts that this one body issues alone: 45/2019/QH14, 26/2005/PL-UBTVQH11.
_ALONE = (None, "PL")


def whole_number(number: str, subject: str) -> tuple[LegalNumber, str, str]:
    """The number, the subject, and the repair ("" if none was needed).

    A number split into the subject ("01" and "/2017/QĐ-TTg Ban hành …") is put together. Raises
    NotALegalNumber when even together they begin with no number.
    """
    try:
        return parse_number(number), subject, ""
    except NotALegalNumber:
        together = f"{number}{subject}"
        joined = find_number(together)
        if joined is None or not together.startswith(joined.raw) or len(joined.raw) <= len(number):
            raise
    rest = together[len(joined.raw) :].strip()
    return (
        joined,
        rest,
        _("number put together from number and subject: {number}").format(number=joined.raw),
    )


def cited_body(issuer: str, issued: date | None, subject: str) -> tuple[str, date | None, str, str]:
    """Issuer, day of issue and subject where those of a cited text were taken; and the repair.

    What had been cut out of the subject is put back into it.
    """
    match = _LATER_BODY.fullmatch(issuer)
    if match is None:
        return issuer, issued, subject, ""
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return issuer, issued, subject, ""
    cited = f" ngày {issued:%d/%m/%Y} của " if issued else " của "
    subject = f"{subject}{cited}{match['words'].strip(' .,')}".strip()
    repair = _("issuer and day were those of a cited text; read from its end: {body}, {day}")
    return match["body"], day, subject, repair.format(body=match["body"], day=f"{day:%d/%m/%Y}")


def issuer_by_number(number: LegalNumber, issuer: str) -> tuple[str, str]:
    """The issuer that the number itself proves, and the repair.

    QH14 is the National Assembly, whatever ministry prepared the law. An issuer that is a piece of
    a sentence is unknown.
    """
    proven = [
        _BODY_BY_SYMBOL[part] for part in number.issuer_abbreviations if part in _BODY_BY_SYMBOL
    ]
    if proven and number.has_year and number.type_abbreviation in _ALONE:
        same = name_key(issuer) == name_key(proven[0])
        repair = "" if same else _("issuer read from the number: {issuer}")
        return proven[0], repair.format(issuer=proven[0])
    if issuer and not looks_like_a_name(issuer.split(",")[0]):
        return "", _("the issuer is no name and is left unknown: {text}").format(text=issuer[:80])
    return issuer, ""
