"""Addresses of sources: a link leads to a page of the web and nowhere else."""

from __future__ import annotations

from django.db.models import Q

_WEB = ("https://", "http://")
# What the database holds every row to.
IS_WEB_ADDRESS = (
    Q(source_url="") | Q(source_url__startswith=_WEB[0]) | Q(source_url__startswith=_WEB[1])
)


def web_address(text: str) -> str:
    """``text`` if a browser fetches it as a page; "" for anything else, such as javascript: or a
    path. Every way in asks it, and so does every link."""
    plain = text.strip()
    scheme, mark, rest = plain.partition("://")
    address = f"{scheme.lower()}{mark}{rest}"
    return address if address.startswith(_WEB) and plain.isprintable() else ""
