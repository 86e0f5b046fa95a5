"""What nobody may do to a controlled document, in the reader's words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from doccontrol.errors import Refused


class NotThroughTheWorkflow(Refused):
    """A controlled document reaches readers only through its approval."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A controlled document is published only by its approval, and leaves only by its "
                "withdrawal. The draft is saved: submit it for review instead."
            )
        )


class ContentChanged(Refused):
    """The stored bytes are not those that were approved: nothing may be made of them or shown."""

    def __init__(self, what: object) -> None:
        super().__init__(
            _(
                "%(what)s is not what was approved: what is stored does not have the fingerprint "
                "under which it was issued. It is not shown. Tell the ISO secretary of the agency."
            )
            % {"what": what}
        )


class IssuedIsNotDeleted(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("What was issued is not deleted. Withdraw the document: its editions remain.")
        )
