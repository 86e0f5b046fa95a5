"""What machines ask of the site: whether it is well, and where they may look."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from doccontrol.access import everybody

PLAIN = "text/plain; charset=utf-8"
NOT_FOR_ROBOTS = ("wagtailadmin_home", "desk", "login", "password_change", "search")


@everybody
def health(request: HttpRequest) -> HttpResponse:
    """200 "ok" if the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("no database\n", content_type=PLAIN, status=503)
    return HttpResponse("ok\n", content_type=PLAIN)


@everybody
def robots_txt(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {reverse(name)}" for name in NOT_FOR_ROBOTS)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)
