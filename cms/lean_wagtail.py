"""Wagtail's apps without its API of version 3, which this site does not serve: they load it in any
case, with two frameworks of which nothing else here makes use (30 MB in every process)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from wagtail.documents.apps import WagtailDocsAppConfig
from wagtail.images.apps import WagtailImagesAppConfig
from wagtail.snippets.apps import WagtailSnippetsAppConfig


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
