"""Mixed into the classes of controlled documents and of the pages on which they stand."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from wagtail.models import PagePermissionTester, PageViewRestriction

from doccontrol.asked_once import asked_seldom


class Guarded:
    """Wagtail asks this of the page's own class even where it holds the base ``Page``."""

    # ``permissions`` knows the documents, so it puts its class here when the site starts; without
    # it there is no answer, rather than Wagtail's.
    permission_tester: ClassVar[type[PagePermissionTester]]

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return Guarded.permission_tester(user, self)

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Wagtail asks for each ancestor; hardly any agency closes a page in this way."""
        if not _any_page_is_closed():
            return PageViewRestriction.objects.none()
        restrictions: QuerySet[PageViewRestriction] = super().get_view_restrictions()  # type: ignore[misc]
        return restrictions


@asked_seldom
def _any_page_is_closed() -> bool:
    return PageViewRestriction.objects.exists()
