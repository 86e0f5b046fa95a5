"""Addresses of this chapter beside those of its editions."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("xem-xet/", include("doccontrol.documents.judging.screen.urls"))]
