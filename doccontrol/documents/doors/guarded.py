"""Mixed into the classes of controlled documents and of the pages on which they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wagtail.models import PagePermissionTester


class Guarded:
    """Wagtail asks this of the page's own class even where it holds the base ``Page``."""

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        from doccontrol.documents.doors.permissions import GuardedPermissions

        return GuardedPermissions(user, self)
