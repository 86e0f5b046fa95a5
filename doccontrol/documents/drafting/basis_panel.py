"""The legal basis in the editor: what the finder has to say, and adding what it proposes."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.admin.panels import Panel

from doccontrol.documents.drafting.basis import Findings, findings

# The button, and the box of each proposed text. Whoever may save the draft may press it: it saves
# the whole form, so nothing typed is lost. Autosaving sends no button.
ADD, CITED = "add_basis", "cited_text"


class BasisFindingsPanel(Panel):
    """For the author to act on; for those who judge the draft to read."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "doccontrol/documents/panels/basis_findings.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            lock = self.instance.get_lock()
            return super().get_context_data(parent_context) | {
                "findings": findings(self.instance, timezone.localdate()),
                "may_add": lock is None or not lock.for_user(self.request.user),
                "add": ADD,
                "cited": CITED,
            }


def sentences(findings: Findings) -> list[str]:
    """What was found, counted; the panel says which."""
    remarks = []
    if findings.ended:
        remarks.append(
            ngettext(
                "%(count)d text is no longer in force on %(day)s.",
                "%(count)d texts are no longer in force on %(day)s.",
                len(findings.ended),
            )
            % {"count": len(findings.ended), "day": f"{findings.day:%d/%m/%Y}"}
        )
    counted = [
        (
            len(findings.proposed),
            ngettext(
                "%(count)d text is cited but not listed.",
                "%(count)d texts are cited but not listed.",
                len(findings.proposed),
            ),
        ),
        (
            len(findings.unknown),
            ngettext(
                "%(count)d text is cited but not found in the register.",
                "%(count)d texts are cited but not found in the register.",
                len(findings.unknown),
            ),
        ),
        (
            len(findings.uncited),
            ngettext(
                "%(count)d text is listed but cited nowhere.",
                "%(count)d texts are listed but cited nowhere.",
                len(findings.uncited),
            ),
        ),
    ]
    return remarks + [words % {"count": count} for count, words in counted if count]
