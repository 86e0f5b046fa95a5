"""From which of our pages somebody comes."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def page_before(request: HttpRequest) -> str:
    """Its path with what was asked there; "" where the browser does not say, or it is not ours."""
    referer = request.headers.get("referer", "")
    ours = {request.get_host()}
    if not url_has_allowed_host_and_scheme(referer, ours, require_https=request.is_secure()):
        return ""
    parts = urlsplit(referer)
    address = f"{parts.path}?{parts.query}" if parts.query else parts.path
    # By itself, a path that begins with two strokes leads to another site.
    return address if url_has_allowed_host_and_scheme(address, None) else ""
