"""All files that came in, in the Wagtail admin: their addresses. The room in which they are handed
in and decided on has the menu item."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail.admin.viewsets.base import ViewSet

from doccontrol.access import permitted
from doccontrol.register.intake import refused, views
from doccontrol.register.intake.listing import IncomingListView


class IncomingViewSet(ViewSet):
    name = "incoming"
    icon = "download"

    def get_urlpatterns(self) -> list[URLPattern]:
        listing = permitted(views.VIEW)(IncomingListView.as_view())
        results = permitted(views.VIEW)(IncomingListView.as_view(results_only=True))
        return [
            path("files/", listing, name="index"),
            path("results/", results, name="results"),
            path("upload/", views.upload, name="upload"),
            path("<int:pk>/refused/", refused.refused, name="refused"),
            path("<int:pk>/read-again/", refused.read_again, name="read_again"),
            path("<int:pk>/let-go/", refused.let_go_of, name="let_go"),
            path("<int:pk>/original/", views.original, name="original"),
            path("<int:pk>/pages/<int:number>.png", views.page, name="page"),
            path("<int:pk>/searchable/", views.searchable, name="searchable"),
        ]


incoming = IncomingViewSet()
