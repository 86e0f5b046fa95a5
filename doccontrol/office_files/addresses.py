"""Where a link in an office file may lead: to a web page, a mail address, or within the file."""

from __future__ import annotations

import re

_ALLOWED = ("http://", "https://", "mailto:", "#")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# Letters that programs drop from an address before they look at it.
_DROPPED = re.compile(r"[\x00-\x20\x7f]+")


def is_followable(address: str) -> bool:
    """Whether a person may be led there. "" leads nowhere."""
    plain = _DROPPED.sub("", address).lower()
    return not plain or plain.startswith(_ALLOWED)


def leads_away(address: str) -> bool:
    """Whether it names a scheme or a server, and so never a part of the same file."""
    plain = _DROPPED.sub("", address).replace("\\", "/")
    return bool(_SCHEME.match(plain)) or plain.startswith("//")


def is_inside(address: str) -> bool:
    """Whether it can only name a part of the same file: it does not even lead up and out."""
    plain = _DROPPED.sub("", address).replace("\\", "/")
    is_outside = leads_away(address) or plain.startswith("/") or ".." in plain.split("/")
    return plain.startswith("#") or not is_outside
