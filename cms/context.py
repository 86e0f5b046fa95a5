"""What every page's frame needs: the agency and the way around."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from doccontrol.organisation.models import AgencySettings


def site_furniture(request: HttpRequest) -> dict[str, Any]:
    if request.path.startswith("/admin/"):
        return {}
    return {"agency": AgencySettings.for_request(request), "main_nav": []}
