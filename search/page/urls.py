from __future__ import annotations

from django.urls import path

from search.page import views
from search.saved import views as saved_views

urlpatterns = [
    path("", views.results_page, name="search"),
    path("goi-y/", views.suggestions, name="search_suggestions"),
    path("da-luu/", saved_views.saved_searches, name="saved_searches"),
    path("da-luu/luu/", saved_views.save, name="save_search"),
    path("da-luu/<int:pk>/ten/", saved_views.rename, name="rename_search"),
    path("da-luu/<int:pk>/xoa/", saved_views.delete, name="delete_search"),
]
