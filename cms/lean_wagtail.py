"""Wagtail's apps without its API of version 3, which this site does not serve: they load it in any
case, with two frameworks of which nothing else here makes use (30 MB in every process). And without
libraries that others load only because they are installed, for what this site does not do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


@contextmanager
def _taken_for_absent(*names: str) -> Iterator[None]:
    """Importing one of them fails inside the block, as where it is not installed."""
    hidden: dict[str, Any] = {name: None for name in names if name not in sys.modules}
    sys.modules |= hidden
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


# Pictures of telephones (HEIC) are none that Wagtail takes; AVIF is read by Pillow itself.
with _taken_for_absent("pillow_heif"):
    import willow  # noqa: F401

# For the test client, schemas and the browsable pages of the framework below Wagtail's own API,
# and for fields that only PostgreSQL has. With the driver of that database 12 MB.
with _taken_for_absent("django.contrib.postgres", "pygments", "requests", "yaml"):
    import rest_framework.compat  # noqa: F401

from wagtail.documents.apps import WagtailDocsAppConfig  # noqa: E402  (the two above come first)
from wagtail.images.apps import WagtailImagesAppConfig  # noqa: E402
from wagtail.snippets.apps import WagtailSnippetsAppConfig  # noqa: E402


class SnippetsConfig(WagtailSnippetsAppConfig):
    def ready(self) -> None:
        with _api_left_out(self.name):
            super().ready()


class DocumentsConfig(WagtailDocsAppConfig):
    def ready(self) -> None:
        with _api_left_out(self.name):
            super().ready()


class ImagesConfig(WagtailImagesAppConfig):
    def ready(self) -> None:
        with _api_left_out(self.name):
            super().ready()


class _Nothing(ModuleType):
    """Stands where a module of the API is looked for; what is registered with it is forgotten."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__: list[str] = []
        self.api = self.router = self

    def add_router(self, prefix: str, router: object) -> None: ...

    def register_content_types(self) -> None: ...


@contextmanager
def _api_left_out(app: str) -> Iterator[None]:
    names = [f"{app}.api.v3", f"{app}.api.v3.registry", f"{app}.api.v3.router"]
    names += ["wagtail.api.v3", "wagtail.api.v3.api"]
    left_out = {name: _Nothing(name) for name in names if name not in sys.modules}
    sys.modules |= left_out
    try:
        yield
    finally:
        for name in left_out:
            del sys.modules[name]
