"""The screen on which a draft is judged, and the steps that are taken there."""

from __future__ import annotations

from django.urls import path

from doccontrol.documents.judging.screen import course, views

app_name = "judging"
urlpatterns = [
    path("<int:pk>/", views.screen, name="screen"),
    path("<int:pk>/toan-van/", views.full_text, name="full_text"),
    path("<int:pk>/qua-trinh/", course.course, name="course"),
    path("<int:pk>/da-xem-xet/", views.review, name="review"),
    path("<int:pk>/tra-lai/", views.send_back, name="send_back"),
    path("<int:pk>/phe-duyet/", views.approve, name="approve"),
]
