"""Questions about implementing texts in the Wagtail admin: a list, and a page to answer one."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from doccontrol.access import permitted
from doccontrol.errors import Refused
from doccontrol.organisation.models.people import Person
from doccontrol.register.implementing.answers import answer_question
from doccontrol.register.implementing.models import ChildAnswer
from doccontrol.register.implementing.questions import (
    open_questions,
    our_documents_rest_on,
    question_about,
    questions,
)
from doccontrol.register.models.texts import LegalRelation, LegalText
from doccontrol.typed.days import DayField

SEES, ANSWERS = "doccontrol.view_childanswer", "doccontrol.add_childanswer"
PER_PAGE = 30


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=gettext_lazy("What was found out"),
        choices=ChildAnswer.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose an answer.")},
    )
    source = forms.CharField(
        label=gettext_lazy("Where it is announced"),
        max_length=500,
        help_text=gettext_lazy(
            "The number and day of the announcement, or the provision that ends the text."
        ),
        error_messages={
            "required": gettext_lazy("Say where this is announced: inspectors ask for the source.")
        },
    )
    ended_on = DayField(
        gettext_lazy("No longer in force from"),
        gettext_lazy("Only if it ended. The day its parent ended, unless stated."),
    )


@permitted(SEES)
def question_list(request: HttpRequest) -> HttpResponse:
    on = timezone.localdate()
    everything = open_questions(on)
    ours = our_documents_rest_on(everything, on)
    show_all = "all" in request.GET
    chosen = (everything if show_all else ours).order_by("-target__sort_key", "-acting__sort_key")
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("p"))
    address = reverse("child_questions:index")
    tabs = [
        {"label": _("Our documents rest on them"), "url": address, "is_current": not show_all},
        {"label": _("The whole register"), "url": f"{address}?all", "is_current": show_all},
    ]
    context = {
        "questions": questions(cast("QuerySet[LegalRelation]", page.object_list), on),
        "page_obj": page,
        "tabs": tabs,
        "query": "all&" if show_all else "",
        "may_answer": request.user.has_perm(ANSWERS),
    }
    return render(request, "doccontrol/register/child_questions.html", context | _furniture())


@permitted(ANSWERS)
def answer_view(request: HttpRequest, child: int, parent: int) -> HttpResponse:
    on, person = timezone.localdate(), cast(Person, request.user)
    texts = LegalText.objects.with_type()
    about, ended = get_object_or_404(texts, pk=child), get_object_or_404(texts, pk=parent)
    current = ChildAnswer.objects.current().filter(child=about, parent=ended)
    given = current.with_people().first()
    question = question_about(about, ended, on)
    if question is None and given is None:
        raise Http404
    form = AnswerForm(
        request.POST or None, initial={"ended_on": question.ended_on if question else None}
    )
    if form.is_valid():
        try:
            answer_question(about, ended, **form.cleaned_data, by=person, on=on)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("The answer about %(text)s waits for a second person's approval.")
                % {"text": about},
            )
            return redirect("legal_texts:inspect", about.pk)
    context = {"question": question, "given": given, "form": form, "child": about, "parent": ended}
    return render(request, "doccontrol/register/child_answer.html", context | _furniture(about))


def _furniture(text: LegalText | None = None) -> dict[str, Any]:
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("child_questions:index"), "label": _("Implementing texts to ask about")},
    ]
    title = _("Implementing texts to ask about")
    if text is not None:
        title = _("Is %(text)s still in force?") % {"text": text}
        crumbs.append({"url": "", "label": title})
    return {"header_title": title, "header_icon": "help", "breadcrumbs_items": crumbs}


class QuestionsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(SEES)


class ChildQuestions(ViewSet):
    name = "child_questions"
    icon = "help"
    menu_label = gettext_lazy("Implementing texts to ask about")
    menu_item_class = QuestionsMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", question_list, name="index"),
            path("<int:child>/<int:parent>/", answer_view, name="answer"),
        ]
