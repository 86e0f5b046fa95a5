"""How a signer is named above a signature. Needs no site, as printing has processes of its own."""

from __future__ import annotations

# The head signs without a mark; so does who signed before capacities were recorded.
WITHOUT_MARK = frozenset({"", "head"})


def titles(capacity: str, on_behalf_of: str, title: str) -> list[str]:
    """The lines above a signature: "KT. GIÁM ĐỐC", then the signer's own title; "Q. GIÁM ĐỐC"; the
    head without a mark (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    mark = "" if capacity in WITHOUT_MARK else f"{capacity}. "
    lines = [f"{mark}{on_behalf_of or title}"]
    return [line.upper() for line in ([*lines, title] if on_behalf_of else lines)]
