"""What readers see of an engine that does not answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from search.engine import get_engine
from search.index.indexing import everything
from tests.make import make_person
from tests.search.make import make_edition
from tests.search.test_fallback import closed_port

pytestmark = pytest.mark.django_db


def nowhere() -> dict[str, Any]:
    return {"urls": (f"http://127.0.0.1:{closed_port()}",), "index": "x"}


def test_without_a_fallback_the_page_says_so_and_the_rest_of_the_site_works(
    client: Any, settings: Any
) -> None:
    settings.SEARCH_ENGINE = {
        "class": "search.engines.elasticsearch.engine.open_cluster",
        **nowhere(),
    }
    page = client.get(reverse("search"), {"q": "giấy phép"})
    assert page.status_code == 503
    assert "<main" in page.content.decode()
    assert client.get(reverse("search")).status_code == 200
    assert client.get("/khoe/").status_code == 200


def test_the_fallback_answers_everybody_and_is_told_to_staff_only(
    client: Any, settings: Any, tmp_path: Path
) -> None:
    make_edition(code="QT-LD-01", title="Cấp giấy phép")
    settings.SEARCH_ENGINE = {
        "class": "search.engines.fallback.open_with_fallback",
        "path": tmp_path / "index",
        **nowhere(),
    }
    get_engine().second.rebuild(everything())  # type: ignore[attr-defined]
    seen = {}
    for who in ("public", "staff"):
        if who == "staff":
            client.force_login(make_person())
        page = client.get(reverse("search"), {"q": "giấy phép"})
        assert page.status_code == 200
        assert "QT-LD-01" in page.content.decode()
        seen[who] = page.context["results"].fallback
    assert seen == {"public": False, "staff": True}
