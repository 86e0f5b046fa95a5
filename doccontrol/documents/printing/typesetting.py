"""Sets the frozen content of an edition as the PDF that is kept as its master copy.

The same content gives the same bytes: the document's date is that of its approval.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from doccontrol.document_kinds import Outline, kind_of
from doccontrol.documents.richtext.tree import rich_text_tree
from doccontrol.organisation.signing_titles import titles
from doccontrol.typesetting.setting import TypesettingFailed, set_model

TEMPLATES = Path(__file__).parent / "typst"
# PDF/A wants a date. An edition without one must not take today's: the bytes would change daily.
NO_DATE = date(1970, 1, 1)

_STANDARD_SECTIONS = frozenset(
    {"purpose", "scope", "references", "definitions", "content", "forms", "records"}
)


def typeset(content: dict[str, Any], *, content_sha256: str, verify_url: str = "") -> bytes:
    """Return the PDF of an edition whose frozen `content` (schema 1) has the hash `content_sha256`.

    The first 16 hexadecimal digits of the hash, and `verify_url` if given, stand at the foot of
    every page so that a paper copy can be held against the electronic one (domain.md §3.4). An
    optional key that is missing counts as empty. A character that none of the shipped fonts has
    (an emoji, say) is printed as its code point, ``[U+1F600]``, rather than failing the edition.
    Raises `TypesettingFailed` if the content has not the shape of the schema or cannot be set.
    """
    try:
        model = _printed(content)
    except (AttributeError, TypeError, ValueError) as error:
        raise TypesettingFailed(f"The content is not of schema 1: {error}") from error
    model |= {"fingerprint": content_sha256[:16], "verify_url": verify_url}
    return set_model(TEMPLATES / "edition.typ", model)


def _printed(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the template reads: all keys present, no empty sections, rich text as trees."""
    kind = kind_of(_text(content, "kind"))
    outline = kind.outline if kind else Outline()
    agency = content.get("agency") or {}
    unit = content.get("owner_unit") or {}
    sections = [_section(section) for section in content.get("sections") or []]
    return {
        "outline": asdict(outline),
        "agency": _texts(agency, "name", "superior_body", "place", "standard"),
        **_texts(content, "code", "title", "field", "approved_on", "in_force_from"),
        "owner_unit": _text(unit, "name"),
        "issue": _two_digits(content, "issue_no"),
        "revision": _two_digits(content, "revision_no"),
        "dated": _document_date(content),
        "signatures": [
            _texts(row, "role", "name", "title", "unit", "on")
            | _texts(row, "capacity", "decision_number", "decided_on")
            | {"titles": titles(*_texts(row, "capacity", "on_behalf_of", "title").values())}
            for row in content.get("signatures") or []
        ],
        "revisions": [
            _texts(row, "place", "description", "approved_on")
            | {"issue": _two_digits(row, "issue_no"), "revision": _two_digits(row, "revision_no")}
            for row in content.get("revisions") or []
        ],
        "legal_basis": [
            _texts(row, "number", "type", "subject", "issuer", "issued", "clause")
            for row in content.get("legal_basis") or []
        ],
        "basis_reason": _text(content, "basis_reason"),
        "implements": [
            _texts(row, "type", "number", "date", "kind") for row in content.get("implements") or []
        ],
        "sections": [row for row in sections if _has_content(row) or _stays_empty(outline, row)],
        "attachments": [
            _texts(row, "code", "title", "filename", "sha256") | {"size": int(row.get("size") or 0)}
            for row in content.get("attachments") or []
        ],
    }


def _section(section: Mapping[str, Any]) -> dict[str, Any]:
    parts = [_section(part) for part in section.get("parts") or []]
    return {
        "key": _text(section, "key"),
        "number": _text(section, "number").rstrip("."),
        "heading": _text(section, "heading"),
        "blocks": rich_text_tree(_text(section, "html")),
        "parts": [part for part in parts if _has_content(part)],
        "table": _table(section.get("table")),
    }


def _table(table: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not table or not table.get("columns") or not table.get("rows"):
        return None
    columns = [_texts(column, "key", "heading") for column in table["columns"]]
    rows = [[_text(row, column["key"]) for column in columns] for row in table["rows"]]
    return {"columns": columns, "rows": rows}


def _has_content(section: Mapping[str, Any]) -> bool:
    return bool(section["blocks"] or section["parts"] or section["table"])


def _stays_empty(outline: Outline, section: Mapping[str, Any]) -> bool:
    """Say whether the section is shown though empty: a procedure's standard ones all are."""
    return outline.shows_empty_sections and section["key"] in _STANDARD_SECTIONS


def _texts(row: Mapping[str, Any], *keys: str) -> dict[str, str]:
    return {key: _text(row, key) for key in keys}


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return "" if value is None else str(value).strip()


def _two_digits(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return "" if value in (None, "") else f"{int(str(value)):02d}"


def _document_date(content: Mapping[str, Any]) -> list[int]:
    stated = _text(content, "approved_on") or _text(content, "in_force_from")
    day = date.fromisoformat(stated) if stated else NO_DATE
    return [day.year, day.month, day.day]
