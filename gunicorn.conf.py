"""What gunicorn reads by itself when it is started in this folder: the site is loaded once, and
its processes share what they only read."""

from __future__ import annotations

from typing import Any

preload_app = True
# As long as it can be: a question that somebody pasted is answered with what to do, not with 414.
limit_request_line = 8190


def when_ready(server: Any) -> None:
    from cms.frugal import load_what_all_read, share_little_heap

    share_little_heap()
    load_what_all_read()


def pre_fork(server: Any, worker: Any) -> None:
    from cms.frugal import before_parting

    before_parting()


def post_worker_init(worker: Any) -> None:
    from cms.frugal import give_back_regularly

    give_back_regularly()
