"""On the desk of whoever finds it out: whether implementing texts outlived their parents."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from doccontrol.extension_points import WaitingLine, Work, WorkItem, work_items
from doccontrol.organisation.models.people import Person
from doccontrol.register.implementing.questions import open_questions, our_documents_rest_on

ANSWERS = "doccontrol.add_childanswer"


def to_find_out(person: Person, on: date) -> Work | None:
    """One line for all of them: each is answered from the same list."""
    if not person.has_perm(ANSWERS):
        return None
    count = our_documents_rest_on(open_questions(on), on).count()
    if not count:
        return Work([], 0)
    about = ngettext(
        "%(count)d text on which our documents rest implements a law that has ended: is it still "
        "in force?",
        "%(count)d texts on which our documents rest implement laws that have ended: are they "
        "still in force?",
        count,
    ) % {"count": count}
    url = reverse("child_questions:index")
    return Work([WaitingLine(_("Question about a law"), about, _("Answer"), url)], 1)


work_items.register(
    WorkItem("questions", 360, gettext_lazy("Implementing texts to ask about"), to_find_out)
)
