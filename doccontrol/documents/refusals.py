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


class BeingJudged(Refused):
    """The draft is in the workflow: what is judged does not change."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The draft waits for its review or approval and does not change meanwhile. Who "
                "wrote or submitted it may take it back first."
            )
        )


class NotYoursToTakeBack(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Only who wrote or submitted the draft may take it back. If you judge it, send it "
                "back instead and say why."
            )
        )


class RevisionIsFixed(Refused):
    """A revision that was judged or issued is never written over."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This version was submitted or issued and stays as it is. Save your changes as a "
                "new version."
            )
        )


class StepsAreFixed(Refused):
    """The workflow of controlled documents has its two steps and keeps them."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The workflow of controlled documents keeps its review and its approval: neither "
                "the workflow nor its steps can be disabled, replaced, put in another order or "
                "removed. Without them nothing could be issued rightly."
            )
        )


class NotRightlySigned(Refused):
    """Task, role, revision and signatures of an edition do not agree."""

    def __init__(self, why: Any) -> None:
        super().__init__(
            _(
                "This version cannot be issued: %(why)s Send it back; submitted again, it goes "
                "through review and approval anew."
            )
            % {"why": why}
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
        super().__init__(
            _("A draft is deleted by somebody who wrote it, or by the secretary. Ask one of them.")
        )


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
