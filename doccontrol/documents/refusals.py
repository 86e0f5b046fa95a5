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


class FileChanged(Refused):
    """Storage has other bytes than those with which the draft was saved, or none."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "The file “%(name)s” is no longer the one with which the draft was saved. Choose "
                "the file again, save the draft and submit it anew."
            )
            % {"name": name}
        )


class FileNotRecorded(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "Which bytes of the file “%(name)s” belong to this draft was not recorded yet. "
                "Open the draft, look at the file, save the draft and submit it anew."
            )
            % {"name": name}
        )


class UnfitFile(Refused):
    """A file that came in before today's rule, or past it."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            _("The file “%(name)s” cannot be issued. %(why)s") % {"name": name, "why": why}
        )


class IssuedIsNotDeleted(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("What was issued is not deleted. Withdraw the document: its editions remain.")
        )
