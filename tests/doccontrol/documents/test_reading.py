"""What the page of an edition is made of: laws on the day, the archive, clean text, few queries."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from doccontrol.documents.reading import edition_page as reading
from doccontrol.documents.reading.edition_page import (
    EditionPage,
    PdfState,
    basis_rows,
    edition_page,
    pdf_state,
)
from doccontrol.documents.richtext.safe_html import readable
from doccontrol.extension_points import DocumentNote
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import Edition, Job, Procedure
from tests.extending import point_of
from tests.make import (
    make_edition,
    make_form,
    make_person,
    make_procedure,
    make_relation,
    make_text,
)

pytestmark = pytest.mark.django_db

MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)
PUBLIC = AnonymousUser()


def issued(page: Procedure, **draft: Any) -> Edition:
    return make_edition(Procedure.objects.get(pk=page.pk), **draft)


def read(edition: Edition, *, on: date = JUNE, reader: Any = PUBLIC) -> EditionPage:
    fresh = Edition.objects.select_related("document").get(pk=edition.pk)
    return edition_page(fresh, reader=reader, on=on, today=JUNE)


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2026, 4, 30), "in-force"),
        (date(2026, 5, 1), "expired"),  # the first day of the repeal
    ],
)
def test_each_law_has_the_status_of_the_day_shown(on: date, status: str) -> None:
    law = make_text("145/2020/NĐ-CP", effective=date(2021, 2, 1), source_url="https://vbpl.vn/1")
    edition = make_edition(on=MARCH, legal_basis=[(law, "Điều 5")])
    repeal = make_text(effective=date(2026, 5, 1))
    make_relation(repeal, law, RelationKind.REPEALS, is_whole=True)
    [row] = read(edition, on=on).basis
    assert (row.number, row.clause, row.status) == ("145/2020/NĐ-CP", "Điều 5", status)
    assert row.url == "https://vbpl.vn/1"


def test_a_law_keeps_the_words_of_the_edition_when_the_register_is_corrected() -> None:
    law = make_text("145/2020/NĐ-CP", effective=date(2021, 2, 1), subject="Như đã ký")
    edition = make_edition(on=MARCH, legal_basis=[law])
    law.set_number("146/2020/NĐ-CP")
    law.subject = "Đã sửa"
    law.save()
    [row] = read(edition).basis
    assert (row.number, row.subject, row.status) == ("145/2020/NĐ-CP", "Như đã ký", "in-force")


def test_an_imported_address_that_is_no_web_address_is_not_a_link() -> None:
    law = make_text(effective=date(2021, 2, 1))
    law.source_url = "javascript:alert(1)"
    [frozen] = make_edition(on=MARCH, legal_basis=[law]).content["legal_basis"]
    [row] = basis_rows([frozen], [(law, "")], MARCH)
    assert row.url == ""


def test_the_archive_lists_every_edition_newest_first_with_its_days() -> None:
    page = make_procedure()
    first = issued(page, on=MARCH)
    second = issued(page, on=JUNE)
    rows = read(first).archive
    assert [(r.number, r.state, r.in_force_from, r.ends_on, r.is_this) for r in rows] == [
        ("01/01", "in-force", JUNE, None, False),
        ("01/00", "expired", MARCH, JUNE, True),
    ]
    assert rows[0].url == reading.edition_url(second)


ATTACKS = [
    "<p>a</p><script>alert(1)</script>",
    '<p onclick="alert(1)">a</p>',
    '<p><a href="javascript:alert(1)">a</a></p>',
    '<p><a href="&#106;avascript:alert(1)">a</a></p>',
    '<img src="x" onerror="alert(1)"><p>a</p>',
    "<svg><style><!--</style><a title='--><img src onerror=alert(1)>'>a</svg>",
    '<embed embedtype="media" url="http://169.254.169.254/"/><p>a</p>',
    '<p style="position:fixed">a</p><iframe src="//evil"></iframe>',
    "<p>a<!--next-->b</p>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_smuggled_into_a_draft_never_reaches_readers(attack: str) -> None:
    edition = make_edition(on=MARCH, purpose=attack, dossier=attack)
    page = read(edition)
    served = [page.content["sections"][0]["html"], page.content["sections"][4]["parts"][0]["html"]]
    for html in served:
        assert "a" in html
        for sign in ("script", "alert", "onclick", "onerror", "style", "src", "<!--", "169.254"):
            assert sign not in html
    assert edition.content["sections"][0]["html"] == attack  # the evidence stays as it was


def test_what_authors_may_write_is_kept() -> None:
    html = (
        "<h3>a</h3><p>b <b>c</b><i>d</i>x<sup>2</sup>y<sub>1</sub><br>"
        '<a href="https://vbpl.vn/?a=1&amp;b=2" rel="noopener">e</a></p>'
        "<ul><li>f</li></ul><ol><li>g</li></ol><hr>"
    )
    assert readable([html]) == [html]


def test_a_link_to_a_page_of_the_site_is_written_out_and_a_broken_one_keeps_its_words() -> None:
    target = make_edition(on=MARCH).document
    texts = [
        f'<p><a linktype="page" id="{target.pk}">đây</a></p>',
        '<p><a linktype="page" id="99999999">mất</a></p>',
        '<p><a linktype="page" id="x">hỏng</a></p>',
        "<p>sau</p>",
    ]
    first, lost, broken, last = readable(texts)
    assert f'href="{target.get_url()}"' in first
    assert "href" not in lost and "mất" in lost
    assert "href" not in broken and "hỏng" in broken
    assert last == "<p>sau</p>"


def test_the_number_of_queries_does_not_grow_with_editions_laws_and_forms(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    page = make_procedure()
    for month in range(1, 7):
        laws = [make_text(effective=date(2021, 2, 1)) for _n in range(6)]
        for law in laws:
            make_relation(make_text(effective=date(2026, 1, 1)), law)
        link = f'<p><a linktype="page" id="{page.pk}">a</a></p>'
        edition = issued(
            page, on=date(2026, month, 1), legal_basis=laws, purpose=link, scope=link, fees=link
        )
    for n in range(4):
        make_edition(make_form(page, title=f"Mẫu {n}"), on=MARCH)
    fresh = Edition.objects.select_related("document").get(pk=edition.pk)
    with django_assert_max_num_queries(15):
        shown = edition_page(fresh, reader=PUBLIC, on=JUNE, today=JUNE)
    assert (len(shown.archive), len(shown.basis), len(shown.forms)) == (6, 6, 4)


def test_the_pdf_has_failed_only_while_nobody_has_asked_again() -> None:
    edition = make_edition(on=MARCH)
    jobs = Job.objects.filter(kind="render_pdf", key=str(edition.pk))
    assert pdf_state(edition) is PdfState.WAITING
    jobs.update(state=Job.State.FAILED)
    assert pdf_state(edition) is PdfState.FAILED
    Job.objects.create(kind="render_pdf", key=str(edition.pk))
    assert pdf_state(edition) is PdfState.WAITING


def test_later_chapters_speak_beside_an_edition_to_signed_in_people_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def note(edition: Edition, person: Any, on: date) -> dict[str, Any]:
        return {"label": f"{edition} {person} {on}"}

    def nothing(edition: Edition, person: Any, on: date) -> None:
        return None

    notes = point_of(
        DocumentNote("second", 2, "2.html", note),
        DocumentNote("none", 1, "1.html", nothing),
        DocumentNote("first", 0, "0.html", note),
    )
    monkeypatch.setattr(reading, "document_notes", notes)
    edition, person = make_edition(on=MARCH), make_person()
    assert read(edition, reader=PUBLIC).notes == []
    drawn = read(edition, reader=person).notes
    assert [note["template"] for note in drawn] == ["0.html", "2.html"]
    assert drawn[0]["shown"]["label"] == f"{edition} {person} 2026-06-01"
