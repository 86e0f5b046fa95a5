"""Wagtail's index of what refers to what, entered once for each saving of a document.

Wagtail enters a page when its row is saved, and again with each row that belongs to it: a document
of thirty rows was read thirty times over. What is entered last is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from wagtail.models import Page


@contextmanager
def references_entered_once(page: Page) -> Iterator[None]:
    """Inside, nothing is entered; at the end ``page`` is, unless this stands in another such
    part. Only ``page`` and its rows may be saved inside."""
    from wagtail import signal_handlers  # needs the models, of which this is a part

    if getattr(signal_handlers.reference_index_auto_update_disabled, "value", False):
        yield
        return
    with signal_handlers.disable_reference_index_auto_update():
        yield
    signal_handlers.update_reference_index_on_save(page)
