from __future__ import annotations

from django.urls import path

from search.views import results_page

urlpatterns = [path("", results_page, name="search")]
