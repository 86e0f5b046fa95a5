"""What Wagtail offers a person: its own rights, less what the rules refuse.

Wagtail asks ``permissions_for_user`` of a page's own class even where it holds the base ``Page``;
what is answered here shows no button, and turns away whoever calls the address all the same.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.models import PagePermissionTester

from doccontrol.documents.doors.guarded import Guarded
from doccontrol.documents.doors.page_rules import (
    Action,
    is_controlled,
    is_shelf,
    refusal,
)


class GuardedPermissions(PagePermissionTester):
    def _may(self, action: Action) -> bool:
        return refusal(action, self.page, self.user, timezone.localdate()) is None

    def can_add_subpage(self) -> bool:
        return super().can_add_subpage() and self._may(Action.ADD)

    def can_edit(self) -> bool:
        return super().can_edit() and self._may(Action.EDIT)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return super().can_delete(ignore_bulk) and self._may(Action.DELETE)

    def can_publish(self) -> bool:
        return super().can_publish() and self._may(Action.PUBLISH)

    def can_unpublish(self) -> bool:
        return super().can_unpublish() and self._may(Action.UNPUBLISH)

    def can_submit_for_moderation(self) -> bool:
        """A shelf has a workflow for what is created on it, none for itself."""
        return super().can_submit_for_moderation() and is_controlled(self.page)

    def can_publish_subpage(self) -> bool:
        """Creating and publishing in one go; on a shelf everything is a controlled document."""
        return super().can_publish_subpage() and not is_shelf(self.page.specific_class)

    def can_set_view_restrictions(self) -> bool:
        return super().can_set_view_restrictions() and self._may(Action.RESTRICT)

    def can_move(self) -> bool:
        """Wagtail takes moving for deleting and adding; who may delete a draft is another rule."""
        return super().can_delete(ignore_bulk=True) and self._may(Action.MOVE)

    def can_move_to(self, destination: Any) -> bool:
        return (
            super().can_move_to(destination)
            and self._may(Action.MOVE)
            and destination.permissions_for_user(self.user).can_add_subpage()
        )

    def can_copy(self) -> bool:
        return super().can_copy() and self._may(Action.COPY)


Guarded.permission_tester = GuardedPermissions
