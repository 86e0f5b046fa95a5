"""CSV on its way to a spreadsheet: UTF-8 that Excel recognises, and text that stays text.

Done to every answer that is CSV, whichever report made it, ours or Wagtail's: names, titles and
questions in them were typed by anybody, and a spreadsheet takes "=…" for a formula.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

# A tab and a line end are dropped by spreadsheets, the wide signs taken for their narrow ones.
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
# Where a list is separated by ";" or a tab, as in many languages, a cell begins after it.
_INNER_FORMULA = re.compile(r"([;\t])(?=[=+\-@＝＋－＠])")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*")


def as_text(cell: str) -> str:
    """``cell`` so that no spreadsheet takes any of it for a formula; a number stays one."""
    if _NUMBER.fullmatch(cell):
        return cell
    guarded = f"'{cell}" if _FORMULA.match(cell) else cell
    return _INNER_FORMULA.sub(r"\1'", guarded)


def safe_csv(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The rows of ``chunks`` with each cell as text, after the mark by which Excel knows UTF-8."""
    yield codecs.BOM_UTF8
    for row in csv.reader(_lines(codecs.iterdecode(chunks, "utf-8-sig"))):
        written = io.StringIO()
        csv.writer(written).writerow(as_text(cell) for cell in row)
        yield written.getvalue().encode()


def _lines(pieces: Iterable[str]) -> Iterator[str]:
    rest = ""
    for piece in pieces:
        *lines, rest = (rest + piece).split("\n")
        yield from (f"{line}\n" for line in lines)
    if rest:
        yield rest


class SpreadsheetMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not response.headers.get("Content-Type", "").startswith("text/csv"):
            return response
        response.headers["Content-Type"] = "text/csv; charset=utf-8"
        if response.streaming:
            response.streaming_content = safe_csv(response.streaming_content)  # type: ignore[attr-defined]
        else:
            assert isinstance(response, HttpResponse)  # noqa: S101  the only other kind
            response.content = b"".join(safe_csv([response.content]))
        return response
