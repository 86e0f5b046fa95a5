"""Mixed into the classes of controlled documents and of the pages on which they stand."""

from __future__ import annotations

from typing import Any, ClassVar

from wagtail.models import PagePermissionTester


class Guarded:
    """Wagtail asks this of the page's own class even where it holds the base ``Page``."""

    # ``permissions`` knows the documents, so it puts its class here when the site starts; without
    # it there is no answer, rather than Wagtail's.
    permission_tester: ClassVar[type[PagePermissionTester]]

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return Guarded.permission_tester(user, self)
