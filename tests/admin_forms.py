"""What a browser would send back if a person pressed a button on the page just shown."""

from __future__ import annotations

from bs4 import BeautifulSoup


def form_data(
    html: str, form: str = "form#page-edit-form, form#w-editor-form, form[data-edit-form]"
) -> dict[str, str | list[str]]:
    """Every field of the form as it stands."""
    soup = BeautifulSoup(html, "html.parser")
    found = soup.select_one(form)
    assert found is not None, "no such form on the page"
    data: dict[str, str | list[str]] = {}
    for field in found.select("input[name], textarea[name], select[name]"):
        for name, value in _values(field):
            if name in data:
                earlier = data[name]
                data[name] = [*(earlier if isinstance(earlier, list) else [earlier]), value]
            else:
                data[name] = value
    return data


def _values(field) -> list[tuple[str, str]]:
    name = field["name"]
    if field.name == "textarea":
        return [(name, field.text)]
    if field.name == "select":
        return [
            (name, option.get("value", option.text)) for option in field.select("option[selected]")
        ]
    kind = field.get("type", "text")
    if kind in ("submit", "button", "file") or (
        kind in ("checkbox", "radio") and not field.has_attr("checked")
    ):
        return []
    return [(name, field.get("value", "on" if kind == "checkbox" else ""))]
