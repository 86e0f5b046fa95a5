"""What machines ask of the site: whether it is well, and where they may look."""

from __future__ import annotations

import time
from datetime import timedelta

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from cms.shared_cache import shared_cache
from doccontrol.access import everybody
from doccontrol.jobs.outbox import CLAIM_LASTS, Job

PLAIN = "text/plain; charset=utf-8"
NOT_FOR_ROBOTS = ("wagtailadmin_home", "desk", "login", "password_change", "search")


WORKER_SAYS_EVERY = 15  # seconds
# A worker that has said nothing for so long is gone, unless a job keeps it.
WORKER_SILENT = timedelta(minutes=2)
_WORKER_KEY = "worker-lives"


@everybody
def health(request: HttpRequest) -> HttpResponse:
    """200 "ok" if the database answers, else 503. Asked with ``?tho=1`` (*thợ*, the worker), also
    503 while no worker lives: then no clock opens, nothing is indexed and nobody is told."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        worker_line = "worker ok\n" if "tho" in request.GET and worker_lives() else ""
    except DatabaseError:
        return HttpResponse("no database\n", content_type=PLAIN, status=503)
    if "tho" in request.GET and not worker_line:
        return HttpResponse("no worker\n", content_type=PLAIN, status=503)
    return HttpResponse(f"ok\n{worker_line}", content_type=PLAIN)


def say_worker_lives() -> None:
    """Called by each worker now and then, between jobs."""
    shared_cache.set(_WORKER_KEY, time.time(), WORKER_SILENT.total_seconds())


def worker_lives() -> bool:
    """It has spoken lately, or holds a job that it began not too long ago."""
    begun = Job.objects.filter(state=Job.State.RUNNING, claimed_at__gt=timezone.now() - CLAIM_LASTS)
    return shared_cache.get(_WORKER_KEY) is not None or begun.exists()


@everybody
def robots_txt(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {reverse(name)}" for name in NOT_FOR_ROBOTS)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)
