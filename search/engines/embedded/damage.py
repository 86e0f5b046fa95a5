"""What goes wrong inside tantivy, told as what it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from search.engines.base import IndexBroken


@contextmanager
def damage_is_told() -> Iterator[None]:
    """Around what tantivy does, and nothing else: it raises IndexBroken, and its panics get no
    further. A panic is a BaseException whose class cannot be imported.
    """
    try:
        yield
    except (ValueError, OSError, KeyError) as failure:
        raise IndexBroken(str(failure)) from failure
    except BaseException as failure:
        if type(failure).__name__ != "PanicException":
            raise
        raise IndexBroken(str(failure)) from None
