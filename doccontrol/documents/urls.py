"""Lasting addresses of editions, their PDF and files, and the comparison of two of them."""

from __future__ import annotations

from django.urls import path

from doccontrol.documents import views

app_name = "documents"
urlpatterns = [
    path("<slug:slug>/so-sanh/", views.comparison, name="comparison"),
    path("<slug:slug>/lan/<str:number>/", views.edition_page, name="edition"),
    path("<slug:slug>/lan/<str:number>/pdf/", views.pdf, name="pdf"),
    path("<slug:slug>/lan/<str:number>/tep/<int:attachment>/", views.attachment, name="attachment"),
]
