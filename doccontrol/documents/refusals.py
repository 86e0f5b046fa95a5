"""What nobody may do to a controlled document, in the reader's words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from doccontrol.errors import Refused


class NotThroughTheWorkflow(Refused):
    """A controlled document reaches readers only through its approval."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A controlled document is published only by its approval, and leaves only by its "
                "withdrawal. Submit its draft for review instead."
            )
        )


class IssuedIsNotDeleted(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("What was issued is not deleted. Withdraw the document: its editions remain.")
        )


class IssuedStays(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("What was issued stays where it is: readers and other documents know its address.")
        )


class CodeIsItsOwn(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("A controlled document is not copied: its code is its own. Create a new one instead.")
        )


class IsBeingJudged(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("This draft is being reviewed. Take it back first, or wait until it is sent back.")
        )


class RevertedInTheEditor(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Go back to an earlier version in the editor, under “History”: there it is checked "
                "like any other draft."
            )
        )


class NotOfYourUnit(Refused):
    """Drafting is for the people of the owner unit."""

    def __init__(self, unit: Any) -> None:
        super().__init__(
            _(
                "This document belongs to %(unit)s: only its own people, the working group and "
                "the secretary draft it."
            )
            % {"unit": unit}
        )


class DraftsForNoUnit(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "You hold no post in a unit today, so there is no unit for which you could draft. "
                "Ask the secretary to enter your post."
            )
        )


class NotYourDraft(Refused):
    def __init__(self) -> None:
        super().__init__(_("A draft is deleted by somebody who wrote it, or by the secretary."))


class ReadersAreNamedByTheDocument(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Who may read a controlled document is said in its field “readable by”, which "
                "holds at every address, in search and in the feed. A page's privacy setting "
                "would hold at one address only."
            )
        )


class DocumentsStandOnIt(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Controlled documents stand below this page, and their addresses begin with its "
                "own: it is neither unpublished, moved, renamed in its address, copied nor deleted."
            )
        )


class PageIsKeptByOthers(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This page is no controlled document: those who may publish it keep it, such as "
                "the secretary."
            )
        )


class OneLanguage(Refused):
    def __init__(self) -> None:
        super().__init__(_("The pages of this site are kept in one language."))


class StillNamed(Refused):
    """The database protects what something else names."""

    def __init__(self) -> None:
        super().__init__(_("This cannot be deleted: something that must be kept still names it."))
