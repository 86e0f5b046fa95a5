"""Lasting addresses of editions, their PDF and files, and the comparison of two of them."""

from __future__ import annotations

from django.urls import path

from doccontrol.documents.reading import views

app_name = "documents"
# str, not slug: Wagtail allows letters with marks in slugs.
urlpatterns = [
    path("<str:slug>/so-sanh/", views.comparison, name="comparison"),
    path("<str:slug>/lan/<str:number>/", views.edition_page, name="edition"),
    path("<str:slug>/lan/<str:number>/pdf/", views.pdf, name="pdf"),
    path("<str:slug>/lan/<str:number>/tep/<int:attachment>/", views.attachment, name="attachment"),
]
