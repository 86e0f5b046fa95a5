"""Public addresses of this chapter."""

from __future__ import annotations

from django.urls import path

from doccontrol.acknowledgements.views import confirm_reading

urlpatterns = [
    path("ban-lam-viec/xac-nhan/<int:pk>/", confirm_reading, name="acknowledge"),
]
