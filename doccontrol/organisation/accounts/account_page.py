"""Wagtail's page of one's own account, without name and address: those stand on evidence and
receive the link for the password, so an administrator keeps them."""

from __future__ import annotations

from typing import Any

from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel

from doccontrol.access import permitted


class OwnAccountView(AccountView):
    def get_panels(self) -> list[Any]:
        return [
            panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)
        ]


account = permitted("wagtailadmin.access_admin")(
    never_cache(require_admin_access(OwnAccountView.as_view()))
)
